import { describe, expect, it } from '@jest/globals';
import { backToOrganization, choiceOf } from '../../src/domain/back-to-organization';
import type { Trip } from '../../src/domain/trip';
import { freeName } from '../../src/taskpane/trips/draft';

const usual: Trip = { name: 'My records', on: true, tables: {}, others: { rows: 'mine' } };
const region: Trip = { ...usual, name: 'Region', on: false, others: { rows: 'team' } };
const fair: Trip = { ...usual, name: 'Fair', tables: { account: { rows: 'all' } } };
const organization = [usual, region];
const back = (...trips: Trip[]) => backToOrganization(trips, organization, freeName);

describe('going back to the organisation’s trips', () => {
  it('SE22 has them as the organisation does, and those of the user’s own behind them, off', () => {
    expect(back({ ...usual, on: false }, fair, region)).toEqual([
      ...organization,
      { ...fair, on: false },
    ]);
    expect(back(fair)).toEqual([...organization, { ...fair, on: false }]);
  });

  it('SE22 keeps what the user made of one of the organisation’s, or calls by its name, under another one', () => {
    const changed = { ...usual, tables: { task: { rows: 'all' } } } as const;
    const named = { ...fair, name: 'My records' };
    expect(back(changed, named).slice(2)).toEqual([
      { ...changed, name: 'My records 2', on: false },
      { ...named, name: 'My records 3', on: false },
    ]);
  });

  it('SE22 is the same where it is done twice', () => {
    const once = back(fair, { ...usual, others: { rows: 'all' } });
    expect(back(...once)).toEqual(once);
  });

  it('SE22 follows the organisation where the user has no trips of their own', () => {
    expect(choiceOf(back({ ...region, on: true }), organization)).toBeNull();
    expect(choiceOf(back(fair), organization)?.trips).toHaveLength(3);
  });
});
