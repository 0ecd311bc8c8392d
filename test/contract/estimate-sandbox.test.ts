import { afterEach, describe, expect, it } from '@jest/globals';
import { type Trip, usualTrip } from '../../src/domain/trip';
import { type Computer, openComputer } from './sandbox-computer';

let computer: Computer;
afterEach(() => computer.close());

const all: Trip = { ...usualTrip, name: 'All', others: { rows: 'all' } };

describe('An estimate before the sandbox', () => {
  it.each([
    ['demo', 'dana'],
    ['demo', 'omar'],
    ['large:3000', 'dana'],
  ])(
    'GO1 is within a fifth of what comes, in rows and bytes: %s, %s',
    async (seed, user) => {
      computer = await openComputer(seed, user);
      for (const trip of [usualTrip, all, usualTrip]) {
        const { estimated, came } = await computer.sync(trip);
        expect(came.phase).toBe('done');
        expect(Math.abs(estimated.rows - came.rows.length)).toBeLessThanOrEqual(
          0.2 * came.rows.length,
        );
        // Of next to nothing, a fifth is nothing.
        const fifth = Math.max(20_000, 0.2 * came.bytes);
        expect(Math.abs(estimated.bytes - came.bytes)).toBeLessThan(fifth);
      }
    },
    60_000,
  );
});
