import type { CrmServer } from '../../domain/crm-server';
import { notesIn, withNotes } from '../../domain/notes-choice';
import { may, type Rights } from '../../domain/rights';
import type { RowRef } from '../../domain/row';
import type { Model } from '../../domain/table';
import type { Trip } from '../../domain/trip';
import { writeRows } from '../copy/write-rows';
import { newestGeneration } from '../feed';
import type { Store } from '../store';
import { readTrips } from '../trip-setting';

/** Notes that are read with a record that is opened: the next refresh brings the others. */
const MOST = 500;

export interface VisitNotesContext {
  readonly store: Store;
  readonly server: Pick<CrmServer, 'readPage'>;
  readonly model: () => Model;
  readonly rights: () => Rights;
  /** Which rows are kept while the user has chosen nothing. */
  readonly organizationTrips: readonly Trip[];
}

/** Brings the notes on a record on board, where those on kept records of its table come along. Rejects as it fails. */
export async function bringNotes(context: VisitNotesContext, ref: RowRef): Promise<void> {
  const { store, server, model, rights, organizationTrips } = context;
  const readable = Object.values(model()).filter((table) => may(rights(), table, 'Read').allowed);
  const notes = notesIn(readable);
  if (notes === null) return;
  const trips = await readTrips(store, organizationTrips);
  if (!withNotes(trips, readable, notes).some(({ name }) => name === ref.table)) return;
  const asked = await newestGeneration(store.db);
  const filter = { kind: 'column', column: notes.about, operator: 'in', values: [ref.id] } as const;
  const { rows } = await server.readPage({ table: notes.table, filter, pageSize: MOST }, null);
  await writeRows(store, model(), rows, asked);
}
