import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Change } from '../../src/domain/change';
import type { RowRef } from '../../src/domain/row';
import type { ManyToMany } from '../../src/domain/table';
import type { Keeper } from '../../src/offline/catalogue/keeper';
import type { Copy } from '../../src/offline/copy/copy';
import { createLinkedRows } from '../../src/offline/links/linked-rows';
import { openCopy } from './support/copying';
import { me } from './support/crm';
import { model } from './support/model';
import { until } from './support/settle';
import { ids, type Pane, World } from './support/world';

const FIFTEEN_MINUTES = 15 * 60_000;
const name = 'account_contacts';
const contoso = { table: 'account', id: ids.contoso };
const fabrikam = { table: 'account', id: ids.fabrikam };
const anna = { table: 'contact', id: ids.anna };
const ben = { table: 'contact', id: ids.ben };
const somebody = { table: 'systemuser', id: ids.call, name: 'Omar' };

const way = (table: string, mine: string, theirs: string): ManyToMany => ({
  name,
  navigation: `${name}_of`,
  table,
  label: '',
  intersect: 'accountcontacts',
  mine,
  theirs,
});

let world: World;
let pane: Pane;
let copy: Copy;
let keeper: Keeper;
beforeEach(async () => {
  world = new World();
  const { account, contact } = model;
  world.crm.model = {
    ...model,
    ...(account && {
      account: { ...account, linkedTo: [way('contact', 'accountid', 'contactid')] },
    }),
    ...(contact && {
      contact: { ...contact, linkedTo: [way('account', 'contactid', 'accountid')] },
    }),
  };
  pane = await world.open();
  const { crm } = world;
  crm.put('account', ids.contoso, { name: 'Contoso' });
  crm.put('account', ids.fabrikam, { name: 'Fabrikam' });
  crm.put('contact', ids.anna, { fullname: 'Anna' });
  crm.put('contact', ids.ben, { fullname: 'Ben', ownerid: somebody });
  ({ copy, keeper } = openCopy(world, pane));
});
afterEach(() => {
  keeper.stop();
  world.crash();
});

const linked = async (ref: RowRef): Promise<readonly string[]> => {
  const read = createLinkedRows({
    store: pane.store,
    model: () => world.crm.model,
    entries: pane.outbox.entries.get,
    items: async (refs) => (await keeper.current()).items(refs),
  });
  const groups = await read(ref);
  return groups.flatMap(({ items }) =>
    items.map((item) => (item.waits ? `${item.name} (waits)` : item.name)),
  );
};
const link = (kind: 'associate' | 'disassociate', ref: RowRef, other: RowRef): Change => ({
  kind,
  ref,
  relationship: `${name}_of`,
  other: { ...other, name: '' },
});
const asked = (): number =>
  world.crm.requests.filter((request) => request.startsWith('readLinks')).length;
/** The line as the pane shows it has so many entries. */
const waiting = (count: number): Promise<void> =>
  until(() => pane.outbox.entries.get().length === count);

describe('Links come with the copy', () => {
  it('LK1 between rows that are on board, and are there from both', async () => {
    world.crm.link(name, contoso, anna);
    world.crm.link(name, contoso, ben);
    await copy.refresh(false);
    expect(await linked(contoso)).toEqual(['Anna']);
    expect(await linked(anna)).toEqual(['Contoso']);
    expect(await linked(fabrikam)).toEqual([]);
  });

  it('LK2 with a row that comes later, and without asking for those of the others again', async () => {
    world.crm.link(name, contoso, anna);
    world.crm.link(name, contoso, ben);
    await copy.refresh(false);
    const before = asked();
    world.crm.edit('contact', ids.ben, { ownerid: me });
    await copy.refresh(false);
    expect(await linked(contoso)).toEqual(['Anna', 'Ben']);
    expect(asked() - before).toBe(1);
  });

  it('LK2 as others change them, at once where the user asks for it', async () => {
    world.crm.link(name, contoso, anna);
    await copy.refresh(false);
    world.crm.unlink(name, contoso, anna);
    world.crm.link(name, fabrikam, anna);
    await copy.refresh(false);
    expect(await linked(anna)).toEqual(['Contoso']);
    await copy.refresh(true);
    expect([await linked(anna), await linked(contoso)]).toEqual([['Fabrikam'], []]);
  });

  it('LK2 as others change them, a quarter of an hour later where they are few', async () => {
    await copy.refresh(false);
    world.crm.link(name, fabrikam, anna);
    world.clock.advance(FIFTEEN_MINUTES);
    await copy.refresh(false);
    expect(await linked(fabrikam)).toEqual(['Anna']);
  });

  it('LK2 anew with a row that had left', async () => {
    world.crm.link(name, contoso, anna);
    await copy.refresh(false);
    world.crm.edit('contact', ids.anna, { ownerid: somebody });
    await copy.refresh(true);
    world.crm.unlink(name, contoso, anna);
    world.crm.link(name, fabrikam, anna);
    world.crm.edit('contact', ids.anna, { ownerid: me });
    await copy.refresh(false);
    expect([await linked(contoso), await linked(fabrikam)]).toEqual([[], ['Anna']]);
  });

  it('LK1 by one question where there are many rows and few links', async () => {
    const guid = (n: number) => `dddddddd-0000-4000-8000-${String(n).padStart(12, '0')}`;
    for (let n = 0; n < 120; n++) {
      world.crm.put('account', guid(n), { name: `Account ${n}` });
      world.crm.put('contact', guid(1000 + n), { fullname: `Person ${n}` });
    }
    const last = { table: 'contact', id: guid(1119) };
    world.crm.link(name, contoso, last);
    await copy.refresh(false);
    expect(asked()).toBe(1);
    expect([await linked(contoso), await linked(last)]).toEqual([['Person 119'], ['Contoso']]);
  });

  it('LK5 unless the CRM does not let them be read', async () => {
    world.crm.link(name, contoso, anna);
    const failure = { status: 403, code: '0x80040220' };
    world.crm.faults.push({ kind: 'fail', failure, on: (call) => call === 'readLinks' });
    world.crm.put('account', ids.call, { name: 'Later' });
    await copy.refresh(false);
    expect((await keeper.current()).get(`account:${ids.call}`)?.name).toBe('Later');
    expect(await linked(contoso)).toEqual([]);
  });
});

describe('A link that is changed here', () => {
  beforeEach(async () => {
    world.crm.link(name, contoso, anna);
    await copy.refresh(false);
  });

  it('LK3 shows at once on both rows', async () => {
    await pane.save(link('associate', fabrikam, anna), link('disassociate', anna, contoso));
    await waiting(2);
    expect(await linked(anna)).toEqual(['Fabrikam (waits)']);
    expect([await linked(fabrikam), await linked(contoso)]).toEqual([['Anna (waits)'], []]);
  });

  it('LK3 is as it was before where its entry is discarded', async () => {
    await pane.save(link('disassociate', contoso, anna));
    await waiting(1);
    const [entry] = pane.outbox.entries.get();
    await pane.outbox.discard(entry?.seq ?? 0);
    await waiting(0);
    expect([await linked(anna), await linked(contoso)]).toEqual([['Contoso'], ['Anna']]);
  });

  it('LK4 stays when it is sent', async () => {
    await pane.save(link('associate', fabrikam, anna));
    await pane.save(link('disassociate', contoso, anna));
    await pane.player.wake();
    await waiting(0);
    expect(await linked(anna)).toEqual(['Fabrikam']);
    expect([await linked(fabrikam), await linked(contoso)]).toEqual([['Anna'], []]);
  });

  it('LK4 is not taken back by a refresh that was under way', async () => {
    await pane.save(link('associate', fabrikam, anna));
    const { crm } = world;
    const answer = crm.readLinks.bind(crm);
    crm.readLinks = async (query) => {
      const page = await answer(query);
      crm.readLinks = answer;
      await pane.player.wake();
      return page;
    };
    await copy.refresh(true);
    await waiting(0);
    expect(await linked(anna)).toEqual(['Contoso', 'Fabrikam']);
    await copy.refresh(false);
    expect(await linked(anna)).toEqual(['Contoso', 'Fabrikam']);
  });
});
