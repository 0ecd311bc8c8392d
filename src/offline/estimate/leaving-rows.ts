import { rowKey } from '../../domain/row';
import type { Catalogue } from '../catalogue/catalogue';
import type { Selected } from '../copy/selected';
import { askedAbout, notesHere } from '../copy/read-notes';
import type { Basis, Watermark, Watermarks } from '../copy/watermark';
import { readVisited } from '../remote/visited';
import type { Store } from '../store';
import type { Inquiry } from './inquiry';
import type { NoteContext } from './note-rows';
import type { Own } from './referred-rows';
import type { SourcedRows } from './sourced-rows';

export interface LeavingContext {
  readonly store: Store;
  readonly inquiry: Inquiry;
  readonly catalogue: Catalogue;
  readonly watermarks: Watermarks;
}

/**
 * How many rows that are here no trip keeps any more: exactly, but for a filter that keeps more rows than a page of
 * ids has. Rejects with a CrmError.
 */
export async function leavingRows(
  { store, inquiry, catalogue, watermarks }: LeavingContext,
  own: readonly Own[],
  sourced: readonly Pick<SourcedRows, 'table' | 'ids'>[],
  { referred, held }: Selected,
  along: Pick<NoteContext, 'notes' | 'tables'> | null,
): Promise<number> {
  const asked = await askedAbout(store);
  const cameAlong = (name: string): boolean => name === along?.notes.table.name && asked.size > 0;
  const here = keysByTable(catalogue);
  const stay = new Set([...(await readVisited(store.db)), ...(await store.db.rowsWithEntries())]);
  let uncertain = 0;
  /** Those that are here are the filter's own. */
  const isAsBefore = (name: string, known: Watermark, basis: Basis): boolean =>
    known.basis.filter === basis.filter && !cameAlong(name);
  const pages = await Promise.all(
    own.map(async ({ table, filter, basis }) => {
      const known = watermarks[table.name];
      return filter.kind === 'all' || known === undefined || isAsBefore(table.name, known, basis)
        ? null
        : inquiry.ids(table, filter);
    }),
  );
  for (const [n, { table, checked }] of own.entries()) {
    const keys = here.get(table.name) ?? [];
    const page = pages[n];
    if (page?.next === null) for (const row of page.rows) stay.add(rowKey(row));
    else for (const key of keys) stay.add(key);
    if (typeof page?.next === 'string' && !cameAlong(table.name))
      uncertain += Math.max(0, keys.length - checked);
  }
  for (const { table, ids } of sourced)
    for (const id of ids) stay.add(rowKey({ table: table.name, id }));
  for (const name of held) for (const key of here.get(name) ?? []) stay.add(key);
  const tables = new Set(referred.map(({ name }) => name));
  for (const key of [...stay])
    for (const [, to] of catalogue.get(key)?.refs ?? [])
      if (tables.has(to.slice(0, to.indexOf(':')))) stay.add(to);
  if (along !== null)
    for (const [key, record] of notesHere(catalogue, along.notes))
      if (stay.has(record) && along.tables.some(({ name }) => record.startsWith(`${name}:`)))
        stay.add(key);
  let leaving = uncertain;
  for (const key of catalogue.keys()) if (!stay.has(key)) leaving += 1;
  return leaving;
}

function keysByTable(catalogue: Catalogue): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const key of catalogue.keys()) {
    const table = key.slice(0, key.indexOf(':'));
    const keys = found.get(table);
    if (keys === undefined) found.set(table, [key]);
    else keys.push(key);
  }
  return found;
}
