import type { Receipt } from '../domain/entry';
import { SaveError } from '../domain/record-store';
import { undoOf, type UndoPart } from '../domain/undo';
import { createStage, saveAll, type SaveContext } from './save';

/** Takes back what was sent: what that takes is worked out on the row as it is when it is saved. */
export function createUndo(context: SaveContext) {
  const stage = createStage(context);
  return (receipt: Receipt, part: UndoPart): Promise<void> =>
    saveAll(context.store, async (draft) => {
      const { ref } = receipt.entry;
      const undo = undoOf(receipt, context.model()[ref.table], await draft.record(ref), part);
      if (undo.changes === null) throw new SaveError({ code: 'gone' });
      await stage(draft, undo.changes, receipt.id);
    });
}
