import type { Action } from '../../domain/action';
import type { Write } from '../../domain/crm-server';
import type { Table } from '../../domain/table';
import type { QueuedEntry } from '../stored';

/** Applies to whatever version is there. */
export const ANY_VERSION = '*';

export const isUpdate = ({ kind }: QueuedEntry): boolean =>
  kind === 'update' || kind === 'setState' || kind === 'assign';

/** A link has no condition, and leaves the version of its row. */
export const isLink = ({ kind }: QueuedEntry): boolean =>
  kind === 'associate' || kind === 'disassociate';

/** It has no condition, so it is done only after its row was read, by a request of its own. */
export const isAction = ({ kind }: QueuedEntry): boolean => kind === 'action';

/** What an entry of an action is to do. */
export function actionOf({ action }: QueuedEntry): Action {
  if (action === undefined) throw new TypeError('An action that does not say what to do');
  return action;
}

/** The condition the entry was made on; null: none is known, so the row is read first. */
export function originalGuard(entry: QueuedEntry, table: Table): string | null {
  if (entry.force || !table.optimisticConcurrency) return null;
  return entry.baseEtag;
}

/** Whether repeating the request could do harm if the first one is still on its way. */
export const isUnguarded = (entry: QueuedEntry, table: Table): boolean =>
  isLink(entry) ||
  isAction(entry) ||
  (entry.kind !== 'create' && originalGuard(entry, table) === null);

/** Whether the entry can be sent without reading its row first. */
export const isReady = (entry: QueuedEntry, table: Table): boolean =>
  !isAction(entry) &&
  (entry.kind === 'create' || isLink(entry) || originalGuard(entry, table) !== null);

/** The request for an entry. */
export function plan(entry: QueuedEntry, table: Table, guard: string): Write {
  const { id } = entry.ref;
  const allowed = entry.allowDuplicates === true && { allowDuplicates: true };
  switch (entry.kind) {
    case 'create':
      return { kind: 'create', table, id, values: entry.values, ...allowed };
    case 'delete':
      return { kind: 'delete', table, id, etag: guard };
    case 'associate':
    case 'disassociate': {
      const { relationship = '', other = entry.ref } = entry.link ?? {};
      return { kind: entry.kind, table, id, relationship, other };
    }
    case 'action':
      return {
        kind: 'action',
        table,
        id,
        action: actionOf(entry),
        values: entry.values,
        ...allowed,
      };
    case 'update':
    case 'setState':
    case 'assign':
      return { kind: 'update', table, id, values: entry.values, etag: guard, ...allowed };
  }
}
