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
