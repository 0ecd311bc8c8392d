import type { Change } from '../domain/change';
import type { CrmFailure } from '../domain/crm-error';
import { SaveError } from '../domain/record-store';
import { type LocalRow, nameOf, rowKey } from '../domain/row';
import type { Model, Table } from '../domain/table';
import { sameValue, type Value, type Values } from '../domain/value';
import { discardCreate } from './discard';
import type { Draft, NewEntry } from './draft';
import { dependenciesOf, mayHaveArrived, waitsFor } from './line';
import { normaliseValues } from './normalise';
import type { Store } from './store';
import { isQuotaError, StoreError } from './store-error';
import { FORMAT, type QueuedEntry } from './stored';
import { transact } from './transact';
import { validate } from './validate';
import { createdName, visibleRow } from './visible';

export interface SaveContext {
  readonly store: Store;
  readonly model: () => Model;
  /** systemuserid of the signed-in user. */
  readonly userId: string;
  readonly now: () => number;
  readonly newId: () => string;
}

type Valued = Exclude<Change, { kind: 'delete' | 'associate' | 'disassociate' }>;

const isValued = (change: Change): change is Valued =>
  change.kind !== 'delete' && change.kind !== 'associate' && change.kind !== 'disassociate';

const valuesOf = (change: Valued): Values =>
  change.kind === 'assign' ? { ownerid: change.owner } : change.values;

/** Lower-case, as the server gives them: a row is found by its key. */
const canonical = (change: Change): Change => ({
  ...change,
  ref: { ...change.ref, id: change.ref.id.toLowerCase() },
});

function tableOf(model: Model, name: string): Table {
  const table = model[name];
  if (table === undefined) throw new SaveError({ code: 'gone' });
  return table;
}

async function presentRow(draft: Draft, change: Change): Promise<LocalRow> {
  const row = await draft.record(change.ref);
  if (row === null || row.deleted) throw new SaveError({ code: 'gone' });
  return row;
}

function checked(table: Table, change: Valued): Values {
  const values = normaliseValues(table, valuesOf(change));
  const columns = validate(table, values, change.kind === 'create');
  if (columns !== null) throw new SaveError({ code: 'invalid', columns });
  return values;
}

/** Only what differs from the row; a create keeps all that is filled. */
function changedValues(values: Values, row: LocalRow | null): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([column, value]) => !sameValue(value, row?.values[column])),
  );
}

const beforeOf = (values: Values, row: LocalRow | null): Values =>
  row === null
    ? {}
    : Object.fromEntries(
        Object.keys(values).map((column): [string, Value] => [column, row.values[column] ?? null]),
      );

const refused = new Set<QueuedEntry['state']>(['rejected', 'conflict']);
const neverApplied: Pick<QueuedEntry, 'attempts' | 'lost' | 'sentAt' | 'force'> & {
  lastError: CrmFailure | null;
} = { attempts: 0, lost: false, sentAt: null, force: false, lastError: null };

/** Whether the change can go into the refused entry instead of behind it. */
async function canAmend(
  draft: Draft,
  entry: QueuedEntry,
  change: Valued,
  dependsOn: readonly number[],
) {
  if (!refused.has(entry.state) || mayHaveArrived(entry)) return false;
  const fits =
    change.kind === 'update'
      ? entry.kind === 'create' || entry.kind === 'update'
      : change.kind === entry.kind && change.kind !== 'create';
  if (!fits) return false;
  // Waiting for something that waits for this entry would never end.
  for (const seq of dependsOn) {
    if (seq === entry.seq) continue;
    const other = await draft.entry(seq);
    if (other !== null && (await waitsFor(draft, other, entry.seq))) return false;
  }
  return true;
}

/** Saves gestures by the rules ST1 to ST10. */
export function createSave(context: SaveContext) {
  const { store, model, userId, now, newId } = context;

  const stage = async (
    draft: Draft,
    change: Change,
    gesture: string,
    previous: number | null,
  ): Promise<number | null> => {
    const table = tableOf(model(), change.ref.table);
    const key = rowKey(change.ref);
    const at = new Date(now()).toISOString();
    let row: LocalRow | null = null;
    if (change.kind === 'create') {
      if ((await draft.record(change.ref)) !== null) throw new SaveError({ code: 'gone' });
    } else row = await presentRow(draft, change);

    const values = isValued(change) ? changedValues(checked(table, change), row) : {};
    if (isValued(change) && change.kind !== 'create' && Object.keys(values).length === 0)
      return previous;
    const link =
      change.kind === 'associate' || change.kind === 'disassociate'
        ? {
            relationship: change.relationship,
            other: { table: change.other.table, id: change.other.id.toLowerCase() },
          }
        : undefined;

    const earlier = await draft.entriesOf(change.ref);
    if (change.kind === 'delete') {
      const create = earlier.find((entry) => entry.kind === 'create');
      if (create !== undefined && !mayHaveArrived(create) && create.state !== 'suspect') {
        await discardCreate(draft, create, at);
        return previous;
      }
    }
    const subject = { kind: change.kind, ref: change.ref, values, ...(link && { link }) };
    const dependsOn = await dependenciesOf(draft, subject, previous);
    const shadow = await draft.shadow(change.ref);
    if (row !== null && earlier.length === 0 && shadow === null) draft.putShadow(row);
    const server = row !== null && earlier.length === 0 ? row : shadow;

    const last = earlier.at(-1);
    let seq: number;
    if (
      last !== undefined &&
      isValued(change) &&
      (await canAmend(draft, last, change, dependsOn))
    ) {
      seq = last.seq;
      const amended = { ...last.values, ...values };
      draft.putEntry({
        ...last,
        ...neverApplied,
        name: last.kind === 'create' ? createdName(table, amended) : last.name,
        values: amended,
        before: last.kind === 'create' ? {} : { ...beforeOf(values, row), ...last.before },
        dependsOn: [...new Set([...last.dependsOn, ...dependsOn])].filter((item) => item !== seq),
        state: 'pending',
        at,
      });
    } else {
      const entry: NewEntry = {
        id: newId(),
        kind: change.kind,
        version: FORMAT,
        ref: change.ref,
        name: row === null ? createdName(table, values) : nameOf(table, row.values),
        values,
        before: beforeOf(values, row),
        ...(link && { link }),
        baseEtag: server?.etag ?? null,
        dependsOn,
        gesture,
        state: 'pending',
        ...neverApplied,
        user: userId,
        at,
        merged: false,
        overwrote: {},
      };
      seq = draft.addEntry(entry);
    }
    const visible = visibleRow(table, change.ref, server, await draft.entriesOf(change.ref));
    draft.records.put(key, visible);
    return seq;
  };

  const attempt = (changes: readonly Change[]): Promise<void> =>
    transact(store, async (draft) => {
      const gesture = newId();
      let previous: number | null = null;
      for (const change of changes)
        previous = await stage(draft, canonical(change), gesture, previous);
    });

  return async (changes: readonly Change[]): Promise<void> => {
    try {
      try {
        await attempt(changes);
      } catch (error) {
        if (!(error instanceof StoreError) || error.code !== 'localFull') throw error;
        // The snapshot can be made again; the user's work cannot.
        await store.db.catalogue.clear();
        await attempt(changes);
      }
    } catch (error) {
      if (error instanceof SaveError) throw error;
      const full = error instanceof StoreError ? error.code === 'localFull' : isQuotaError(error);
      throw new SaveError({ code: full ? 'localFull' : 'localBroken' }, { cause: error });
    }
  };
}
