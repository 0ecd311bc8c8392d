import type { ChangeKind } from '../domain/change';
import type { CrmFailure } from '../domain/crm-error';
import type { EntryState } from '../domain/entry';
import type { LocalRow, RowRef } from '../domain/row';
import type { Table } from '../domain/table';
import type { Value, Values } from '../domain/value';
import type { Draft } from './draft';
import { mayHaveArrived, waitsFor } from './line';
import type { QueuedEntry } from './stored';
import { createdName } from './visible';

const refused = new Set<EntryState>(['rejected', 'duplicate', 'conflict']);

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

const only = (values: Values, columns: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([column]) => column in columns));

/** A change with what it refers to in the line. */
export interface Correction {
  readonly kind: ChangeKind;
  readonly ref: RowRef;
  readonly values: Values;
  readonly dependsOn: readonly number[];
  /** ISO 8601. */
  readonly at: string;
}

/**
 * Puts a change into the record's refused entry, by the rule ST7.
 * @param row as it shows now, with the effects of all that waits.
 * @returns the amended entry's number; null where the change has to queue as an entry of its own.
 */
export async function amendRefused(
  draft: Draft,
  table: Table,
  row: LocalRow | null,
  correction: Correction,
): Promise<number | null> {
  const { kind, ref, values, at } = correction;
  const line = await draft.entriesOf(ref);
  const entry = line.find(({ state }) => refused.has(state));
  if (entry === undefined || mayHaveArrived(entry)) return null;
  const fits = kind === 'update' ? ['create', 'update'].includes(entry.kind) : kind === entry.kind;
  if (!fits || kind === 'create') return null;
  const later = line
    .slice(line.indexOf(entry) + 1)
    .filter((other) => Object.keys(values).some((column) => column in other.values));
  // Only a plain change of the same columns can take the new value too.
  if (later.some((other) => other.kind !== 'update' || mayHaveArrived(other))) return null;

  const ofRecord = new Set(line.map(({ seq }) => seq));
  const dependsOn = correction.dependsOn.filter((seq) => !ofRecord.has(seq));
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
    ...entry,
    ...neverSent,
    name: created ? createdName(table, amended) : entry.name,
    values: amended,
    before: created ? {} : { ...untilThen, ...entry.before },
    dependsOn: [...new Set([...entry.dependsOn, ...dependsOn])],
    state: 'pending',
    // What was allowed was a duplicate of other values.
    ...(entry.allowDuplicates === true && { allowDuplicates: false }),
    at,
  });
  for (const other of later) {
    const now = only(values, other.values);
    draft.putEntry({
      ...other,
      values: { ...other.values, ...now },
      before: { ...other.before, ...now },
    });
  }
  return entry.seq;
}
