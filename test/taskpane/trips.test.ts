import { describe, expect, it } from '@jest/globals';
import { type Trip, usualTrip } from '../../src/domain/trip';
import {
  changedTables,
  effectOf,
  firstWrong,
  lacksDiary,
  named,
  nameProblem,
  withCopy,
  withDiary,
  withNew,
  withPeople,
  withSource,
  withTemplate,
  withFilter,
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
    const trips = withCopy([mine], withFilter(mine, 'account', { rows: 'all' }));
    expect(names(withCopy(trips, mine))).toEqual([
      'My records',
      'My records, copy',
      'My records, copy 2',
    ]);
    expect(trips[1]?.tables).toEqual({ account: { rows: 'all' } });
  });

  it('change the tables of which they keep other rows together', () => {
    const fair = withFilter({ ...mine, name: 'Fair' }, 'account', { rows: 'all' });
    expect(changedTables(tables, [mine], [mine, fair])).toBe(1);
    expect(changedTables(tables, [mine], [mine, { ...fair, on: false }])).toBe(0);
    expect(changedTables(tables, [mine], [])).toBe(tables.length);
  });

  it('change the notes where they come along with the records of other tables', () => {
    const out = withFilter(mine, 'account', { rows: 'mine', notes: false });
    expect(changedTables(tables, [mine], [out])).toBe(1);
    expect(changedTables(tables, [mine], [out, { ...mine, name: 'Fair' }])).toBe(0);
    const none = withFilter(mine, 'annotation', { rows: 'none' });
    const along = withFilter(none, 'account', { rows: 'mine', notes: true });
    expect(changedTables(tables, [none], [along])).toBe(1);
    expect(
      changedTables(tables, [mine], [withFilter(mine, 'task', { rows: 'mine', notes: false })]),
    ).toBe(0);
  });

  it('change the tables of which they bring other files', () => {
    const bringing = { ...mine, attachments: true };
    expect(changedTables(tables, [mine], [bringing])).toBe(1);
    expect(changedTables(tables, [bringing], [{ ...bringing, name: 'Renamed' }])).toBe(0);
    expect(changedTables(tables, [mine], [{ ...mine, attachments: false }])).toBe(0);
  });

  it('get one that keeps what a source brings, and what that refers to', () => {
    const trips = withSource([mine], 'My diary', { kind: 'diary', days: 7 });
    expect(trips[1]).toMatchObject({ name: 'My diary', on: true, others: { rows: 'related' } });
    expect(changedTables(tables, [mine], trips)).toBe(4);
    expect(effectOf(tables, [], trips.slice(1))).toContain('at the next sync');
    expect(effectOf(tables, [], [{ ...mine, others: { rows: 'related' } }])).toContain('Nothing');
    expect(names(withSource(trips, 'My diary', { kind: 'diary', days: 7 }))[2]).toBe('My diary 2');
  });

  it('get one around the diary, where there is none and appointments may be read', () => {
    const trips = withDiary([mine]);
    expect(trips[1]).toMatchObject({ name: 'My diary', source: { kind: 'diary', days: 7 } });
    const readable = [...tables, { ...fakeModel['task']!, name: 'appointment' }];
    expect(lacksDiary([mine], readable)).toBe(true);
    expect(lacksDiary(trips, readable)).toBe(false);
    expect(lacksDiary([{ ...trips[1]!, on: false }], readable)).toBe(false);
    expect(
      lacksDiary(
        [mine],
        tables.filter(({ name }) => name !== 'appointment'),
      ),
    ).toBe(false);
  });

  it('get one around the people of an item, under a name that tells which', () => {
    const trips = withPeople(withPeople([mine], 'Offer', ['a@x.example']), 'Offer', [
      'b@x.example',
    ]);
    expect(names(trips)).toEqual(['My records', 'People of “Offer”', 'People of “Offer” 2']);
    expect(trips[2]).toMatchObject({
      on: true,
      source: { kind: 'people', addresses: ['b@x.example'] },
    });
  });

  it('get one from a template, on and under a name of its own', () => {
    const template = {
      name: 'My records',
      on: false,
      tables: {},
      others: { rows: 'team' },
    } as const;
    expect(withTemplate([mine], template)).toEqual([
      mine,
      { ...template, on: true, name: 'My records 2' },
    ]);
  });

  it('change a table too whose conditions change, unless another trip keeps all of it anyway', () => {
    const where = (value: string) =>
      withFilter({ ...mine, name: 'Fair' }, 'account', {
        rows: 'all',
        conditions: { join: 'and', list: [{ column: 'name', operator: 'eq', values: [value] }] },
      });
    expect(changedTables(tables, [mine, where('a')], [mine, where('b')])).toBe(1);
    const all = withFilter(mine, 'account', { rows: 'all' });
    expect(changedTables(tables, [all, where('a')], [all, where('b')])).toBe(0);
  });

  it('cannot be saved with a name or a condition that is not complete', () => {
    const where = (column: string, ...values: string[]) =>
      withFilter(mine, 'account', {
        rows: 'all',
        conditions: { join: 'and', list: [{ column, operator: 'eq', values }] },
      });
    expect(firstWrong([mine, { ...where('name'), name: '' }], tables)).toEqual({
      index: 1,
      field: 'name',
    });
    expect(firstWrong([where('name')], tables)).toEqual({ index: 0, field: 'condition' });
    expect(firstWrong([where('name', 'Contoso')], tables)).toBeNull();
    // Of what cannot be mended by completing it, the user decides.
    expect(firstWrong([where('gone')], tables)).toBeNull();
  });

  it('keep nothing where there is only what kept rows would refer to', () => {
    const effect = (...trips: Trip[]) => effectOf(tables, [mine], trips);
    const nothing = 'Nothing is chosen: all records leave at the next sync.';
    expect(effect({ ...mine, on: false })).toBe(nothing);
    expect(effect({ ...mine, others: { rows: 'related' } })).toBe(nothing);
    expect(effect(mine)).toBe('What is kept stays the same.');
    expect(effect(withFilter(mine, 'account', { rows: 'all' }))).toBe(
      '1 table changes at the next sync.',
    );
  });

  it('need names that tell them apart', () => {
    const trips = [mine, { ...mine, name: ' my Records ' }, { ...mine, name: ' ' }];
    expect(trips.map((_, index) => nameProblem(trips, index))).toEqual([
      'Another trip has this name.',
      'Another trip has this name.',
      'Enter a name.',
    ]);
    expect(nameProblem([mine], 0)).toBeNull();
  });
});
