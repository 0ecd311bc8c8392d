import { describe, expect, it } from '@jest/globals';
import { areAlong, canComeAlong, tripsAround, withTheirTrip } from '../../src/domain/people-along';
import type { Trip } from '../../src/domain/trip';
import { fakeModel } from '../taskpane/support/fake-model';

const tables = Object.values(fakeModel);
const around = (name: string, addresses: readonly string[], more: Partial<Trip> = {}): Trip => ({
  name,
  on: true,
  tables: {},
  others: { rows: 'related' },
  source: { kind: 'people', addresses },
  ...more,
});
const names = (trips: readonly Trip[] | null) =>
  trips && trips.filter(({ on }) => on).map(({ name }) => name);

describe('the people of an item', () => {
  it('SE24 come along where trips that are on bring each of them', () => {
    const both = around('Both', ['a@x.example', 'b@x.example']);
    expect(areAlong([both], tables, ['a@x.example'])).toBe(true);
    expect(areAlong([both], tables, ['a@x.example', 'c@x.example'])).toBe(false);
    expect(
      areAlong([both, around('C', ['c@x.example'])], tables, ['a@x.example', 'c@x.example']),
    ).toBe(true);
    expect(areAlong([{ ...both, on: false }], tables, ['a@x.example'])).toBe(false);
    expect(areAlong([], tables, ['a@x.example'])).toBe(false);
  });

  it('SE24 do not come along with a diary, nor where their trip keeps none of their table', () => {
    const diary = around('Diary', [], { source: { kind: 'diary', days: 7 } });
    const companies = around('A', ['a@x.example'], { tables: { contact: { rows: 'none' } } });
    expect(areAlong([diary], tables, ['a@x.example'])).toBe(false);
    expect(areAlong([companies], tables, ['a@x.example'])).toBe(false);
  });

  it('SE24 come along where the user may read a table of those that have addresses', () => {
    expect(canComeAlong(tables)).toBe(true);
    expect(canComeAlong(tables.filter(({ name }) => name === 'task'))).toBe(false);
  });

  it('SE24 are named with the trips that are on around any of them', () => {
    const trips = [
      around('A', ['a@x.example']),
      around('Off', ['a@x.example'], { on: false }),
      around('Others', ['c@x.example']),
      around('B', ['b@x.example', 'c@x.example']),
    ];
    expect(names(tripsAround(trips, ['a@x.example', 'b@x.example']))).toEqual(['A', 'B']);
  });

  it('SE24 come along again with the first trip of theirs that is switched on', () => {
    const trips = [
      around('Fewer', ['a@x.example'], { on: false }),
      around('All', ['a@x.example', 'b@x.example'], { on: false }),
      around('Too', ['a@x.example', 'b@x.example'], { on: false }),
    ];
    const addresses = ['a@x.example', 'b@x.example'];
    expect(names(withTheirTrip(trips, tables, addresses))).toEqual(['All']);
    expect(withTheirTrip(trips.slice(0, 1), tables, addresses)).toBeNull();
  });
});
