import { createHash } from 'node:crypto';
import type { Model } from '../model/model';

/** Raised with every change of what is kept that tables and columns do not show. */
const version = 2;

/** What a database has to have been made for: another value, and this sandbox cannot read it rightly. */
export function formatOf(model: Model): string {
  const tables = [...model.tables.values()].map(({ name, primaryId, columns }) => [
    name,
    primaryId,
    [...columns.values()].map((column) => [column.name, column.type, column.targets]),
  ]);
  return createHash('sha256')
    .update(JSON.stringify([version, tables, [...model.links.values()]]))
    .digest('hex');
}

/** Data that another version of the sandbox wrote. */
export const anotherFormat = (): Error =>
  new Error(
    'The data was written by another version of the sandbox, with other tables or columns. Delete the folder to begin afresh, or name another.',
  );
