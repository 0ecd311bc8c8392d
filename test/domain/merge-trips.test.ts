import { describe, expect, it } from '@jest/globals';
import { mergeTrips } from '../../src/domain/merge-trips';
import { type RowChoice, type Trip, usualTrip } from '../../src/domain/trip';

const trip = (name: string, rows: RowChoice): Trip => ({ ...usualTrip, name, others: { rows } });
const base = [trip('Mine', 'mine'), trip('Fair', 'team')];
const [mine, fair] = base as [Trip, Trip];
const tour = trip('Tour', 'all');
const wide = trip('Fair', 'all');
const off = { ...mine, on: false };

describe('trips that were changed in two windows', () => {
  it('SE27 have both changes', () => {
    expect(mergeTrips(base, [off, fair], [mine, wide])).toEqual({
      trips: [off, wide],
      overridden: [],
    });
  });

  it('SE27 keep those that were added in the one, and lack those that were deleted in the other', () => {
    expect(mergeTrips(base, [...base, tour], [fair]).trips).toEqual([fair, tour]);
    expect(mergeTrips(base, [fair], [...base, tour]).trips).toEqual([fair, tour]);
    expect(mergeTrips(base, [fair], [fair]).trips).toEqual([fair]);
  });

  it('SE27 have the change of the window that saves where both changed the same, and name it', () => {
    const team = trip('Fair', 'mine');
    expect(mergeTrips(base, [mine, team], [mine, wide])).toEqual({
      trips: [mine, team],
      overridden: ['Fair'],
    });
    expect(mergeTrips(base, [mine, team], [mine])).toEqual({
      trips: [mine, team],
      overridden: ['Fair'],
    });
    expect(mergeTrips(base, [mine], [mine, wide])).toEqual({
      trips: [mine],
      overridden: ['Fair'],
    });
    expect(mergeTrips(base, [...base, tour], [...base, trip('Tour', 'mine')])).toEqual({
      trips: [...base, tour],
      overridden: ['Tour'],
    });
  });

  it('SE27 name nothing where both have made the same of it', () => {
    expect(mergeTrips(base, [off, wide], [off, wide])).toEqual({
      trips: [off, wide],
      overridden: [],
    });
    expect(mergeTrips(base, [fair], [wide])).toEqual({ trips: [wide], overridden: [] });
  });
});
