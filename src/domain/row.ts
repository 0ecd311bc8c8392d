import { readable } from './markup';
import type { Table } from './table';
import type { Lookup, Party, Value, Values } from './value';
import { isLookup } from './value';

/** Which row: a table's logical name and the row's id (a lower-case GUID). */
export interface RowRef {
  readonly table: string;
  readonly id: string;
}

/** A row as the server has it. `etag` is opaque and only compared; null where the server gave none. */
export interface Row extends RowRef {
  readonly etag: string | null;
  readonly values: Values;
}

/** A row as the user sees it: the server's row with the pending changes applied. */
export interface LocalRow extends Row {
  /** Entries of the outbox that still change this row. */
  readonly pending: number;
  /** Deleted here, and the delete still waits in the outbox. */
  readonly deleted: boolean;
}

export const rowKey = (ref: RowRef): string => `${ref.table}:${ref.id}`;

export const sameRow = (a: RowRef, b: RowRef): boolean => a.table === b.table && a.id === b.id;

const text = (value: Value | undefined): string => (typeof value === 'string' ? value.trim() : '');

/** Letters of a text that stand for a name. */
const beginning = 80;

/** The first line that says something, cut between words. */
function beginningOf(value: string): string {
  const line = value.split(/[\r\n]+/u).find((each) => each.trim() !== '') ?? '';
  const words = line.trim();
  if (words.length <= beginning) return words;
  const cut = words.slice(0, beginning);
  const end = cut.lastIndexOf(' ');
  return `${(end > 0 ? cut.slice(0, end) : cut).trimEnd()}…`;
}

/** The text on the form of a row without a name. */
function textOf(table: Table, values: Values): string {
  for (const name of table.sections.flatMap(({ columns }) => columns)) {
    const column = table.columns[name];
    const found = column?.type === 'memo' ? readable(column, text(values[name])) : '';
    if (found !== '') return found;
  }
  return '';
}

/**
 * The primary name; where the row has none, the beginning of its text or the name of its file, and '' where it has
 * neither.
 */
export const nameOf = (table: Table, values: Values): string =>
  text(values[table.primaryName]) ||
  beginningOf(textOf(table, values)) ||
  (table.file === undefined ? '' : text(values[table.file.name]));

/** Every row that `values` refers to, parties included. */
export function referencesOf(values: Values): RowRef[] {
  const refs: RowRef[] = [];
  for (const value of Object.values(values)) {
    if (isLookup(value)) refs.push({ table: value.table, id: value.id });
    else if (Array.isArray(value))
      for (const item of value as readonly (number | Party)[])
        if (typeof item === 'object' && item.ref)
          refs.push({ table: item.ref.table, id: item.ref.id });
  }
  return refs;
}

/** The values with every reference to one row, parties included, made a reference to another. */
export function relinked(values: Values, from: RowRef, to: Lookup): Values {
  const follow = (value: Value): Value => {
    if (isLookup(value)) return sameRow(value, from) ? to : value;
    if (!Array.isArray(value)) return value;
    return (value as readonly (number | Party)[]).map((item) =>
      typeof item === 'object' && item.ref !== null && sameRow(item.ref, from)
        ? { ...item, ref: to }
        : item,
    ) as readonly Party[];
  };
  return Object.fromEntries(
    Object.entries(values).map(([column, value]) => [column, follow(value)]),
  );
}
