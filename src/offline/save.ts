import { mergedInto } from '../domain/actions/merging';
import { actions, alsoChanged } from '../domain/actions/registry';
import type { Change } from '../domain/change';
import { denies, isClosed } from '../domain/column-security';
import { lacks } from '../domain/left-out';
import { SaveError } from '../domain/record-store';
import { type LocalRow, nameOf } from '../domain/row';
import type { Model, Table } from '../domain/table';
import { type Lookup, sameValue, type Values } from '../domain/value';
import { noteAlong } from './along';
import { amendRefused, beforeOf, neverSent } from './amend';
import { discardCreates } from './discard';
import type { Draft, NewEntry } from './draft';
import { dependenciesOf, mayHaveArrived } from './line';
import { normaliseValues } from './normalise';
import { recompute } from './recompute';
import type { Store } from './store';
import { isFull } from './store-error';
import { formatOf, type QueuedEntry } from './stored';
import { transact } from './transact';
import { validate } from './validate';
import { createdName, newRow, withEntry } from './visible';

export interface SaveContext {
  readonly store: Store;
  readonly model: () => Model;
  /** systemuserid of the signed-in user. */
  readonly userId: string;
  readonly now: () => number;
  readonly newId: () => string;
}

type Valued = Extract<Change, { values: Values } | { owner: Lookup }>;

const isValued = (change: Change): change is Valued => 'values' in change || 'owner' in change;

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

/** The row as it shows before the change; null where the change makes it. */
async function rowFor(draft: Draft, { kind, ref }: Change): Promise<LocalRow | null> {
  const row = await draft.record(ref);
  if (kind === 'create' ? row !== null : row === null || row.deleted)
    throw new SaveError({ code: 'gone' });
  return row;
}

function checked(table: Table, change: Valued): Values {
  const values = normaliseValues(table, valuesOf(change));
  const creating = change.kind === 'create';
  for (const [name, value] of Object.entries(values))
    if (isClosed(table.columns[name], creating) && !(creating && value === null))
      throw new SaveError({ code: 'secured' });
  const columns = validate(table, values, creating);
  if (columns !== null) throw new SaveError({ code: 'invalid', columns });
  return values;
}

/** The values that the row is going to show. */
const shownBy = (table: Table, change: Change): Values => {
  if (isValued(change)) return checked(table, change);
  if (change.kind !== 'action') return {};
  const { name, params } = change.action;
  const effects = normaliseValues(table, actions[name].effects(params, table));
  // What may not be seen cannot show.
  return Object.fromEntries(
    Object.entries(effects).filter(([column]) => !denies(table.columns[column], 'Read')),
  );
};

/** Only what differs from the row; a create keeps all that is filled. */
function changedValues(values: Values, row: LocalRow | null): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([column, value]) => !sameValue(value, row?.values[column])),
  );
}

/** Works out one gesture in a draft. @param undoes the receipt whose change it takes back. */
export type Stage = (draft: Draft, changes: readonly Change[], undoes?: string) => Promise<void>;

/** A record that was given up for another one is not changed any more; it may still be deleted. */
async function refuseMerged(draft: Draft, change: Change, row: LocalRow | null): Promise<void> {
  const also = change.kind === 'action' ? alsoChanged(change.action) : null;
  const other = also && (await draft.record(also));
  if (also !== null && (other === null || other.deleted)) throw new SaveError({ code: 'gone' });
  const changed = change.kind === 'delete' ? [] : [row, other];
  if (changed.some((each) => each !== null && mergedInto(each.values) !== null))
    throw new SaveError({ code: 'merged' });
}

/** Works out gestures by the rules ST1 to ST10, ST15, AC1. */
export function createStage(context: SaveContext): Stage {
  const { model, userId, now, newId } = context;

  const stage = async (
    draft: Draft,
    change: Change,
    gesture: Pick<QueuedEntry, 'gesture' | 'undoes'>,
    previous: number | null,
  ): Promise<number | null> => {
    const table = tableOf(model(), change.ref.table);
    const at = new Date(now()).toISOString();
    await draft.ahead(change.ref);
    const row = await rowFor(draft, change);

    const { kind, ref } = change;
    const given = shownBy(table, change);
    // What was there would be taken for nothing.
    if (row !== null && Object.keys(given).some((column) => lacks(table, row, column)))
      throw new SaveError({ code: 'notHere' });
    if (row !== null && row.pending > 0 && isValued(change)) {
      const { undoes } = gesture;
      const correction = { kind, ref, values: given, previous, at, ...(undoes && { undoes }) };
      const amended = await amendRefused(draft, table, row, correction);
      if (amended !== null) {
        await recompute(draft, model(), ref);
        return amended;
      }
    }

    await refuseMerged(draft, change, row);
    const values = changedValues(given, row);
    if (isValued(change) && kind !== 'create' && Object.keys(values).length === 0) return previous;
    const link =
      change.kind === 'associate' || change.kind === 'disassociate'
        ? {
            relationship: change.relationship,
            other: { table: change.other.table, id: change.other.id.toLowerCase() },
          }
        : undefined;

    if (kind === 'delete') {
      const [create] = await draft.createsOf([ref]);
      if (create !== undefined && !mayHaveArrived(create) && create.state !== 'suspect') {
        await discardCreates(draft, model(), [create], at, 'keep');
        return previous;
      }
    }
    const subject = {
      kind,
      ref,
      values,
      ...(link && { link }),
      ...(change.kind === 'action' && { action: change.action }),
    };
    const dependsOn = await dependenciesOf(draft, subject, previous);
    const shadow = await draft.shadow(ref);
    const first = row?.pending === 0;
    if (first && shadow === null) draft.putShadow(row);
    const entry: NewEntry = {
      id: newId(),
      ...subject,
      version: formatOf(change),
      name: row === null ? createdName(table, values) : nameOf(table, row.values),
      before: beforeOf(values, row),
      baseEtag: (first ? row : shadow)?.etag ?? null,
      dependsOn,
      ...gesture,
      state: 'pending',
      ...neverSent,
      user: userId,
      at,
      merged: false,
      overwrote: {},
    };
    const seq = draft.addEntry(entry);
    const also = change.kind === 'action' ? alsoChanged(change.action) : null;
    if (also !== null) await noteAlong(draft, also, ref);
    // On top of what shows, so that a save costs the same however many wait on the record.
    draft.putRecord(withEntry(table, row ?? newRow(ref), entry));
    return seq;
  };

  return async (draft, changes, undoes) => {
    const gesture = { gesture: newId(), ...(undoes !== undefined && { undoes }) };
    let previous: number | null = null;
    for (const change of changes)
      previous = await stage(draft, canonical(change), gesture, previous);
  };
}

/** Commits what is worked out; rejects with a SaveError, and then nothing was changed. */
export async function saveAll(store: Store, work: (draft: Draft) => Promise<void>): Promise<void> {
  try {
    await transact(store, work);
  } catch (error) {
    if (error instanceof SaveError) throw error;
    throw new SaveError({ code: isFull(error) ? 'localFull' : 'localBroken' }, { cause: error });
  }
}

/** Saves gestures. */
export function createSave(context: SaveContext) {
  const stage = createStage(context);
  return (changes: readonly Change[]): Promise<void> =>
    saveAll(context.store, (draft) => stage(draft, changes));
}
