import type { OutboxEntry } from '../../domain/entry';
import type { Table } from '../../domain/table';
import { isLookup, sameValue, type Values } from '../../domain/value';
import { type Currency, formatValue } from '../format';

/** A field that an entry changes, as the user reads it; '' for an empty one. */
export interface ChangedLine {
  /** Logical name. */
  readonly name: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
  /** What the CRM holds now; null where that is not told. */
  readonly now: string | null;
}

/** It is told as what the action is given. */
const isGiven = (
  { values, action }: Pick<OutboxEntry, 'values' | 'action'>,
  name: string,
): boolean =>
  isLookup(values[name]) &&
  Object.values(action?.params ?? {}).some((given) => sameValue(given, values[name]));

/** The fields of an entry as on the form; what is not on it comes last. */
export function changedLines(
  table: Table | undefined,
  entry: Pick<OutboxEntry, 'kind' | 'values' | 'before' | 'action'>,
  theirs: Values,
  currency: Currency | null,
): ChangedLine[] {
  const created = entry.kind === 'create';
  const form = table?.sections.flatMap(({ columns }) => columns) ?? [];
  const changed = [...new Set([...Object.keys(entry.values), ...Object.keys(theirs)])];
  const names = [
    ...form.filter((name) => changed.includes(name)),
    ...changed.filter((name) => !form.includes(name)),
  ];
  return names.flatMap((name) => {
    const column = table?.columns[name];
    if (!column || column.name === table.primaryId || isGiven(entry, name)) return [];
    const after = formatValue(column, entry.values[name], currency);
    const before = formatValue(column, entry.before[name], currency);
    const now = name in theirs ? formatValue(column, theirs[name], currency) : null;
    const same = created ? after === '' : after === before && now === null;
    return same ? [] : [{ name, label: column.label, before, after, now }];
  });
}
