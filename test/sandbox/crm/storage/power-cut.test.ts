import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { random } from '../../../../sandbox/seed/random';
import { long, seedOr } from '../../../chance';
import { startApart } from './apart';
import { id, rowsOf, start, type World } from '../world';

const seed = seedOr(20260311);
const rounds = long ? 25 : 3;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crm-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface Entry {
  readonly n: number;
  readonly method: string;
  readonly table: string;
  readonly id: string;
  readonly changes: Readonly<Record<string, unknown>>;
  readonly batch: string | null;
}

/** What clients were told: by row its last acknowledged text (null: deleted), and the change sets that were answered. */
interface Told {
  readonly rows: Map<string, string | null>;
  readonly sets: Set<number>;
}

const authorization = { Authorization: 'Bearer sandbox:ada', 'Content-Type': 'application/json' };

/** Rows of a change set: all or none of them are there. */
const members = (set: number): string[] => [1, 2, 3].map((at) => id(800_000_000 + set * 10 + at));

function changeSet(set: number): { headers: Record<string, string>; body: string } {
  const parts = members(set).map(
    (key, at) =>
      `--c\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: ${at + 1}\r\n\r\nPATCH contacts(${key}) HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{"lastname":"Set ${set}"}\r\n`,
  );
  return {
    headers: { ...authorization, 'Content-Type': 'multipart/mixed; boundary=b' },
    body: `--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n${parts.join('')}--c--\r\n--b--\r\n`,
  };
}

/** Writes until the server is gone: rows are made, changed and deleted, and change sets in between. */
async function client(
  url: string,
  number: number,
  told: Told,
  acknowledged: () => void,
): Promise<void> {
  const luck = random(seed + number);
  for (let turn = 0; ; turn += 1)
    try {
      if (luck.between(0, 2) === 0) {
        const set = number * 100_000 + turn;
        const { ok } = await fetch(`${url}$batch`, { method: 'POST', ...changeSet(set) });
        if (ok) told.sets.add(set);
      } else {
        const key = id(number * 1000 + luck.between(1, 20));
        const remove = told.rows.get(key) !== undefined && luck.between(0, 4) === 0;
        const name = `Text ${number}.${turn}`;
        const { ok } = await fetch(`${url}accounts(${key})`, {
          method: remove ? 'DELETE' : 'PATCH',
          headers: authorization,
          ...(remove ? {} : { body: JSON.stringify({ name }) }),
        });
        if (ok) told.rows.set(key, remove ? null : name);
      }
      acknowledged();
    } catch {
      return;
    }
}

/** What the journal says that the rows are. */
function replay(journal: readonly Entry[], table: string, column: string): Map<string, unknown> {
  const rows = new Map<string, unknown>();
  for (const entry of journal.filter((each) => each.table === table))
    if (entry.method === 'DELETE') rows.delete(entry.id);
    else rows.set(entry.id, entry.changes[column]);
  return rows;
}

async function compare(world: World, told: Told): Promise<void> {
  const read = async (set: string, key: string, column: string) => {
    const found = rowsOf(
      await world.ask(`${set}?$select=${column},versionnumber`, { user: 'ada' }),
    );
    return { found, texts: new Map(found.map((row) => [String(row[key]), row[column]])) };
  };
  const accounts = await read('accounts', 'accountid', 'name');
  const contacts = await read('contacts', 'contactid', 'lastname');
  const journal = (await world.sandbox('GET journal')).json as unknown as Entry[];
  expect(journal.map(({ n }) => n)).toEqual(journal.map((_, at) => at + 1));
  expect(accounts.texts).toEqual(replay(journal, 'account', 'name'));
  expect(contacts.texts).toEqual(replay(journal, 'contact', 'lastname'));

  const history = (key: string): (string | null)[] =>
    journal
      .filter((entry) => entry.id === key)
      .map(({ method, changes }) => (method === 'DELETE' ? null : String(changes['name'])));
  // After the last acknowledged write of a row there is at most the one that was under way.
  for (const [key, last] of told.rows) expect(history(key).slice(-2)).toContain(last);
  for (const set of told.sets) expect(contacts.texts.has(members(set)[0] ?? '')).toBe(true);
  const there = journal.filter(({ table }) => table === 'contact');
  const batches = new Map<string, number>();
  for (const { batch } of there) batches.set(String(batch), (batches.get(String(batch)) ?? 0) + 1);
  expect([...batches.values()].filter((size) => size !== 3)).toEqual([]);

  const versions = [...accounts.found, ...contacts.found].map((row) =>
    Number(row['versionnumber']),
  );
  const next = await world.ask(`accounts(${id(999_999_999)})`, {
    method: 'PATCH',
    headers: { Prefer: 'return=representation' },
    body: { name: 'After' },
    user: 'ada',
  });
  expect(Number(next.json['versionnumber'])).toBeGreaterThan(Math.max(0, ...versions));
  await world.ask(`accounts(${id(999_999_999)})`, { method: 'DELETE', user: 'ada' });
}

describe('a server that is killed while clients write', () => {
  it(
    'has every acknowledged write when it comes back, and no half change set',
    async () => {
      const luck = random(seed);
      const told: Told = { rows: new Map(), sets: new Set() };
      for (let round = 0; round < rounds; round += 1) {
        const server = await startApart(folder);
        let left = luck.between(5, 120);
        const acknowledged = (): void => {
          left -= 1;
          if (left === 0) void server.kill();
        };
        await Promise.all(
          [1, 2, 3, 4].map((number) => client(server.url, round * 10 + number, told, acknowledged)),
        );
        await server.kill();
        const world = await start('empty', join(folder, 'data'));
        await compare(world, told);
        await world.crm.close();
      }
      expect(told.sets.size).toBeGreaterThan(0);
      expect(told.rows.size).toBeGreaterThan(0);
    },
    rounds * 60_000,
  );
});
