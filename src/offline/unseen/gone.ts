import { may } from '../../domain/rights';
import { nameOf, rowKey } from '../../domain/row';
import type { Values } from '../../domain/value';
import type { Reader } from '../copy/reader';
import type { Facts } from '../facts';
import type { Store } from '../store';
import { goneNote, type Note } from './note';
import { concerns, type Noting } from './noting';

/** Rows that are read at a time. */
const CHUNK = 100;
/** Rows that are looked for once more: as many as there are notes. */
const MOST = 200;

interface Leaving {
  readonly table: string;
  readonly id: string;
  readonly name: string;
}

/** Those of these rows that the user wants to hear of. */
async function concerning(
  { db, codec }: Store,
  { model }: Pick<Facts, 'model'>,
  noting: Noting,
  keys: readonly string[],
): Promise<Leaving[]> {
  const found: Leaving[] = [];
  for (let from = 0; from < keys.length && found.length < MOST; from += CHUNK) {
    const stored = await db.records.bulkGet(keys.slice(from, from + CHUNK));
    const rows = stored.filter((row) => row !== undefined);
    const bodies = await codec.decode(rows.map(({ body }) => body));
    for (const [index, { keys: row }] of rows.entries()) {
      const values = bodies[index] as Values;
      const table = model[row.table];
      if (row.pending === 0 && (await concerns(noting, row, values)))
        found.push({ ...row, name: table === undefined ? '' : nameOf(table, values) });
    }
  }
  return found.slice(0, MOST);
}

/**
 * Of rows that are about to leave, though the user has chosen no others, those that the CRM does not give any more.
 * What it still gives is brought up to date once more, so that it is noted what others did to it.
 * @returns a note for each, by key. Rejects with a CrmError.
 */
export async function findGone(
  store: Store,
  reader: Pick<Reader, 'check'>,
  { model, rights }: Pick<Facts, 'model' | 'rights'>,
  noting: Noting,
  leaving: readonly string[],
): Promise<ReadonlyMap<string, Note>> {
  const rows = await concerning(store, { model }, noting, leaving);
  const there = new Set<string>();
  for (const name of new Set(rows.map(({ table }) => table))) {
    const table = model[name];
    if (table === undefined || !may(rights, table, 'Read').allowed) continue;
    const ids = rows.filter((row) => row.table === name).map(({ id }) => id);
    for (const row of await reader.check(table, ids)) there.add(rowKey(row));
  }
  return new Map(
    rows
      .filter((row) => !there.has(rowKey(row)))
      .map((row) => [rowKey(row), goneNote(row.name, noting.now())]),
  );
}
