import type { FileColumns, Table } from '../domain/table';
import type { Attribute } from './attribute';

/** Each as Base64 text in a column of its own, which is as large as the file. */
const bodies = ['documentbody', 'body'] as const;

/** What else Dataverse keeps of such a file. */
const name = 'filename';
const size = 'filesize';
const about = ['mimetype', 'isdocument'] as const;

/** Null for a table whose rows have no file of this kind. */
export function fileOf(attributes: readonly Attribute[]): FileColumns | null {
  const names = new Set(attributes.map(({ column }) => column.name));
  const body = bodies.find((each) => names.has(each));
  return body !== undefined && names.has(name) && names.has(size) ? { name, size, body } : null;
}

/** The column with the contents of a table's files. */
export const bodyOf = ({ file }: Table): string => file?.body ?? bodies[0];

/** The table of notes, and what a note is about. */
const notes = { table: 'annotation', about: 'objectid' } as const;

/** Which column of a table says what its rows are notes about; null: they are no notes. */
export const aboutOf = (table: string): string | null =>
  table === notes.table ? notes.about : null;

const columns: ReadonlySet<string> = new Set([name, size, ...about, ...bodies]);

/** Without the columns of the file, which is not written without its contents: only its name and its size stay, to read. */
export const withoutFile = (attributes: readonly Attribute[]): readonly Attribute[] =>
  attributes.flatMap((attribute): Attribute[] => {
    const { column } = attribute;
    if (!columns.has(column.name)) return [attribute];
    if (column.name !== name && column.name !== size) return [];
    return [{ ...attribute, column: { ...column, canCreate: false, canUpdate: false } }];
  });
