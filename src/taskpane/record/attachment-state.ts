import { bringing } from '../../domain/attachment';
import type { Table } from '../../domain/table';
import type { Trip } from '../../domain/trip';

/** Where the file of a record is, or why it is not on this computer. */
export type AttachmentState = 'here' | 'older' | 'tooLarge' | 'coming' | 'noSpace' | 'notTaken';

interface Known {
  readonly table: Table;
  /** The version of the record. */
  readonly etag: string | null;
  /** The version whose file is on this computer; null: none is. */
  readonly here: string | null;
  /** Bytes. */
  readonly size: number;
  /** Larger ones are not taken along: bytes. */
  readonly largest: number;
  readonly trips: readonly Trip[];
  /** There was no space for all files. */
  readonly full: boolean;
}

export function attachmentState(known: Known): AttachmentState {
  const { table, etag, here, size, largest, trips, full } = known;
  if (here !== null) return here === etag ? 'here' : 'older';
  if (bringing(trips, table).length === 0) return 'notTaken';
  if (size > largest) return 'tooLarge';
  return full ? 'noSpace' : 'coming';
}
