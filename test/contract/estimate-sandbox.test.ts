import { afterEach, describe, expect, it } from '@jest/globals';
import { ordinary, tenTimesSlower } from '../../bench/way';
import { type Trip, usualTrip } from '../../src/domain/trip';
import { noise, noteWithFile } from './note-with-file';
import { type Computer, openComputer } from './sandbox-computer';
import { failing, networkWith, throttled } from './troubled-network';
import { virtualNetwork } from './virtual-network';

let computer: Computer;
afterEach(() => computer.close());

async function accountIds(crmUrl: string): Promise<string[]> {
  const answer = await fetch(new URL('/api/data/v9.2/accounts?$select=accountid', crmUrl), {
    headers: { Authorization: 'Bearer sandbox:dana' },
  });
  const { value } = (await answer.json()) as { value: { accountid: string }[] };
  return value.map(({ accountid }) => accountid);
}

const all: Trip = { ...usualTrip, name: 'All', others: { rows: 'all' } };
/** Contacts by when they were made, in November 2024, with the accounts that they are of. */
const created = (operator: 'on-or-before' | 'on-or-after', day: number): Trip => ({
  ...usualTrip,
  name: operator,
  others: { rows: 'related' },
  tables: {
    contact: {
      rows: 'all',
      conditions: {
        join: 'and',
        list: [{ column: 'createdon', operator, values: [`2024-11-${day}`] }],
      },
    },
  },
});
const none: Trip = { ...usualTrip, name: 'None', others: { rows: 'none' } };

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

  it('GO1 SE15 is within a fifth of what comes and leaves where filters have more rows than a page of ids', async () => {
    computer = await openComputer('large:6000', 'noor', undefined, 300);
    for (const trip of [created('on-or-before', 18), created('on-or-after', 19), all]) {
      const { records } = computer.store.db;
      const before = await records.keys();
      const { estimated, came } = await computer.sync(trip);
      const after = new Set(await records.keys());
      const left = before.filter((key) => !after.has(key)).length;
      expect(came.rows.length).toBeGreaterThan(1000);
      expect(Math.abs(estimated.rows - came.rows.length)).toBeLessThan(0.2 * came.rows.length);
      expect(Math.abs(estimated.bytes - came.bytes)).toBeLessThan(0.2 * came.bytes);
      expect(Math.abs(estimated.leaving - left)).toBeLessThanOrEqual(0.2 * left);
    }
  }, 60_000);

  it.each([
    ['one request of a hundred fails', failing(0.01)],
    ['every third request is told to wait', throttled()],
  ])(
    'GO11 tells the same where %s',
    async (_, trouble) => {
      const network = networkWith(trouble);
      computer = await openComputer('large:2000', 'noor', network);
      const known = await computer.estimate(all);
      while (network.harmed() < 2) {
        const { rows, bytes } = await network.during(() => computer.estimate(all));
        expect([rows, bytes]).toEqual([known.rows, known.bytes]);
      }
    },
    60_000,
  );

  it.each([
    ['an ordinary network', null, ordinary],
    ['one that is ten times slower', null, tenTimesSlower(ordinary)],
    ['one that is as it was at the last copy', ordinary, ordinary],
    ['one that has become ten times slower since', ordinary, tenTimesSlower(ordinary)],
    ['one that has become ten times faster since', tenTimesSlower(ordinary), ordinary],
  ])(
    'GO2 is within a half of what all rows take, over %s',
    async (_, before, now) => {
      const network = virtualNetwork(before ?? now);
      const { clock } = network;
      await network.during(async () => {
        computer = await openComputer('large:1000', 'ada', network);
        if (before !== null) await computer.sync(none);
        network.become(now);
        // By then what is known of tables and rights is asked again.
        clock.jump(60_000);
        await computer.choose(all);
        const estimated = await computer.estimate(all);
        const begun = clock.now();
        const { phase, rows } = await computer.copy();
        const took = clock.now() - begun;
        expect([phase, rows.length]).toEqual(['done', estimated.rows]);
        expect(Math.abs(estimated.ms - took)).toBeLessThan(took / 2);
      });
    },
    60_000,
  );

  it('GO1 AT1 is within a fifth of what comes with the files of notes', async () => {
    computer = await openComputer('demo', 'dana');
    for (const [n, id] of (await accountIds(computer.url)).entries())
      await noteWithFile(computer.url, id, `file ${n}`, noise(1000 + ((n * 7919) % 150_000), n));
    for (const trip of [usualTrip, { ...usualTrip, name: 'Files', attachments: true }]) {
      const { estimated, came } = await computer.sync(trip);
      expect(came.phase).toBe('done');
      expect(Math.abs(estimated.bytes - came.bytes)).toBeLessThan(0.2 * came.bytes);
    }
    const { estimated, came } = await computer.sync({ ...all, attachments: true });
    expect(came.attachments?.total ?? 0).toBe(estimated.attachments.count);
  }, 60_000);
});
