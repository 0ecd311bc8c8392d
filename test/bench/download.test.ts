import { describe, expect, it } from '@jest/globals';
import { everyRow } from '../../bench/download/every-row';
import { shuffled } from '../../bench/shuffled';
import type { RowFilter } from '../../src/domain/crm-server';
import { identity } from '../offline/support/crm';
import { account } from '../offline/support/model';
import { ids, World } from '../offline/support/world';

describe('a random order', () => {
  it('has every item once', () => {
    expect(shuffled(['a', 'b', 'c'], () => 0.5)).toEqual(['b', 'c', 'a']);
    expect(shuffled(['a', 'b', 'c'], () => 0)).toEqual(['a', 'b', 'c']);
    expect(shuffled([], () => 0)).toEqual([]);
  });
});

describe('the CRM that is asked for every row', () => {
  const mine: RowFilter = { kind: 'owner', userId: identity.userId };
  const page = (filter: RowFilter) => ({ table: account, filter, pageSize: 10 });

  it('gives everybody’s rows where the user’s own are meant, and tells which came last', async () => {
    const { crm } = new World();
    crm.put('account', ids.contoso, { name: 'Contoso' });
    const owner = { table: 'systemuser', id: ids.ben, name: 'Omar' };
    crm.put('account', ids.fabrikam, { name: 'Fabrikam', ownerid: owner });
    const { server, seen } = everyRow(crm);
    expect(await server.count(page(mine))).toEqual({ count: 2, more: false });
    expect((await server.readPage(page(mine), null)).rows).toHaveLength(2);
    expect(seen.from).toBeGreaterThan(0);
    expect(seen.last).toEqual({ table: 'account', id: ids.fabrikam, name: 'Fabrikam' });
  });

  it('gives the rows that are named and no others', async () => {
    const { crm } = new World();
    crm.put('account', ids.contoso, { name: 'Contoso' });
    crm.put('account', ids.fabrikam, { name: 'Fabrikam' });
    const { server } = everyRow(crm);
    const named: RowFilter = { kind: 'ids', ids: [ids.contoso] };
    expect((await server.readPage(page(named), null)).rows.map(({ id }) => id)).toEqual([
      ids.contoso,
    ]);
  });
});
