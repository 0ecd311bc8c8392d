import type { Attachments } from '../../domain/attachment';
import type { CrmServer } from '../../domain/crm-server';
import { rowKey, type RowRef } from '../../domain/row';
import type { Model } from '../../domain/table';
import type { Values } from '../../domain/value';
import type { Store } from '../store';
import type { StoredRow } from '../stored';
import { readKept, versionHere } from './kept';

export interface AttachmentsContext {
  readonly store: Store;
  readonly server: Pick<CrmServer, 'readAttachment'>;
  readonly model: () => Model;
  /** Throws where the CRM is not to be asked. */
  readonly mayAsk: () => void;
}

/** Files of rows by the rule AT8. */
export function createAttachments(context: AttachmentsContext): Attachments {
  const { store, server, model, mayAsk } = context;
  const ask = async (ref: RowRef, row: StoredRow | undefined): ReturnType<Attachments['read']> => {
    const table = model()[ref.table];
    if (table === undefined) return null;
    mayAsk();
    const [values] = (await store.codec.decode([row?.body])) as readonly (Values | undefined)[];
    const size = Number(values?.[table.file?.size ?? ''] ?? 0);
    return (await server.readAttachment(table, ref.id, size))?.contents ?? null;
  };
  return {
    versionHere: (ref) => versionHere(store.db, rowKey(ref)),
    async read(ref) {
      const key = rowKey(ref);
      const [kept, row] = await Promise.all([readKept(store, key), store.db.records.get(key)]);
      if (kept !== null && kept.etag === row?.keys.etag) return kept.contents;
      try {
        return await ask(ref, row);
      } catch (error) {
        if (kept === null) throw error;
        return kept.contents;
      }
    },
  };
}
