import type { CrmServer } from '../../domain/crm-server';
import type { RemoteRecords } from '../../domain/remote-records';
import { type Row, rowKey } from '../../domain/row';
import { removeKept } from '../attachments/kept';
import { newestGeneration, touchedSince } from '../feed';
import type { Store } from '../store';
import { asStoreError } from '../store-error';
import { cleanRow, FORMAT, rowKeys, toLocalRow } from '../stored';
import { askAccess } from './opened-access';
import { bringNotes, type VisitNotesContext } from './visit-notes';
import { readVisited, writeVisited } from './visited';

/** Rows that are kept because they were opened. */
const MOST = 200;

export interface VisitContext extends VisitNotesContext {
  readonly server: Pick<CrmServer, 'readRow' | 'readAccess' | 'readPage'>;
  /** Throws where the CRM is not to be asked. */
  readonly mayAsk: () => void;
}

/** Opening records by the rules VI5 to VI7, VI11 and RI3. */
export function createVisit(context: VisitContext): RemoteRecords['visit'] {
  const { store, server, model, rights, mayAsk } = context;
  const learnAccess = async (row: Pick<Row, 'table' | 'id' | 'values'>): Promise<void> => {
    const table = model()[row.table];
    if (table === undefined) return;
    try {
      mayAsk();
      await askAccess(store, server, rights(), table, row);
    } catch {
      // What is not learned now is asked at the next opening.
    }
  };
  return async (ref) => {
    const id = ref.id.toLowerCase();
    const key = rowKey({ table: ref.table, id });
    const asked = await newestGeneration(store.db);
    const there = await store.db.records.get(key);
    if (there !== undefined) {
      await openAgain(store, key);
      const [body] = await store.codec.decode([there.body]);
      await learnAccess(toLocalRow(there.keys, body));
      return true;
    }
    const table = model()[ref.table];
    if (table === undefined) return false;
    mayAsk();
    const row = await server.readRow(table, id);
    if (row === null || !(await keep(store, row, asked))) return false;
    await Promise.all([
      learnAccess(row),
      // What does not come now comes with the next refresh.
      bringNotes(context, row).catch(() => undefined),
    ]);
    return true;
  };
}

async function openAgain({ db }: Store, key: string): Promise<void> {
  if (!(await readVisited(db)).includes(key)) return;
  await db.transaction('rw', ['state'], async (stores) => {
    const others = (await readVisited(stores)).filter((one) => one !== key);
    await writeVisited(stores, [...others, key]);
  });
}

/** @returns whether the row is on board: not one that was deleted from here while it was read. */
async function keep({ db, codec, bell }: Store, row: Row, asked: number): Promise<boolean> {
  const [body] = await codec.encode([row.values]);
  const key = rowKey(row);
  let kept = true;
  try {
    await db.transaction('rw', ['records', 'blobs', 'feed', 'state'], async (stores) => {
      const touched = await touchedSince(stores, asked);
      const there = await stores.records.get(key);
      kept = there !== undefined || touched?.has(key) !== true;
      if (there !== undefined || !kept) return;
      const visited = (await readVisited(stores)).filter((one) => one !== key);
      const over = visited.length + 1 - MOST;
      const rows = over > 0 ? await stores.records.bulkGet(visited) : [];
      const out = visited
        .filter((_, n) => (rows[n]?.keys.pending ?? 0) === 0)
        .slice(0, Math.max(0, over));
      const left = visited.filter((one) => !out.includes(one));
      await Promise.all([
        stores.records.bulkDelete(out),
        removeKept(stores, out),
        stores.records.put({ keys: rowKeys(cleanRow(row)), rev: 1, v: FORMAT, body }, key),
        stores.feed.add({ rows: [key, ...out], origin: 'copy' }),
        writeVisited(stores, [...left, key]),
      ]);
    });
  } catch (error) {
    throw asStoreError(error);
  }
  bell.ring();
  return kept;
}
