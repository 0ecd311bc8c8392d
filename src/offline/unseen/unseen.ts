import type { Clock } from '../../domain/ports';
import type { Unseen, UnseenChange, UnseenChanges } from '../../domain/unseen';
import { sameValue, type Values } from '../../domain/value';
import type { Stores } from '../database/local-database';
import { type LiveQuery, liveOf } from '../live-query';
import type { Store } from '../store';
import { FORMAT, type StoredRow } from '../stored';
import type { Note } from './note';
import { keptNotes, noteKey, readIndex, writeIndex } from './notes';

/** Between two readings, while much is changing: milliseconds. */
const REST = 1000;

const nothing: Unseen = { changes: [], through: 0, dismissed: true };

/**
 * What of a note still holds: not what the user has changed since, and not that a record is gone which is back.
 * @param row as it is on board; undefined: it is not.
 * @param server the CRM's values of it.
 */
function stillTrue(
  { noted: _noted, ...note }: Note,
  row: StoredRow | undefined,
  server: Values,
): Omit<UnseenChange, 'ref'> | null {
  if (note.gone) return row === undefined ? note : null;
  if (row?.keys.deleted === true) return null;
  const holds = (column: string): boolean =>
    !(column in server) || sameValue(server[column], note.after[column]);
  const pick = (values: Values): Values =>
    Object.fromEntries(Object.entries(values).filter(([column]) => holds(column)));
  const after = pick(note.after);
  return Object.keys(after).length === 0 ? null : { ...note, before: pick(note.before), after };
}

/** @param at milliseconds since 1970 */
async function readUnseen({ db, codec }: Store, at: number): Promise<Unseen> {
  const index = await readIndex(db);
  const keys = keptNotes(index, at).map(({ row }) => row);
  if (keys.length === 0) return nothing;
  const [notes, rows, shadows] = await Promise.all([
    db.state.bulkGet(keys.map(noteKey)),
    db.records.bulkGet(keys),
    db.shadow.bulkGet(keys),
  ]);
  // Under changes that wait, the shadow is what the CRM has.
  const bodies = await codec.decode(keys.map((_, n) => (shadows[n] ?? rows[n])?.body ?? {}));
  const told = await codec.decode(notes.map((note) => note?.body));
  const changes = keys.flatMap((key, n): UnseenChange[] => {
    const note = notes[n];
    if (note === undefined || note.v > FORMAT) return [];
    const held = stillTrue(told[n] as Note, rows[n], bodies[n] as Values);
    const [table = '', id = ''] = key.split(':');
    return held === null ? [] : [{ ref: { table, id }, ...held }];
  });
  return {
    changes: changes.sort((a, b) => Date.parse(b.at) - Date.parse(a.at)),
    through: index.last,
    dismissed: index.dismissed >= index.last,
  };
}

async function changeIndex(
  { db, bell }: Store,
  change: (stores: Pick<Stores, 'state'>) => Promise<void>,
): Promise<void> {
  await db.transaction('rw', ['state'], change);
  bell.ring();
}

/** "While you were away" by the rules WA1 and following. */
export function openUnseen(
  store: Store,
  clock: Clock,
): UnseenChanges & { readonly unseen: LiveQuery<Unseen>; stop(): void } {
  const unseen = liveOf(store.bell, () => readUnseen(store, clock.now()), nothing, {
    clock,
    rest: ({ changes }) => (changes.length > 0 ? REST : 0),
  });
  return {
    unseen,
    dismiss: (through) =>
      changeIndex(store, async (stores) => {
        const index = await readIndex(stores);
        await writeIndex(stores, { ...index, dismissed: Math.max(index.dismissed, through) });
      }),
    markSeen: (through) =>
      changeIndex(store, async (stores) => {
        const index = await readIndex(stores);
        const seen = index.notes.filter(({ number }) => number <= through);
        const notes = index.notes.filter(({ number }) => number > through);
        await stores.state.bulkDelete(seen.map(({ row }) => noteKey(row)));
        await writeIndex(stores, { ...index, notes });
      }),
    stop: unseen.stop,
  };
}
