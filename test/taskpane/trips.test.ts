import { describe, expect, it } from '@jest/globals';
import { type Trip, usualTrip } from '../../src/domain/trip';
import {
  changedTables,
  effectOf,
  named,
  nameProblem,
  withCopy,
  withNew,
  withRows,
} from '../../src/taskpane/trips/draft';
import { fakeModel } from './support/fake-model';

const tables = Object.values(fakeModel);
const [mine] = named([usualTrip]) as [Trip];
const names = (trips: readonly Trip[]) => trips.map(({ name }) => name);

describe('the trips that are being chosen', () => {
  it('call what nobody has named by its usual name', () => {
    expect(names(named([usualTrip, { ...usualTrip, name: 'Fair' }]))).toEqual([
      'My records',
      'Fair',
    ]);
  });

  it('get one more that keeps nothing yet, under a name of its own', () => {
    const trips = withNew(withNew([mine]));
    expect(names(trips)).toEqual(['My records', 'New trip', 'New trip 2']);
    expect(trips[2]).toMatchObject({ on: true, others: { rows: 'none' } });
    expect(changedTables(tables, [mine], trips)).toBe(0);
  });

  it('get a copy under a name of its own', () => {
    const trips = withCopy([mine], withRows(mine, 'account', 'all'));
    expect(names(withCopy(trips, mine))).toEqual([
      'My records',
      'My records, copy',
      'My records, copy 2',
    ]);
    expect(trips[1]?.tables).toEqual({ account: { rows: 'all' } });
  });

  it('change the tables of which they keep other rows together', () => {
    const fair = withRows({ ...mine, name: 'Fair' }, 'account', 'all');
    expect(changedTables(tables, [mine], [mine, fair])).toBe(1);
    expect(changedTables(tables, [mine], [mine, { ...fair, on: false }])).toBe(0);
    expect(changedTables(tables, [mine], [])).toBe(tables.length);
  });

  it('keep nothing where there is only what kept rows would refer to', () => {
    const effect = (...trips: Trip[]) => effectOf(tables, [mine], trips);
    const nothing = 'Nothing is chosen: all records leave at the next sync.';
    expect(effect({ ...mine, on: false })).toBe(nothing);
    expect(effect({ ...mine, others: { rows: 'related' } })).toBe(nothing);
    expect(effect(mine)).toBe('What is kept stays the same.');
    expect(effect(withRows(mine, 'account', 'all'))).toBe('1 table changes at the next sync.');
  });

  it('need names that tell them apart', () => {
    const trips = [mine, { ...mine, name: ' My records ' }, { ...mine, name: ' ' }];
    expect(trips.map((_, index) => nameProblem(trips, index))).toEqual([
      'Another trip has this name.',
      'Another trip has this name.',
      'Enter a name.',
    ]);
    expect(nameProblem([mine], 0)).toBeNull();
  });
});
