import type { RowRef } from './row';
import type { Table } from './table';
import { rowsOf, type Trip } from './trip';

/** The file that belongs to a row, such as a note's. */
export interface Attachment {
  /** The version of the row that it was read with. */
  readonly etag: string;
  readonly contents: Uint8Array<ArrayBuffer>;
  /** What the answer weighs, unpacked: bytes. */
  readonly bytes: number;
}

/** Before the first byte: milliseconds. */
const BEGINS = 60_000;
/** A slower network is none: bytes in a millisecond. */
const SLOWEST = 10;

/** How long a file may take to come: milliseconds. @param size bytes */
export const attachmentLimit = (size: number): number => BEGINS + size / SLOWEST;

/** Bytes. */
export const MEGABYTE = 1_000_000;
/** Larger files stay in the CRM, unless the organisation says otherwise: bytes. */
export const LARGEST = 5 * MEGABYTE;
/** Dataverse takes no larger ones. */
export const MOST_MEGABYTES = 128;

/** Whether a trip keeps rows of a table, be it notes on what it keeps of another one. */
const keepsAny = (trip: Trip, table: Table): boolean =>
  rowsOf(trip, table) !== 'none' ||
  (table.about !== undefined &&
    Object.values(trip.tables).some(({ rows, notes }) => rows !== 'none' && notes === true));

/** The trips that are on and keep rows of a table which may have files. */
const keeping = (trips: readonly Trip[], table: Table): readonly Trip[] =>
  trips.filter((trip) => trip.on && table.file !== undefined && keepsAny(trip, table));

/** Those of the trips that bring the files of a table's rows. */
export const bringing = (trips: readonly Trip[], table: Table): readonly Trip[] =>
  keeping(trips, table).filter(({ attachments }) => attachments === true);

/** Whether all trips that keep rows of a table bring their files. */
export const bringsAll = (trips: readonly Trip[], table: Table): boolean =>
  keeping(trips, table).every(({ attachments }) => attachments === true);

/** The files of rows that are on board. */
export interface Attachments {
  /** The version of the row whose file is on this computer, which may be an older one; null: none is. */
  versionHere(ref: RowRef): Promise<string | null>;
  /**
   * The file of the row as it is now, from this computer or the CRM; where that cannot be asked, an older one that is
   * here. Null: there is none. Rejects with a CrmError, `notSent` where the CRM is not to be asked, and with what a store
   * fails by.
   */
  read(ref: RowRef): Promise<Uint8Array<ArrayBuffer> | null>;
}
