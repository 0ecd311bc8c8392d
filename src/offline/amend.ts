import type { ChangeKind } from '../domain/change';
import type { CrmFailure } from '../domain/crm-error';
import { refusedStates } from '../domain/entry';
import type { LocalRow, RowRef } from '../domain/row';
import type { Table } from '../domain/table';
import { sameValue, type Value, type Values } from '../domain/value';
import type { Draft } from './draft';
import { dependenciesOf, mayHaveArrived, waitsFor } from './line';
import type { QueuedEntry } from './stored';
import { createdName } from './visible';

/** As an entry is before its first request. */
export const neverSent: Pick<QueuedEntry, 'attempts' | 'lost' | 'sentAt' | 'force'> & {
  lastError: CrmFailure | null;
} = { attempts: 0, lost: false, sentAt: null, force: false, lastError: null };

/** What the changed columns hold until the change is made; a new row has nothing. */
export const beforeOf = (values: Values, row: LocalRow | null): Values =>
  row === null
    ? {}
    : Object.fromEntries(
        Object.keys(values).map((column): [string, Value] => [column, row.values[column] ?? null]),
      );

/** The entry with other values: what was allowed was a duplicate of the old ones. */
export const withValues = (entry: QueuedEntry, values: Values): QueuedEntry => ({
  ...entry,
  values,
  ...(entry.allowDuplicates === true && { allowDuplicates: false }),
});

const only = (values: Values, columns: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([column]) => column in columns));

const without = (values: Values, columns: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([column]) => !(column in columns)));

/** What a change is to be on a record that may have a refused entry. */
export interface Correction {
  readonly kind: ChangeKind;
  readonly ref: RowRef;
  /** All that was given, also what shows already. */
  readonly values: Values;
  /** The receipt whose change it takes back. */
  readonly undoes?: string;
  /** The entry before it in its gesture. */
  readonly previous: number | null;
  /** ISO 8601. */
  readonly at: string;
}

/** The record's refused entry, and those of its line behind it; null where it has none that can be amended. */
async function refusedOf(
  draft: Draft,
  { kind, ref, undoes }: Correction,
): Promise<{ entry: QueuedEntry; line: readonly QueuedEntry[] } | null> {
  const [places = []] = await draft.placesOf([ref]);
  if (!(await draft.someIn(places, refusedStates))) return null;
  const line = await draft.entriesOf(ref);
  const entry = line.find(({ state }) => refusedStates.includes(state));
  if (entry === undefined || mayHaveArrived(entry)) return null;
  const fits = kind === 'update' ? ['create', 'update'].includes(entry.kind) : kind === entry.kind;
  if (!fits || kind === 'create') return null;
  // An entry says of one receipt only that it takes it back.
  const takesBack = undoes !== undefined && entry.undoes !== undefined;
  return takesBack && entry.undoes !== undoes ? null : { entry, line };
}

/**
 * Puts a change into the record's refused entry, by the rule ST7. A value that shows already counts where the refused
 * entry has another one: a later change may have replaced it.
 * @param row as it shows now, with the effects of all that waits.
 * @returns the amended entry's number; null where the change has to queue as an entry of its own.
 */
export async function amendRefused(
  draft: Draft,
  table: Table,
  row: LocalRow | null,
  correction: Correction,
): Promise<number | null> {
  const found = await refusedOf(draft, correction);
  if (found === null) return null;
  const { kind, ref, undoes, previous, at } = correction;
  const { entry, line } = found;
  const values: Values = Object.fromEntries(
    Object.entries(correction.values).filter(
      ([column, value]) =>
        !sameValue(value, row?.values[column]) ||
        (column in entry.values && !sameValue(value, entry.values[column])),
    ),
  );
  if (Object.keys(values).length === 0) return null;
  const later = line
    .slice(line.indexOf(entry) + 1)
    .filter((other) => Object.keys(values).some((column) => column in other.values));
  // Only a plain change of the same columns can give them up.
  if (later.some((other) => other.kind !== 'update' || mayHaveArrived(other))) return null;

  const ofRecord = new Set(line.map(({ seq }) => seq));
  const wanted = await dependenciesOf(draft, { kind, ref, values }, previous);
  const dependsOn = wanted.filter((seq) => !ofRecord.has(seq));
  // Waiting for something that waits for this entry would never end.
  for (const seq of dependsOn) {
    const other = await draft.entry(seq);
    if (other !== null && (await waitsFor(draft, other, entry.seq))) return null;
  }

  const created = entry.kind === 'create';
  const amended = { ...entry.values, ...values };
  const untilThen = later.reduceRight<Values>(
    (known, other) => ({ ...known, ...only(other.before, values) }),
    beforeOf(values, row),
  );
  draft.putEntry({
    ...withValues(entry, amended),
    ...neverSent,
    name: created ? createdName(table, amended) : entry.name,
    before: created ? {} : { ...untilThen, ...entry.before },
    dependsOn: [...new Set([...entry.dependsOn, ...dependsOn])],
    state: 'pending',
    ...(undoes !== undefined && { undoes }),
    at,
  });
  // What they wrote there is not wanted any more, and was made before the correction that stands in front of them now.
  for (const other of later) {
    const left = without(other.values, values);
    if (Object.keys(left).length === 0) draft.finish(other, at, 'replaced', {});
    else draft.putEntry({ ...withValues(other, left), before: without(other.before, values) });
  }
  return entry.seq;
}
