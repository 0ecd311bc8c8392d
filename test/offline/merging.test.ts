import { beforeEach, describe, expect, it } from '@jest/globals';
import { mergedInto, mergeRows } from '../../src/domain/actions/merging';
import { shareRecord, accessRights } from '../../src/domain/actions/sharing';
import type { Change } from '../../src/domain/change';
import type { RowRef } from '../../src/domain/row';
import type { Values } from '../../src/domain/value';
import { waitingKind } from '../../src/domain/waiting';
import { lead } from './support/lead';
import { model } from './support/model';
import { type Pane, World } from './support/world';

const refOf = (n: number): RowRef => ({
  table: 'lead',
  id: `dddddddd-0000-4000-8000-00000000000${n}`,
});
const [kept, twin, third] = [refOf(1), refOf(2), refOf(3)];
const open = { statecode: 0, statuscode: 1, masterid: null };
const lookupOf = (ref: RowRef) => ({ ...ref, name: 'Kept' });

let world: World;
let pane: Pane;
beforeEach(async () => {
  world = new World();
  world.crm.model = { ...model, lead };
  pane = await world.open();
  for (const [ref, name] of [
    [kept, 'Kept'],
    [twin, 'Twin'],
    [third, 'Third'],
  ] as const)
    await world.given(pane, 'lead', ref.id, { name, companyname: name, ...open });
});

const merging = (givenUp = twin, stays = kept, taken: Values = {}): readonly Change[] =>
  mergeRows({ givenUp, stays: lookupOf(stays), taken, sameParents: false });
const edit = (ref: RowRef, companyname: string): Change => ({
  kind: 'update',
  ref,
  values: { companyname },
});
const drain = (): Promise<void> => pane.player.wake(true);
const settled = async (): Promise<void> => {
  for (let n = 0; n < 5 && (await pane.line()).length > 0; n++) {
    world.clock.advance(130_000);
    await drain();
  }
};
/** What was carried out, in order. */
const journal = () => world.crm.journal.map(({ kind, key }) => [kind, key.slice(-1)].join(' '));
const seqs = async () => (await pane.line()).map(({ seq }) => seq);

describe('Merging two records', () => {
  it('AC16 shows the one that is given up as closed and merged at once', async () => {
    await pane.save(...merging());
    expect(await pane.row(twin)).toMatchObject({ statecode: 2, statuscode: 7 });
    expect(mergedInto((await pane.row(twin)) ?? {})?.id).toBe(kept.id);
    expect(await pane.row(kept)).toMatchObject({ companyname: 'Kept', statecode: 0 });
    await drain();
    expect(await pane.line()).toEqual([]);
    expect(journal()).toEqual(['action 2']);
    expect(world.spread).toBe(1);
  });

  it('AC16 takes over what the user wants by a change of the other one, which goes first', async () => {
    await pane.save(...merging(twin, kept, { companyname: 'Twin' }));
    expect(await pane.row(kept)).toMatchObject({ companyname: 'Twin' });
    const [update, action] = await pane.line();
    expect(action?.dependsOn).toEqual([update?.seq]);
    await drain();
    expect(journal()).toEqual(['update 1', 'action 2']);
  });

  it('AC16 keeps what others have written meanwhile in what is taken over', async () => {
    await pane.save(...merging(twin, kept, { companyname: 'Twin' }));
    world.crm.edit('lead', kept.id, { companyname: 'Theirs' });
    await drain();
    const { receipts } = await pane.outbox.content();
    expect(receipts.map(({ overwrote }) => overwrote)).toContainEqual({ companyname: 'Theirs' });
  });

  it('AC3 waits where others have closed the one that is given up', async () => {
    await pane.save(...merging());
    world.crm.edit('lead', twin.id, { statecode: 1, statuscode: 3 });
    await drain();
    const [entry] = await pane.line();
    expect([entry?.state, journal()]).toEqual(['conflict', []]);
  });
});

describe('A merge whose answer was lost', () => {
  it('AC16 is done where the row says that it was given up', async () => {
    await pane.save(...merging());
    world.crm.faults = [{ kind: 'dropAfterCommit' }];
    await drain();
    await settled();
    expect([journal(), await pane.line()]).toEqual([['action 2'], []]);
  });

  it('AC16 is repeated after the server’s time limit where the row is as it was', async () => {
    await pane.save(...merging());
    world.crm.faults = [{ kind: 'drop' }];
    await drain();
    world.clock.advance(60_000);
    await drain();
    expect(journal()).toEqual([]);
    await settled();
    expect([journal(), await pane.line()]).toEqual([['action 2'], []]);
  });

  it('AC6 waits for the user where the row does not tell', async () => {
    await pane.save(...merging());
    world.crm.faults = [{ kind: 'dropAfterCommit' }];
    await drain();
    const { masterid: _hidden, ...values } = world.crm.get('lead', twin.id)?.values ?? {};
    world.crm.put('lead', twin.id, values);
    await settled();
    const [entry] = await pane.line();
    expect(entry && waitingKind(entry)).toBe('unproved');
  });
});

describe('A record that was given up', () => {
  const action = shareRecord({ table: 'team', id: '1', name: '' }, [accessRights.Read], false);
  it.each<[string, readonly Change[]]>([
    ['edited', [edit(twin, 'More')]],
    ['given a status', [{ kind: 'setState', ref: twin, values: { statecode: 0, statuscode: 1 } }]],
    ['acted on', [{ kind: 'action', ref: twin, action }]],
    ['merged once more', merging(twin, third)],
    ['what another one is given up for', merging(third, twin)],
  ])('ST15 cannot be %s', async (_, changes) => {
    await pane.save(...merging());
    await expect(pane.save(...changes)).rejects.toMatchObject({ problem: { code: 'merged' } });
    expect(await pane.line()).toHaveLength(1);
    await drain();
    await expect(pane.save(...changes)).rejects.toMatchObject({ problem: { code: 'merged' } });
    expect(await pane.line()).toEqual([]);
  });

  it('ST15 can be deleted, after it was given up', async () => {
    await pane.save(...merging());
    await pane.save({ kind: 'delete', ref: twin });
    await settled();
    expect(journal()).toEqual(['action 2', 'delete 2']);
  });

  it('ST15 is open again where the merge is discarded', async () => {
    await pane.save(...merging());
    const [seq = 0] = await seqs();
    await pane.outbox.discard(seq);
    expect(await pane.row(twin)).toMatchObject(open);
    await pane.save(edit(twin, 'More'));
    expect(await pane.row(twin)).toMatchObject({ companyname: 'More' });
  });
});

describe('The order of a merge', () => {
  it('DP8 is behind the earlier changes of both records', async () => {
    await pane.save(edit(kept, 'Kept too'));
    await pane.save(edit(twin, 'Twin too'));
    await pane.save(...merging());
    const [one, two, action] = await pane.line();
    expect([...(action?.dependsOn ?? [])].sort((a, b) => a - b)).toEqual([one?.seq, two?.seq]);
  });

  it('DP8 is before the later changes of the one that stays, and before its being given up itself', async () => {
    await pane.save(...merging());
    const [merge] = await seqs();
    await pane.save(edit(kept, 'Later'));
    await pane.save(...merging(kept, third));
    const [, update, second] = await pane.line();
    expect(update?.dependsOn).toEqual([merge]);
    expect(second?.dependsOn).toEqual(expect.arrayContaining([merge, update?.seq]));
  });

  it('DP8 holds with another one in front: of several that are given up for one, a later change waits for each', async () => {
    await pane.save(...merging(twin));
    await pane.save(...merging(third));
    const merges = await seqs();
    await pane.save(edit(kept, 'Later'));
    const update = (await pane.line()).at(-1);
    expect([...(update?.dependsOn ?? [])].sort((a, b) => a - b)).toEqual(merges);
  });

  it('DP8 keeps nothing back that comes after it is sent', async () => {
    await pane.save(...merging());
    await drain();
    await pane.save(edit(kept, 'Later'));
    expect((await pane.line()).map(({ dependsOn }) => dependsOn)).toEqual([[]]);
  });

  it('DP8 keeps back what is saved while it waits for the user', async () => {
    await pane.save(...merging());
    const failure = { status: 400, code: '0x80045316', message: 'Differently parented' };
    world.crm.faults = [{ kind: 'fail', failure }];
    await drain();
    await pane.save(edit(kept, 'Later'));
    await drain();
    expect((await pane.line()).map(({ state }) => state)).toEqual(['rejected', 'pending']);
  });
});

describe('Discarding a merge', () => {
  it('OB13 takes along what was taken over with it', async () => {
    await pane.save(...merging(twin, kept, { companyname: 'Twin' }));
    const [, seq = 0] = await seqs();
    expect(await pane.outbox.dependents(seq)).toEqual([]);
    await pane.outbox.discard(seq);
    expect(await pane.line()).toEqual([]);
    expect(await pane.row(kept)).toMatchObject({ companyname: 'Kept' });
  });

  it('OB13 leaves what was saved of the other one by itself', async () => {
    await pane.save(edit(kept, 'Mine'));
    await pane.save(...merging());
    const [, seq = 0] = await seqs();
    await pane.outbox.discard(seq);
    expect(await pane.row(kept)).toMatchObject({ companyname: 'Mine' });
    expect(await pane.line()).toHaveLength(1);
  });
});
