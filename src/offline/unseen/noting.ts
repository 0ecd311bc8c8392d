import { type Row, rowKey, type RowRef } from '../../domain/row';
import type { Table } from '../../domain/table';
import { isLookup, type Values } from '../../domain/value';
import { isByOthers } from '../modifier';
import { readVisited } from '../remote/visited';
import type { Store } from '../store';
import { grown } from './note';
import { noteKey, type StagedNotes } from './notes';
import { touchedByUser } from './touched';

/** For whom it is noted what others change. */
export interface Noting {
  readonly userId: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Keys of the rows that the user has worked on or looked up, found out when it is asked for the first time. */
  readonly touched: () => Promise<ReadonlySet<string>>;
}

/** As of now: a refresh that takes long does not ask again. */
export async function openNoting(store: Store, userId: string, now: () => number): Promise<Noting> {
  const visited = await readVisited(store.db);
  let touched: Promise<ReadonlySet<string>> | undefined;
  return {
    userId,
    now,
    touched: () =>
      (touched ??= touchedByUser(store).then((rows) => new Set([...rows, ...visited]))),
  };
}

/** Whether a row is one that the user wants to hear of. @param states its values, also earlier ones. */
export async function concerns(
  { userId, touched }: Noting,
  row: RowRef,
  ...states: readonly Values[]
): Promise<boolean> {
  const isOwn = states.some(({ ownerid }) => isLookup(ownerid) && ownerid.id === userId);
  return isOwn || (await touched()).has(rowKey(row));
}

/**
 * Notes what others have changed of a row, if it was others.
 * @param was the CRM's row as it was known here.
 * @param now the CRM's row, with who changed it.
 */
export async function noteIn(
  notes: StagedNotes,
  table: Table | undefined,
  was: Pick<Row, 'values'>,
  now: Row,
  { userId, now: clock }: Pick<Noting, 'userId' | 'now'>,
): Promise<void> {
  if (table === undefined || !isByOthers(now, userId)) return;
  const key = noteKey(rowKey(now));
  const noted = await notes.get(key);
  const note = grown(table, noted, was, now, clock());
  if (note === noted) return;
  if (note === null) notes.remove(key);
  else notes.put(key, note);
}
