import { systemClock } from '../../src/composition/system-clock';
import type { Identity } from '../../src/domain/crm-server';
import type { Model } from '../../src/domain/table';
import { indexedDatabases } from '../../src/offline/database/indexed-database';
import { parts } from '../../src/offline/parts';

/** Rows that are read at a time. */
const PART = 5000;

/** A table of which all rows are kept. */
export interface KeptTable {
  /** Logical name. */
  readonly name: string;
  readonly entitySetName: string;
  readonly primaryId: string;
}

/** What lies in the database of a copy of all rows. */
export interface InCopy {
  readonly tables: readonly KeptTable[];
  /** Table and id of each row, and its version, in the order of the database. */
  readonly rows: readonly (readonly [key: string, version: string | null])[];
}

/** Reads the database itself, beside the product that is open. */
export async function storedRows(identity: Identity, model: Model): Promise<InCopy> {
  const db = await indexedDatabases({ indexedDB, IDBKeyRange }, systemClock)(identity, 'relaxed');
  const rows: [string, string | null][] = [];
  for (const part of parts(await db.records.keys(), PART))
    for (const [n, row] of (await db.records.bulkGet(part)).entries())
      rows.push([part[n] ?? '', row?.keys.etag ?? null]);
  db.close();
  const tables = Object.values(model)
    .filter(({ ownership }) => ownership === 'user')
    .map(({ name, entitySetName, primaryId }) => ({ name, entitySetName, primaryId }));
  return { tables, rows };
}
