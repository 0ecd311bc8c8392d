import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Becomes, qualify, usuallyBecomes } from '../../src/domain/actions/qualifying';
import type { Change } from '../../src/domain/change';
import type { DuplicateChoice } from '../../src/domain/duplicate-choice';
import { waitingKind } from '../../src/domain/waiting';
import { duplicateSetting } from '../../src/offline/duplicate-setting';
import { lookupTo, me } from './support/crm';
import { lead } from './support/lead';
import { model } from './support/model';
import { until } from './support/settle';
import { type Pane, World } from './support/world';

const fair = { table: 'lead', id: 'dddddddd-0000-4000-8000-000000000001' };
const open = { name: 'Fair', companyname: 'Mill', statecode: 0, statuscode: 1 };
const all: Becomes = { account: true, contact: true, opportunity: true };
const none: Becomes = { account: false, contact: false, opportunity: false };

let world: World;
let pane: Pane;
beforeEach(async () => {
  world = new World();
  world.crm.model = { ...model, lead };
  pane = await world.open();
  await world.given(pane, 'lead', fair.id, open);
});

const save = (becomes: Becomes = all): Promise<void> => {
  const change: Change = { kind: 'action', ref: fair, action: qualify(becomes, 3) };
  return pane.save(change);
};
const drain = (): Promise<void> => pane.player.wake(true);
const settled = async (): Promise<void> => {
  for (let n = 0; n < 5 && (await pane.line()).length > 0; n++) {
    world.clock.advance(130_000);
    await drain();
  }
};
const only = async () => {
  const [entry] = await pane.line();
  if (entry === undefined) throw new Error('The outbox is empty');
  return entry;
};
/** How often the lead was qualified. */
const done = (): number => world.crm.journal.filter(({ kind }) => kind === 'action').length;

describe('Qualifying a lead', () => {
  it('AC1 AC13 shows it as qualified at once, and makes nothing on this computer', async () => {
    await save();
    expect(await pane.row(fair)).toMatchObject({ statecode: 1, statuscode: 3 });
    expect(await pane.store.db.records.count()).toBe(1);
    await drain();
    expect([done(), await pane.line()]).toEqual([1, []]);
    const made = ['opportunity', 'contact', 'account'].map((table) => `${fair.id} ${table}`);
    expect(world.crm.origins).toEqual(made);
  });

  it('AC13 proposes a company where the lead names one, and nothing that it belongs to already', () => {
    const { account, contact } = {
      account: lookupTo({ table: 'account', id: '1' }),
      contact: lookupTo({ table: 'contact', id: '1' }),
    };
    expect(usuallyBecomes({ companyname: 'Mill' })).toEqual(all);
    expect(usuallyBecomes({ companyname: null })).toEqual({ ...all, account: false });
    expect(
      usuallyBecomes({ companyname: 'Mill', parentaccountid: account, parentcontactid: contact }),
    ).toEqual({ ...none, opportunity: true });
  });

  it('AC3 waits where others have closed it', async () => {
    await save();
    world.crm.edit('lead', fair.id, { statecode: 2, statuscode: 4 });
    await drain();
    expect(await only()).toMatchObject({ state: 'conflict', theirs: { values: { statecode: 2 } } });
    expect(done()).toBe(0);
  });
});

describe('Qualifying a lead, where the answer was lost', () => {
  it('AC13 is done where there are rows made of it that were not there before', async () => {
    world.crm.origins.push(`${fair.id} opportunity`);
    await save();
    world.crm.faults = [{ kind: 'dropAfterCommit' }];
    await drain();
    expect(await only()).toMatchObject({ state: 'uncertain', mark: ['0'] });
    await settled();
    expect([done(), await pane.line()]).toEqual([1, []]);
  });

  it('AC13 is repeated after the server’s time limit where there are none', async () => {
    await save();
    world.crm.faults = [{ kind: 'drop' }];
    await drain();
    world.clock.advance(60_000);
    await drain();
    expect(done()).toBe(0);
    await settled();
    expect([done(), await pane.line()]).toEqual([1, []]);
  });

  it('AC13 waits where somebody else has qualified it meanwhile', async () => {
    await save();
    world.crm.faults = [{ kind: 'drop' }];
    await drain();
    world.crm.edit('lead', fair.id, { statecode: 1, statuscode: 3 });
    await settled();
    expect([done(), waitingKind(await only())]).toEqual([0, 'unproved']);
  });

  it('AC13 did not take effect where the pane ended before it left', async () => {
    await save();
    world.crm.plugin = (_table, values) => ({ ...values, modifiedby: me });
    world.crm.during = (call) =>
      call === 'readRow' ? new Promise(() => undefined) : Promise.resolve();
    void drain();
    await until(() => world.crm.requests.some((request) => request.startsWith('readRow')));
    world.crash();
    world.crm.during = () => Promise.resolve();
    // Meanwhile the user has qualified it elsewhere.
    world.crm.edit('lead', fair.id, { statecode: 1, statuscode: 3, modifiedby: me });
    pane = await world.open();
    await settled();
    expect([done(), waitingKind(await only())]).toEqual([0, 'unproved']);
  });

  describe.each([
    ['nothing was to be made', none, true],
    ['what was made may not be read', all, false],
  ])('and %s', (_, becomes, tells) => {
    beforeEach(async () => {
      world.crm.tells = tells;
      await save(becomes);
    });

    it('AC13 is done where this user has qualified it', async () => {
      world.crm.plugin = (_table, values) => ({ ...values, modifiedby: me });
      world.crm.faults = [{ kind: 'dropAfterCommit' }];
      await drain();
      await settled();
      expect([done(), await pane.line()]).toEqual([1, []]);
    });

    it('AC6 AC13 waits where somebody else has changed it since', async () => {
      world.crm.faults = [{ kind: 'dropAfterCommit' }];
      await drain();
      await settled();
      expect([done(), waitingKind(await only())]).toEqual([1, 'unproved']);
    });

    it('AC13 is repeated where it is still open', async () => {
      world.crm.faults = [{ kind: 'drop' }];
      await drain();
      await settled();
      expect([done(), await pane.line()]).toEqual([1, []]);
    });
  });
});

describe('Qualifying a lead into what there is already', () => {
  const choose = async (choice: DuplicateChoice): Promise<void> => {
    const setting = duplicateSetting(pane.store);
    await setting.choose(choice);
    setting.stop();
  };
  beforeEach(() => {
    world.crm.twins = true;
  });

  it('AC14 waits as a duplicate, and is done all the same where the user says so', async () => {
    await save();
    await drain();
    const entry = await only();
    expect([entry.state, waitingKind(entry), done()]).toEqual(['duplicate', 'duplicate', 0]);
    await pane.outbox.retry(entry.seq, { allowDuplicates: true });
    await drain();
    expect([done(), await pane.line()]).toEqual([1, []]);
  });

  it('AC14 PB30 is done at once where the user has duplicates made', async () => {
    await choose('create');
    await save();
    await drain();
    expect([done(), await pane.line()]).toEqual([1, []]);
  });
});

it('AC15 What an action has made or changed besides its record is asked for once it is done', async () => {
  await save();
  world.crm.faults = [{ kind: 'dropAfterCommit' }];
  await drain();
  expect(world.spread).toBe(0);
  await settled();
  expect(world.spread).toBe(1);
  await pane.save({ kind: 'update', ref: fair, values: { companyname: 'Mills' } });
  await settled();
  expect(world.spread).toBe(1);
});
