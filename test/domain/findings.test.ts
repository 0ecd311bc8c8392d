import { describe, expect, it } from '@jest/globals';
import { estimate } from '../../src/domain/estimate';
import { type Choice, type Finding, findingsIn } from '../../src/domain/findings';
import type { Depth } from '../../src/domain/rights';
import type { RowChoice, Trip } from '../../src/domain/trip';
import { model } from '../offline/support/model';

const nothing = estimate([], { start: 0, request: 0, store: 0 });
const depths: Record<string, Depth> = Object.fromEntries(
  Object.values(model).map(({ privileges }) => [privileges.Read ?? '', 'Global']),
);
const trip = (
  tables: Readonly<Record<string, RowChoice>>,
  others: RowChoice = 'none',
  on = true,
): Trip => ({
  name: 'Fair',
  on,
  others: { rows: others },
  tables: Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, { rows }])),
});

const found = (trips: readonly Trip[], more: Partial<Choice> = {}): Finding[] =>
  findingsIn({
    model,
    rights: { userId: '', depths },
    trips,
    estimate: nothing,
    spaceLeft: 1_000_000,
    filled: null,
    views: {},
    ...more,
  });

describe('what is worth knowing of a choice of rows', () => {
  it('GO4 is nothing where all that kept rows refer to comes along', () => {
    expect(found([trip({}, 'mine')])).toEqual([]);
    expect(found([trip({ currency: 'all' })])).toEqual([]);
    expect(
      found([trip({ account: 'mine' }), trip({ contact: 'related', currency: 'all' })]),
    ).toEqual([]);
  });

  it('GO4 are the tables that kept rows refer to and of which none is kept', () => {
    const leftOut = (tables: string[]) => [{ kind: 'leftOut', tables }];
    expect(found([trip({ account: 'mine' })])).toEqual(leftOut(['contact', 'currency']));
    expect(found([trip({ task: 'all', account: 'related' })])).toEqual(
      leftOut(['contact', 'currency']),
    );
    expect(found([trip({ account: 'mine' }), trip({}, 'all', false)])).toEqual(
      leftOut(['contact', 'currency']),
    );
  });

  it('GO4 is no table that the user may not read', () => {
    const { prvReadcontact, ...others } = depths;
    expect(prvReadcontact).toBe('Global');
    const rights = { userId: '', depths: others };
    expect(found([trip({ account: 'mine', currency: 'all' })], { rights })).toEqual([]);
  });

  it('GO4 is that nothing is chosen, and then no more', () => {
    const only = [{ kind: 'nothingChosen' }];
    expect(found([])).toEqual(only);
    expect(found([trip({}, 'all', false)])).toEqual(only);
    expect(found([trip({ account: 'related' })])).toEqual(only);
  });

  it('GO4 is a filter of a trip that keeps nothing, not one that nobody has chosen', () => {
    const empty = { ...nothing, empty: ['account', 'task'] };
    expect(found([trip({ task: 'mine' }, 'mine')], { estimate: empty })).toEqual([
      { kind: 'matchesNothing', tables: ['task'] },
    ]);
  });

  it('GO4 is that the last download filled the storage, unless less is chosen now', () => {
    const before = [trip({ account: 'all' }, 'mine')];
    const filled = { rows: 240_312, used: 9_800_000_000, trips: before };
    const told = [{ kind: 'filled', rows: 240_312, used: 9_800_000_000 }];
    expect(found(before, { filled })).toEqual(told);
    expect(found([...before, trip({ contact: 'all' })], { filled })).toEqual(told);
    expect(found([trip({}, 'mine')], { filled })).toEqual([]);
  });

  it('GO4 is a source that finds nothing, by the name of its trip', () => {
    const around = { ...trip({}, 'related'), source: { kind: 'diary', days: 7 } } as const;
    const diary = { ...model['task']!, name: 'appointment' };
    expect(
      found([around], {
        model: { ...model, appointment: diary },
        estimate: { ...nothing, foundNothing: ['Fair'] },
      }),
    ).toContainEqual({ kind: 'foundNothing', trips: ['Fair'] });
  });

  it('GO4 is what cannot be used, with the table and the first trip that names it', () => {
    const view = { kind: 'savedquery', id: 'v', name: 'Active' } as const;
    const gone = { column: 'gone', operator: 'eq', values: ['x'] } as const;
    const narrow: Trip = {
      ...trip({}, 'all'),
      name: 'Narrow',
      tables: {
        account: { rows: 'all', view },
        task: { rows: 'mine', conditions: { join: 'and', list: [gone] } },
      },
    };
    const held = [
      {
        table: model['account'],
        unusable: { kind: 'view', view, problem: 'gone' },
        trip: 'Narrow',
      },
      {
        table: model['task'],
        unusable: { kind: 'condition', condition: gone, problem: 'column' },
        trip: 'Narrow',
      },
    ];
    const kept = { views: { v: null } };
    const trips = [trip({ contact: 'all' }), narrow];
    expect(found(trips, kept)).toEqual([{ kind: 'held', held }]);
    // What was asked just now is newer.
    const asked = { id: 'v', kind: 'savedquery', name: 'Active', table: 'account' } as const;
    const views = { v: { ...asked, condition: 'statecode eq 0' } };
    expect(found(trips, { ...kept, estimate: { ...nothing, views } })).toEqual([
      { kind: 'held', held: held.slice(1) },
    ]);
    expect(found([{ ...narrow, on: false }, trip({}, 'all')], kept)).toEqual([]);
    // Another trip that keeps all of the table makes the filter needless.
    expect(found([narrow, trip({}, 'all')], kept)).toEqual([]);
  });

  it('GO4 is how many files are too large to come', () => {
    const tooLarge = { count: 2, size: 16_000_000 };
    const attachments = { count: 5, size: 100, tooLarge };
    expect(found([trip({}, 'all')], { estimate: { ...nothing, attachments } })).toEqual([
      { kind: 'filesTooLarge', ...tooLarge },
    ]);
  });

  it('GO4 is what does not find room, as far as both are known', () => {
    const huge = { ...nothing, bytes: 1_000_001 };
    const all = [trip({}, 'all')];
    expect(found(all, { estimate: huge })).toEqual([
      { kind: 'tooMuch', needed: 1_000_001, left: 1_000_000 },
    ]);
    expect(found(all, { estimate: { ...huge, bytes: 1_000_000 } })).toEqual([]);
    expect(found(all, { estimate: huge, spaceLeft: null })).toEqual([]);
    expect(found(all, { estimate: null })).toEqual([]);
  });
});
