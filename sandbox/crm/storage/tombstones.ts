import type { Table } from '../model/model';
import type { Organization } from '../organization';
import type { SqlRow, Store } from './store';

export const createTombstones = (store: Store): void =>
  store.execute(
    'CREATE TABLE IF NOT EXISTS "_tombstone" ("table" TEXT, id TEXT, version INTEGER, PRIMARY KEY ("table", id)) WITHOUT ROWID;' +
      'CREATE INDEX IF NOT EXISTS "_tombstone.version" ON "_tombstone" ("table", version);',
  );

/** Remembers that a row is gone, for those who follow the table's changes. */
export function bury(organization: Organization, table: Table, id: string): void {
  if (table.changeTracking)
    organization.store.run(
      'INSERT INTO "_tombstone" VALUES (?, ?, ?) ON CONFLICT ("table", id) DO UPDATE SET version = excluded.version',
      [table.name, id, organization.nextVersion()],
    );
}

/** Deletions after one version and up to another, the earliest first; rows that are there again are none. */
export const buried = (
  { store }: Organization,
  table: Table,
  after: number,
  until: number,
  limit: number,
): SqlRow[] =>
  store.all(
    `SELECT t.id, t.version FROM "_tombstone" AS t WHERE t."table" = ? AND t.version > ? AND t.version <= ? AND NOT EXISTS (SELECT 1 FROM "${table.name}" AS r WHERE r."${table.primaryId}" = t.id) ORDER BY t.version LIMIT ?`,
    [table.name, after, until, limit],
  );
