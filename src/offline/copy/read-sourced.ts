import type { Identity } from '../../domain/crm-server';
import { rowKey } from '../../domain/row';
import type { Model } from '../../domain/table';
import type { Trip } from '../../domain/trip';
import type { Facts } from '../facts';
import { findSourced } from '../source/sourced';
import type { Reader } from './reader';
import { newestIn, readByIds } from './referred';
import type { Walk } from './walk';
import { type Learned, newer, type Watermarks } from './watermark';

export interface SourcedContext {
  readonly reader: Reader;
  readonly facts: Facts;
  /** The tables with the columns that are brought. */
  readonly wanted: Model;
  readonly identity: Identity;
  readonly watermarks: Watermarks;
}

/**
 * Brings the rows of the trips' sources up to date, except those that are known to be.
 * @param seen keys of those.
 * @returns the keys of the others that are there, and what was learned. Rejects with a CrmError or StoreError.
 */
export async function readSourced(
  { reader, facts, wanted, identity, watermarks }: SourcedContext,
  trips: readonly Trip[],
  walk: Walk,
  seen: ReadonlySet<string>,
): Promise<{
  readonly keys: readonly string[];
  readonly learned: Readonly<Record<string, Learned>>;
}> {
  const sourced = await findSourced(trips, facts, identity, walk.at, (query, next) =>
    reader.read(query, next),
  );
  const met = newer(newestIn(walk), sourced.newest);
  const keys: string[] = [];
  const learned: Record<string, Learned> = {};
  for (const table of Object.values(wanted)) {
    const ids = [...sourced.rows.of(table.name)].filter(
      (id) => !seen.has(rowKey({ table: table.name, id })),
    );
    if (ids.length === 0) continue;
    const name = `sourced:${table.name}`;
    const read = await readByIds(reader, walk, table, ids, watermarks[name], met);
    learned[name] = read.learned;
    keys.push(...read.keys);
  }
  return { keys, learned };
}
