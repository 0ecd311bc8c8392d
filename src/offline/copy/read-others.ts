import type { Identity } from '../../domain/crm-server';
import { notesIn, withNotes } from '../../domain/notes-choice';
import { may } from '../../domain/rights';
import type { Trip } from '../../domain/trip';
import type { Keeper } from '../catalogue/keeper';
import type { Facts } from '../facts';
import type { Store } from '../store';
import { askedAbout, notesMark, readNotes } from './read-notes';
import { readSourced } from './read-sourced';
import type { Reader } from './reader';
import { newestIn, readByIds, referredBy } from './referred';
import { endVisited, lookAt, refreshVisited } from './refresh-visited';
import type { Selected } from './selected';
import { keysOf, notWalked, seenBy, type Walk } from './walk';
import { type Learned, newestOfMarks, newer, type Watermarks } from './watermark';

export interface OthersContext {
  readonly store: Store;
  readonly reader: Reader;
  readonly keeper: Pick<Keeper, 'current'>;
  readonly facts: Facts;
  /** With the tables of the columns that are brought. */
  readonly wanted: Facts;
  readonly identity: Identity;
  readonly trips: readonly Trip[];
  readonly kept: Selected;
  readonly watermarks: Watermarks;
}

/**
 * Brings up to date what belongs on board beside the rows that are read for their own sake: what sources bring, visited
 * rows, what kept rows refer to, and the notes on kept rows.
 * @param walk has read the former.
 * @returns the keys of all that belongs on board, and what was learned. Rejects with a CrmError or StoreError.
 */
export async function readOthers(
  context: OthersContext,
  walk: Walk,
): Promise<{
  readonly stays: ReadonlySet<string>;
  readonly learned: Readonly<Record<string, Learned>>;
}> {
  const { store, reader, keeper, facts, wanted, identity, trips, kept, watermarks } = context;
  const learned: Record<string, Learned> = {};
  const read = await seenBy(store, walk);
  const walked = new Set(read);
  const sources = { reader, facts, wanted: wanted.model, identity, watermarks };
  const sourced = await readSourced(sources, trips, walk, walked);
  Object.assign(learned, sourced.learned);
  for (const key of sourced.keys) walked.add(key);
  const catalogue = await keeper.current();
  const visited = await refreshVisited(store, reader, wanted, catalogue, walked, kept.referred);
  const waiting = (await store.db.outbox.toArray()).map(({ keys }) => keys.row);
  // The CRM knows nothing of what was made here.
  const sent = waiting.filter(
    (key) => !walked.has(key) && (catalogue.get(key)?.etag ?? null) !== null,
  );
  const rebased = await lookAt(reader, wanted, sent);
  const sure = new Set([...walked, ...visited.there, ...rebased]);
  const unknown = (await notWalked(store, walk)).filter((key) => !visited.gone.has(key));
  const stays = new Set([...sure, ...unknown, ...waiting]);

  const readReferred = async (
    from: ReadonlySet<string>,
    known: ReadonlySet<string>,
    held: readonly string[],
  ): Promise<void> => {
    const referred = referredBy(await keeper.current(), from, known, held);
    for (const table of kept.referred) {
      const ids = referred.get(table.name) ?? [];
      const name = `referred:${table.name}`;
      const rows = await readByIds(reader, walk, table, ids, watermarks[name], newestIn(walk));
      learned[name] ??= rows.learned;
      for (const key of rows.keys) stays.add(key);
      for (const key of rows.keys) sure.add(key);
    }
  };
  await readReferred(stays, sure, await keysOf(store, kept.held));

  const readable = Object.values(wanted.model).filter(
    (table) => may(facts.rights, table, 'Read').allowed,
  );
  const notes = notesIn(readable);
  if (notes === null) return { stays, learned };
  const tables = withNotes(trips, readable, notes);
  if (tables.length === 0 && (await askedAbout(store)).size === 0) return { stays, learned };
  const name = notesMark(notes);
  const come = await readNotes(
    {
      store,
      reader,
      catalogue: await keeper.current(),
      walk,
      rights: facts.rights,
      notes,
      tables,
      filterOf: (table) => kept.own.find((each) => each.table.name === table.name)?.filter ?? null,
      known: watermarks[name],
      met: newer(newestIn(walk), newestOfMarks(watermarks)),
    },
    { stays, sure, own: new Set([...read, ...unknown.filter((key) => !sure.has(key))]), read },
  );
  learned[name] = come.learned;
  for (const key of come.leave) stays.delete(key);
  for (const key of come.stay) stays.add(key);
  const along = new Set(come.stay);
  await endVisited(
    store,
    visited.there.filter((key) => along.has(key)),
  );
  await readReferred(along, stays, []);
  return { stays, learned };
}
