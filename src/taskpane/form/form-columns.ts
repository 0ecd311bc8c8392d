import type { Column, ColumnType, Table } from '../../domain/table';

export interface FormSection {
  readonly label: string;
  readonly columns: readonly Column[];
}

/** State and status change by what is done to a record ("Complete"), not by typing. */
const notTyped: ReadonlySet<ColumnType> = new Set(['state', 'status', 'uniqueidentifier']);

/** Parties are shown, but not edited yet. */
const canWrite = (column: Column, creating: boolean): boolean =>
  !notTyped.has(column.type) &&
  (creating ? column.canCreate && column.type !== 'parties' : column.canUpdate);

/** The columns a form edits, by the table's sections; what a new row needs and no section has comes first. */
export function formSections(table: Table, creating: boolean): readonly FormSection[] {
  const sections = table.sections.map(({ label, columns }) => ({
    label,
    columns: columns
      .flatMap((name) => table.columns[name] ?? [])
      .filter((column) => canWrite(column, creating)),
  }));
  const placed = new Set(sections.flatMap(({ columns }) => columns.map(({ name }) => name)));
  const missing = Object.values(table.columns).filter(
    (column) =>
      !placed.has(column.name) &&
      canWrite(column, creating) &&
      (column.name === table.primaryName ||
        (creating && column.required && column.type !== 'lookup')),
  );
  return [{ label: '', columns: missing }, ...sections].filter(({ columns }) => columns.length > 0);
}
