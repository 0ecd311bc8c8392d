import { nameOf, type Row } from '../../domain/row';
import type { Column, Table } from '../../domain/table';
import type { UnseenChange } from '../../domain/unseen';
import { sameValue, type Value, type Values } from '../../domain/value';
import { theirsOf } from '../modifier';

/** What others have done to one record, as it is kept. */
export interface Note extends Omit<UnseenChange, 'ref'> {
  /** When it was found out: milliseconds since 1970. */
  readonly noted: number;
}

/** How a record stands and whose it is, whether the form shows it or not. */
const always = (table: Table, { name, type }: Column): boolean =>
  name === table.primaryName || name === 'ownerid' || type === 'state' || type === 'status';

/** The columns whose changes are told: those that a user reads. What only the CRM itself writes says nothing. */
function toldColumns(table: Table): string[] {
  const form = new Set(table.sections.flatMap(({ columns }) => columns));
  return Object.values(table.columns)
    .filter(
      ({ canCreate, canUpdate, type }) => (canCreate || canUpdate) && type !== 'uniqueidentifier',
    )
    .filter((column) => form.has(column.name) || always(table, column))
    .map(({ name }) => name);
}

/**
 * What is to be told of a record after others have changed it once more. It adds up; a column that is back at its
 * first value drops out, as does one that was changed since by the user.
 * @param noted what was to be told before; null: nothing.
 * @param was the CRM's row as it was known here.
 * @param now the CRM's row, with who changed it.
 * @param at milliseconds since 1970
 * @returns `noted` itself where there is nothing new; null: there is nothing to tell.
 */
export function grown(
  table: Table,
  noted: Note | null,
  was: Pick<Row, 'values'>,
  now: Row,
  at: number,
): Note | null {
  const before: Record<string, Value> = {};
  const after: Record<string, Value> = {};
  const since: Values = noted?.after ?? {};
  let news = false;
  for (const column of toldColumns(table)) {
    const old = was.values[column];
    const value = now.values[column];
    // A column that was not read on both sides has no before or no after.
    if (old === undefined || value === undefined) continue;
    news ||= !sameValue(old, value);
    const first = column in since && sameValue(since[column], old) ? noted?.before[column] : old;
    if (first === undefined || sameValue(first, value)) continue;
    before[column] = first;
    after[column] = value;
  }
  if (!news) return noted;
  if (Object.keys(after).length === 0) return null;
  const { by, at: changed } = theirsOf({}, now);
  return {
    name: nameOf(table, now.values),
    by,
    at: changed ?? new Date(at).toISOString(),
    gone: false,
    before,
    after,
    noted: at,
  };
}

/** A record that the CRM does not give any more. @param at milliseconds since 1970 */
export const goneNote = (name: string, at: number): Note => ({
  name,
  by: '',
  at: new Date(at).toISOString(),
  gone: true,
  before: {},
  after: {},
  noted: at,
});
