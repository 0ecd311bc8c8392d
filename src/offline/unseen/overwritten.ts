import { type Row, rowKey } from '../../domain/row';
import type { Model } from '../../domain/table';
import type { Values } from '../../domain/value';
import type { Store } from '../store';
import type { StoredRow } from '../stored';
import type { Noteworthy } from './ahead';
import type { StagedNotes } from './notes';
import { concerns, noteIn, type Noting } from './noting';

/** A row on board that a refresh replaces. */
export interface Overwritten {
  readonly was: StoredRow;
  /** With who changed it. */
  readonly now: Row;
}

export const asNoteworthy = ({ was, now }: Overwritten): Noteworthy => ({
  row: rowKey(now),
  rev: was.rev,
});

/** Works out what is to be told of rows that others have changed. */
export async function noteOverwritten(
  notes: StagedNotes,
  { codec }: Store,
  model: Model,
  rows: readonly Overwritten[],
  noting: Noting | null,
): Promise<void> {
  if (noting === null) return;
  const bodies = await codec.decode(rows.map(({ was }) => was.body));
  for (const [index, { now }] of rows.entries()) {
    const values = bodies[index] as Values;
    if (await concerns(noting, now, values, now.values))
      await noteIn(notes, model[now.table], { values }, now, noting);
  }
}
