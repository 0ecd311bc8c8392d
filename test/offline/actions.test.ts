import { beforeEach, describe, expect, it } from '@jest/globals';
import { closeOpportunity, type OpportunityOutcome } from '../../src/domain/actions/closing';
import { accessRights, shareRecord, stopSharing } from '../../src/domain/actions/sharing';
import { runWorkflow } from '../../src/domain/actions/workflow';
import type { Change } from '../../src/domain/change';
import type { RowRef } from '../../src/domain/row';
import { waitingKind } from '../../src/domain/waiting';
import { lookupTo } from './support/crm';
import { model } from './support/model';
import { opportunity } from './support/opportunity';
import { ids, type Pane, World } from './support/world';

const deal = { table: 'opportunity', id: 'dddddddd-0000-4000-8000-000000000001' };
const contoso = { table: 'account', id: ids.contoso };
const activity = 'eeeeeeee-0000-4000-8000-00000000000a';
const open = { name: 'Deal', stepname: '1', statecode: 0, statuscode: 1, actualvalue: null };

const won: OpportunityOutcome = {
  id: activity,
  subject: 'Won it',
  description: '',
  status: 3,
  revenue: '12.50',
  closedOn: '2026-03-01',
  competitor: null,
};
const win = (ref: RowRef = deal, more: Partial<OpportunityOutcome> = {}): Change => ({
  kind: 'action',
  ref,
  action: closeOpportunity('winOpportunity', { ...won, ...more }),
});
const effects = {
  statecode: 1,
  statuscode: 3,
  actualvalue: '12.50',
  actualclosedate: '2026-03-01',
};

let world: World;
let pane: Pane;
beforeEach(async () => {
  world = new World();
  world.crm.model = { ...model, opportunity };
  pane = await world.open();
  await world.given(pane, 'opportunity', deal.id, open);
});

const drain = async (): Promise<void> => {
  await pane.player.wake(true);
};
/** How often the CRM has done an action. */
const done = (): number => world.crm.journal.filter(({ kind }) => kind === 'action').length;
const receipt = async () => {
  const [newest] = (await pane.outbox.content()).receipts;
  if (newest === undefined) throw new Error('Nothing was sent');
  return newest;
};
const only = async () => {
  const [entry] = await pane.line();
  if (entry === undefined) throw new Error('The outbox is empty');
  return entry;
};
const settled = async (): Promise<void> => {
  for (let n = 0; n < 5 && (await pane.line()).length > 0; n++) {
    world.clock.advance(130_000);
    await drain();
  }
};

describe('Saving an action', () => {
  it('AC1 shows what it makes of the record at once, and keeps what it is given', async () => {
    await pane.save(win());
    expect(await pane.row(deal)).toMatchObject(effects);
    expect(await only()).toMatchObject({
      kind: 'action',
      action: { name: 'winOpportunity', params: { subject: 'Won it', activityid: activity } },
      values: effects,
      before: { statecode: 0, statuscode: 1, actualvalue: null, actualclosedate: null },
    });
  });

  it('AC1 keeps an action whose effects show already', async () => {
    await pane.save(win());
    await pane.save(win(deal, { id: 'eeeeeeee-0000-4000-8000-00000000000b' }));
    expect((await pane.line()).map(({ values }) => values)).toEqual([effects, {}]);
  });

  it('AC1 gives the record back what it was, where it is discarded', async () => {
    await pane.save(win());
    await pane.outbox.discard((await only()).seq);
    expect(await pane.row(deal)).toMatchObject(open);
    expect(await pane.line()).toEqual([]);
  });

  it('AC2 waits for the create of a record that it is given', async () => {
    const rival = { table: 'account', id: ids.fabrikam };
    await pane.save({ kind: 'create', ref: rival, values: { name: 'Rival' } });
    await pane.save(win(deal, { competitor: { ...rival, name: 'Rival' } }));
    const [create, action] = await pane.line();
    expect(action?.dependsOn).toEqual([create?.seq]);
    const existing = await world.given(pane, 'account', contoso.id, { name: 'Contoso' });
    const seq = create?.seq ?? 0;
    const relink = { ...existing, name: 'Contoso' };
    await pane.outbox.discard(seq, { dependents: { relink } });
    expect((await only()).action?.params['competitor']).toEqual(relink);
  });
});

describe('Sending an action', () => {
  it('AC3 reads its record, goes alone, and takes what the CRM answers', async () => {
    await pane.save({ kind: 'update', ref: deal, values: { stepname: '2' } });
    await pane.save(win());
    await pane.save({ kind: 'update', ref: deal, values: { stepname: '3' } });
    world.crm.requests.length = 0;
    await drain();
    expect(await pane.line()).toEqual([]);
    expect(world.crm.requests.filter((request) => !request.startsWith('whoAmI'))).toEqual([
      `write opportunity:${deal.id}`,
      `readRow opportunity:${deal.id}`,
      `write opportunity:${deal.id}`,
      `write opportunity:${deal.id}`,
    ]);
    expect(world.crm.get('opportunity', deal.id)?.values).toMatchObject({
      ...effects,
      stepname: '3',
    });
  });

  it('AC3 goes though others have changed something else', async () => {
    await pane.save(win());
    world.crm.edit('opportunity', deal.id, { stepname: 'theirs' });
    await drain();
    expect(await pane.row(deal)).toMatchObject({ ...effects, stepname: 'theirs' });
  });

  it.each(['mine', 'ask'] as const)(
    'AC3 waits where others have closed the record, with %s',
    async (all) => {
      world.policies = { all, tables: {} };
      await pane.save(win());
      world.crm.edit('opportunity', deal.id, { statecode: 2, statuscode: 4 });
      await drain();
      expect(done()).toBe(0);
      const entry = await only();
      expect(entry).toMatchObject({ state: 'conflict', theirs: { values: { statecode: 2 } } });
      expect(waitingKind(entry)).toBe('conflict');
    },
  );

  it('AC3 gives way where the CRM wins', async () => {
    world.policies = { all: 'server', tables: {} };
    await pane.save(win());
    world.crm.edit('opportunity', deal.id, { statecode: 2, statuscode: 4 });
    await drain();
    expect(await pane.line()).toEqual([]);
    expect(done()).toBe(0);
    expect(await pane.row(deal)).toMatchObject({ statecode: 2, statuscode: 4 });
  });

  it('AC4 is done all the same, or not at all, as the user says', async () => {
    await pane.save(win());
    world.crm.edit('opportunity', deal.id, { statecode: 2, statuscode: 4 });
    await drain();
    const { seq } = await only();
    await pane.outbox.resolve(seq, 'all');
    await settled();
    // The CRM closes nothing twice.
    expect(await only()).toMatchObject({ state: 'rejected' });
    world.crm.edit('opportunity', deal.id, { statecode: 0, statuscode: 1 });
    await pane.outbox.retry(seq);
    await drain();
    await pane.outbox.resolve(seq, ['statecode']);
    await settled();
    expect(done()).toBe(0);
    expect(await pane.row(deal)).toMatchObject({ statecode: 0, actualvalue: null });
  });
});

describe('An action whose answer was lost', () => {
  it('AC5 AC10 is done where its activity is there, and is not repeated', async () => {
    await pane.save(win());
    world.crm.faults = [{ kind: 'dropAfterCommit' }];
    await drain();
    expect(await only()).toMatchObject({ state: 'uncertain', lost: true });
    await settled();
    expect([done(), await pane.line()]).toEqual([1, []]);
  });

  it('AC5 is repeated where it is not, after the server’s time limit', async () => {
    await pane.save(win());
    world.crm.faults = [{ kind: 'drop' }];
    await drain();
    world.clock.advance(60_000);
    await drain();
    expect([done(), (await only()).state]).toEqual([0, 'uncertain']);
    await settled();
    expect([done(), await pane.line()]).toEqual([1, []]);
  });

  it('AC5 counts the limit from when the request left, not from when its record began to be read', async () => {
    await pane.save(win());
    world.crm.during = (call) => {
      if (call === 'readRow') world.clock.jump(100_000);
      return Promise.resolve();
    };
    world.crm.faults = [{ kind: 'drop' }];
    const before = world.clock.now();
    await drain();
    expect((await only()).sentAt).toBe(before + 100_000);
  });

  it('AC6 waits for the user where the CRM does not tell', async () => {
    await pane.save(win());
    world.crm.tells = false;
    world.crm.faults = [{ kind: 'dropAfterCommit' }];
    await drain();
    await settled();
    const entry = await only();
    expect([entry.state, waitingKind(entry), done()]).toEqual(['conflict', 'unproved', 1]);
    await pane.outbox.decide({ answer: 'done', entries: [entry], along: [] });
    await settled();
    expect([done(), await pane.line()]).toEqual([1, []]);
    expect(await receipt()).toMatchObject({ result: 'confirmed' });
    expect(await pane.row(deal)).toMatchObject(effects);
  });

  it('AC6 is done once more where the user wants that', async () => {
    await pane.save(win());
    world.crm.tells = false;
    world.crm.faults = [{ kind: 'drop' }];
    await drain();
    await settled();
    const entry = await only();
    expect([waitingKind(entry), done()]).toEqual(['unproved', 0]);
    await pane.outbox.decide({ answer: 'repeat', entries: [entry], along: [] });
    await settled();
    expect([done(), await pane.line()]).toEqual([1, []]);
  });

  it('AC7 is done where it was repeated on its way and refused for that', async () => {
    await pane.save(win());
    world.crm.faults = [{ kind: 'repeated' }];
    await drain();
    expect([done(), await pane.line()]).toEqual([1, []]);
    expect(await receipt()).toMatchObject({ result: 'verified' });
  });

  it('AC7 is refused with the CRM’s words where it did nothing', async () => {
    await pane.save(win());
    const failure = { status: 400, code: '0x80040265', message: 'No' };
    world.crm.faults = [{ kind: 'fail', failure }];
    await drain();
    expect(await only()).toMatchObject({ state: 'rejected', lastError: { message: 'No' } });
  });
});

describe('An action that leaves no trace of its own', () => {
  const workflow = { table: 'workflow', id: 'abababab-0000-4000-8000-000000000001', name: 'Warn' };
  const run: Change = { kind: 'action', ref: deal, action: runWorkflow(workflow) };

  it('AC11 is a run of a workflow: it is done where there is one that was not there before', async () => {
    world.crm.runs.push(`${workflow.id} ${deal.id}`);
    await pane.save(run);
    world.crm.faults = [{ kind: 'dropAfterCommit' }];
    await drain();
    expect((await only()).mark).toEqual(['0']);
    await settled();
    expect([done(), await pane.line()]).toEqual([1, []]);
  });

  it('AC11 is repeated where there is no other one', async () => {
    world.crm.runs.push(`${workflow.id} ${deal.id}`);
    await pane.save(run);
    world.crm.faults = [{ kind: 'drop' }];
    await drain();
    await settled();
    expect([done(), await pane.line()]).toEqual([1, []]);
  });

  it.each(['drop', 'dropAfterCommit'] as const)(
    'AC11 waits for the user where runs cannot be read, after a %s',
    async (kind) => {
      world.crm.tells = false;
      await pane.save(run);
      world.crm.faults = [{ kind }];
      await drain();
      await settled();
      const entry = await only();
      expect([waitingKind(entry), done()]).toEqual(['unproved', kind === 'drop' ? 0 : 1]);
    },
  );

  it('AC6 is sharing, which is repeated after the time limit: twice is the same as once', async () => {
    const principal = { table: 'team', id: 'abababab-0000-4000-8000-000000000002', name: 'Sales' };
    const action = shareRecord(principal, [accessRights.Read], false);
    await pane.save({ kind: 'action', ref: deal, action });
    await pane.save({ kind: 'action', ref: deal, action: stopSharing(principal) });
    world.crm.faults = [{ kind: 'dropAfterCommit' }];
    await drain();
    world.clock.advance(60_000);
    await drain();
    expect(done()).toBe(1);
    await settled();
    expect([done(), await pane.line()]).toEqual([3, []]);
  });

  it('AC3 goes whatever others have changed of the record', async () => {
    await pane.save(run);
    world.crm.edit('opportunity', deal.id, { statecode: 2, stepname: 'theirs' });
    await drain();
    expect([done(), await pane.line()]).toEqual([1, []]);
  });
});

it('AC8 What an action did is not taken back', async () => {
  await pane.save(win());
  await drain();
  await expect(pane.undo(await receipt(), 'all')).rejects.toMatchObject({
    problem: { code: 'gone' },
  });
  expect(await pane.line()).toEqual([]);
});

it('AC9 An action of a newer version is kept, shown as unreadable and never sent', async () => {
  await pane.save(win());
  const { db } = pane.store;
  await db.transaction('rw', ['outbox'], async ({ outbox }) => {
    const [stored] = await outbox.toArray();
    if (stored === undefined) throw new Error('The outbox is empty');
    const body = stored.body as object;
    await outbox.bulkPut([{ ...stored, body: { ...body, action: { name: 'later', params: {} } } }]);
  });
  await drain();
  expect(await only()).toMatchObject({ state: 'unreadable', kind: 'update', values: {} });
  expect(done()).toBe(0);
});

it('AC9 An action is stored so that a version that knows none keeps it', async () => {
  await pane.save(win());
  const [stored] = await pane.store.db.outbox.toArray();
  // The first version reads what is at most 1, and of the kinds it knows.
  expect(stored).toMatchObject({ v: 2, keys: { kind: 'update' } });
  await drain();
  expect((await pane.store.db.receipts.toArray()).map(({ v }) => v)).toEqual([2]);
});

it('AC2 An action on a new record waits for its create', async () => {
  const ref = { table: 'opportunity', id: 'dddddddd-0000-4000-8000-000000000002' };
  await world.given(pane, 'account', contoso.id, { name: 'Contoso' });
  const customerid = lookupTo(contoso, 'Contoso');
  world.crm.plugin = (_table, values) => ({ statecode: 0, statuscode: 1, ...values });
  await pane.save({ kind: 'create', ref, values: { name: 'New', customerid } });
  await pane.save(win(ref));
  await settled();
  expect([done(), await pane.line()]).toEqual([1, []]);
});
