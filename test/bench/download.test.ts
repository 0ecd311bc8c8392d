import { describe, expect, it } from '@jest/globals';
import { seenRows } from '../../bench/download/seen-rows';
import { shuffled } from '../../bench/shuffled';
import { account } from '../offline/support/model';
import { ids, World } from '../offline/support/world';

describe('a random order', () => {
  it('has every item once', () => {
    expect(shuffled(['a', 'b', 'c'], () => 0.5)).toEqual(['b', 'c', 'a']);
    expect(shuffled(['a', 'b', 'c'], () => 0)).toEqual(['a', 'b', 'c']);
    expect(shuffled([], () => 0)).toEqual([]);
  });
});

describe('a CRM that is watched', () => {
  it('tells when rows were first asked for, and which came last', async () => {
    const { crm } = new World();
    crm.put('account', ids.contoso, { name: 'Contoso' });
    crm.put('account', ids.fabrikam, { name: 'Fabrikam' });
    const { server, seen } = seenRows(crm);
    const query = { table: account, filter: { kind: 'all' }, pageSize: 10 } as const;
    expect(seen).toEqual({ from: 0, last: null });
    expect(await server.count(query)).toEqual({ count: 2, more: false });
    expect((await server.readPage(query, null)).rows).toHaveLength(2);
    expect(seen.from).toBeGreaterThan(0);
    expect(seen.last).toEqual({ table: 'account', id: ids.fabrikam, name: 'Fabrikam' });
  });
});
