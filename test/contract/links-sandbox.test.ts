import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ManyToMany } from '../../src/domain/table';
import { openCrm } from './open-crm';
import type { OpenCrm } from './open-crm';
import { openSandbox } from './sandbox-world';

describe('N:N links of the sandbox', () => {
  let crm: OpenCrm;
  beforeAll(async () => {
    crm = await openCrm(await openSandbox(), null);
  });
  afterAll(() => crm.close());

  const way = (table: string, name: string): ManyToMany => {
    const found = crm.table(table).linkedTo?.find((each) => each.name === name);
    if (found === undefined) throw new Error(`${table} has no ${name}`);
    return found;
  };

  it('are relationships of both tables, each with what leads to the other', () => {
    const { navigation, table, mine, theirs } = way('contact', 'contactleads_association');
    expect({ navigation, table, mine, theirs }).toEqual({
      navigation: 'contactleads_association',
      table: 'lead',
      mine: 'contactid',
      theirs: 'leadid',
    });
    expect(way('lead', 'contactleads_association')).toMatchObject({
      table: 'contact',
      mine: 'leadid',
      theirs: 'contactid',
    });
  });

  it('are read by the ids of either side', async () => {
    const { server } = crm;
    const contact = await crm.create('contact', { lastname: 'Linked' });
    const other = await crm.create('contact', { lastname: 'Alone' });
    const lead = await crm.create('lead', { subject: 'Linked', lastname: 'Ray' });
    const relationship = way('contact', 'contactleads_association');
    await server.write({
      kind: 'associate',
      table: crm.table('contact'),
      id: contact.id,
      relationship: relationship.navigation,
      other: { table: 'lead', id: lead.id },
    });
    const ids = [contact.id, other.id];
    expect(await server.readLinks({ relationship, ids }, null)).toEqual({
      links: [{ mine: contact.id, theirs: lead.id }],
      next: null,
    });
    const back = way('lead', 'contactleads_association');
    expect((await server.readLinks({ relationship: back, ids: [lead.id] }, null)).links).toEqual([
      { mine: lead.id, theirs: contact.id },
    ]);
  });

  it.each(['the member', 'the list'])(
    'put a row on a marketing list and take it off, seen from %s',
    async (side) => {
      const { server } = crm;
      const contact = await crm.create('contact', { lastname: 'Guest' });
      const list = await crm.create('list', { listname: 'Guests', createdfromcode: 2 });
      const [from, to] = side === 'the list' ? [list, contact] : [contact, list];
      const relationship = way(from.table, 'listcontact_association');
      const change = (kind: 'associate' | 'disassociate') =>
        server.write({
          kind,
          table: crm.table(from.table),
          id: from.id,
          relationship: relationship.navigation,
          other: { table: to.table, id: to.id },
        });
      const links = async () =>
        (await server.readLinks({ relationship, ids: [from.id] }, null)).links;
      await change('associate');
      await change('associate');
      expect(await links()).toEqual([{ mine: from.id, theirs: to.id }]);
      const query = {
        table: crm.table(from.table),
        id: from.id,
        relationship: relationship.navigation,
        otherTable: crm.table(to.table),
        otherId: to.id,
      };
      expect(await server.isLinked(query)).toBe(true);
      await change('disassociate');
      expect([await links(), await server.isLinked(query)]).toEqual([[], false]);
      await expect(change('disassociate')).rejects.toMatchObject({ failure: { status: 404 } });
    },
  );
});
