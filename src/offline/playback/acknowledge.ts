import type { Receipt } from '../../domain/entry';
import { type Row, rowKey } from '../../domain/row';
import type { Model } from '../../domain/table';
import { sameValue } from '../../domain/value';
import { learnLink } from '../links/linked-ids';
import { recompute } from '../recompute';
import type { Draft } from '../draft';
import type { QueuedEntry } from '../stored';
import { noteKey } from '../unseen/notes';
import { isLink } from './plan';

/** The server's row is in these columns what the entry was made on (or does not tell). */
const madeOn = (entry: QueuedEntry, row: Row): boolean =>
  Object.keys(entry.values).every(
    (column) => !(column in row.values) || sameValue(row.values[column], entry.before[column]),
  );

/**
 * The entry is proved: it leaves for its receipt, and the server's row becomes the record's base.
 * A later entry of the record gets the new version as its guard only if it was made on what the row now holds;
 * else its old guard will fail, and what somebody else wrote is merged instead of lost.
 */
export async function acknowledge(
  draft: Draft,
  model: Model,
  entry: QueuedEntry,
  row: Row | null,
  result: Receipt['result'],
  sentAt: string,
): Promise<void> {
  const { ref } = entry;
  const key = rowKey(ref);
  const later = (await draft.entriesOf(ref)).filter((other) => other.seq !== entry.seq);
  // A delete was made on all of the row: where something of it was merged, it has to be compared too.
  const follows = (other: QueuedEntry, now: Row): boolean =>
    other.kind === 'delete' ? result === 'applied' || result === 'verified' : madeOn(other, now);
  if (entry.kind === 'delete') {
    await draft.record(ref);
    const taken = await draft.shadow(ref);
    draft.finish(
      entry,
      sentAt,
      result,
      entry.overwrote,
      taken === null ? undefined : { ...taken.values, ...entry.overwrote },
    );
    draft.shadows.remove(key);
    // Nobody needs to hear what others did to a record that the user has deleted.
    if ((await draft.notes.get(noteKey(key))) !== null) draft.notes.remove(noteKey(key));
    if (later.length === 0) draft.records.remove(key);
    else await recompute(draft, model, ref);
    return;
  }
  draft.finish(entry, sentAt, result, entry.overwrote);
  const shadow = await draft.shadow(ref);
  const known = shadow ?? { ...ref, etag: null, values: {} };
  await learnLink(draft, model, entry);
  const current: Row = isLink(entry)
    ? known
    : row === null
      ? { ...ref, etag: null, values: { ...known.values, ...entry.values } }
      : { ...row, values: { ...known.values, ...entry.values, ...row.values } };
  draft.putShadow(current);
  if (row !== null)
    for (const other of later)
      if (other.state !== 'unreadable' && (other.baseEtag === null || follows(other, row)))
        draft.putEntry({ ...other, baseEtag: follows(other, row) ? row.etag : null });
  await recompute(draft, model, ref);
}
