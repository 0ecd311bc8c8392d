import { rowKey, type RowRef } from '../domain/row';
import type { Model } from '../domain/table';
import type { Draft } from './draft';
import { visibleRow } from './visible';

/** Writes the record as its shadow and remaining entries make it. */
export async function recompute(draft: Draft, model: Model, ref: RowRef): Promise<void> {
  const entries = await draft.entriesOf(ref);
  const shadow = await draft.shadow(ref);
  const key = rowKey(ref);
  await draft.record(ref);
  if (entries.length === 0) draft.shadows.remove(key);
  if (shadow === null && entries.length === 0) draft.records.remove(key);
  else draft.putRecord(visibleRow(model[ref.table], ref, shadow, entries));
}
