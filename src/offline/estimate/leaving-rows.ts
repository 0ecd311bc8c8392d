import { rowKey } from '../../domain/row';
import type { Catalogue } from '../catalogue/catalogue';
import type { Selected } from '../copy/selected';
import { askedAbout, notesHere } from '../copy/read-notes';
import type { Watermarks } from '../copy/watermark';
import { readVisited } from '../remote/visited';
import type { Store } from '../store';
import { nothingMet, referredFromSamples } from './met';
import type { NoteContext } from './note-rows';
import type { Overlap, OverlapOf } from './overlap';
import { keysByTable } from './record-groups';
import type { Own } from './referred-rows';
import type { SourcedRows } from './sourced-rows';

export interface LeavingContext {
  readonly store: Store;
  readonly catalogue: Catalogue;
  readonly overlapOf: OverlapOf;
  readonly watermarks: Watermarks;
}

/**
 * How many rows that are here no trip keeps any more: exactly, but for a filter that keeps more rows than a page of
 * ids has, and for those that rows which come refer to. Rejects with a CrmError.
 */
export async function leavingRows(
  { store, catalogue, overlapOf, watermarks }: LeavingContext,
  own: readonly Own[],
  sourced: readonly SourcedRows[],
  { referred, held }: Selected,
  along: Pick<NoteContext, 'notes' | 'tables'> | null,
): Promise<number> {
  const asked = await askedAbout(store);
  const cameAlong = (name: string): boolean => name === along?.notes.table.name && asked.size > 0;
  const here = keysByTable(catalogue);
  /** How likely each row leaves: 0 to 1. */
  const leaves = new Map([...catalogue.keys()].map((key) => [key, 1]));
  const stay = (key: string, likely = 1): void => {
    const known = leaves.get(key);
    if (known !== undefined) leaves.set(key, known * (1 - likely));
  };
  for (const key of await readVisited(store.db)) stay(key);
  for (const key of await store.db.rowsWithEntries()) stay(key);
  const keptBy = async ({ table, filter, basis }: Own): Promise<Overlap['keeps']> => {
    const known = watermarks[table.name];
    const isAsBefore = known?.basis.filter === basis.filter && !cameAlong(table.name);
    if (filter.kind === 'all' || known === undefined || isAsBefore) return () => 1;
    return (await overlapOf(table, filter)).keeps;
  };
  const kept = await Promise.all(own.map(keptBy));
  for (const [n, { table }] of own.entries())
    for (const key of here.get(table.name) ?? []) stay(key, kept[n]?.(key));
  for (const { table, ids } of sourced)
    for (const id of ids) stay(rowKey({ table: table.name, id }));
  for (const name of held) for (const key of here.get(name) ?? []) stay(key);
  const tables = new Set(referred.map(({ name }) => name));
  const referrers = new Map<string, number>();
  for (const [key, likely] of [...leaves])
    for (const to of new Set((catalogue.get(key)?.refs ?? []).map(([, to]) => to)))
      if (tables.has(to.slice(0, to.indexOf(':')))) {
        stay(to, 1 - likely);
        referrers.set(to, (referrers.get(to) ?? 0) + 1);
      }
  if (along !== null)
    for (const [key, record] of notesHere(catalogue, along.notes))
      if (along.tables.some(({ name }) => record.startsWith(`${name}:`)))
        stay(key, 1 - (leaves.get(record) ?? 1));
  const met = referredFromSamples([...own, ...sourced]);
  const leaving = (key: string): number => leaves.get(key) ?? 0;
  const times = (key: string): number => Math.max(1, referrers.get(key) ?? 0);
  /** Rows that come refer to some of those which would leave: to these as often as others do. */
  const ofTable = ([name, keys]: readonly [string, readonly string[]]): number => {
    const { ids, drawn, total } = (tables.has(name) ? met.get(name) : undefined) ?? nothingMet();
    const weight = keys.reduce((sum, key) => sum + leaving(key) * times(key), 0);
    let hits = 0;
    for (const [id, often] of ids) {
      const key = rowKey({ table: name, id });
      hits += often * leaving(key);
      stay(key);
    }
    const more = (Math.max(0, total - drawn) * hits) / Math.max(1, drawn) / Math.max(1, weight);
    return keys.reduce((sum, key) => sum + leaving(key) * Math.exp(-more * times(key)), 0);
  };
  return Math.round([...here].reduce((sum, each) => sum + ofTable(each), 0));
}
