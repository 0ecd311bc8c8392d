import type { RowRef } from '../../src/domain/row';
import type { Model } from '../../src/domain/table';
import { rebase, writeRows } from '../../src/offline/copy/write-rows';
import { newestGeneration } from '../../src/offline/feed';
import type { Pane } from './computer';

/** A refresh reads a row from the CRM and brings it on board. */
export async function refresh({ store, server }: Pane, model: Model, ref: RowRef): Promise<void> {
  const table = model[ref.table];
  if (table === undefined) return;
  const asked = await newestGeneration(store.db);
  const row = await server.readRow(table, ref.id);
  if (row === null) return;
  await writeRows(store, model, [row], asked);
  await rebase(store, model, row, asked);
}
