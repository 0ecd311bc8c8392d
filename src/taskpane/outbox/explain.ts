import type { CrmFailure } from '../../domain/crm-error';
import type { OutboxEntry } from '../../domain/entry';
import type { ConnectionState } from '../../domain/status';
import type { Model } from '../../domain/table';
import { isGone, refusalOf, waitingKind, type WaitingKind } from '../../domain/waiting';
import { shownName, tableLabel } from '../names';
import { strings } from '../strings';

const why = strings.outbox.why;

/** Why the CRM refuses a change, in plain words. */
export const explainFailure = (lastError: CrmFailure | null): string =>
  why[refusalOf({ lastError })];

/** Whether the CRM can be reached, or the user has paused sending. */
export type Way = ConnectionState | 'paused';

function waiting(way: Way): string {
  if (way === 'paused') return why.pendingPaused;
  if (way === 'workingOffline') return why.pendingByChoice;
  return way === 'online' ? why.pendingOnline : why.pendingOffline;
}

/** Why an entry was not sent yet, in plain words. */
export function explainEntry(
  entry: OutboxEntry,
  all: readonly OutboxEntry[],
  way: Way,
  model: Model,
): string {
  switch (entry.state) {
    case 'pending':
      return waiting(way);
    case 'rejected':
      return explainFailure(entry.lastError);
    case 'conflict':
      if (entry.kind === 'delete') return why.changed;
      if (isGone(entry)) return why.deleted;
      return waitingKind(entry) === 'unproved' ? why.unproved : why.conflict;
    case 'duplicate':
      return entry.kind === 'action' ? why.duplicateMade : why.duplicate;
    case 'blocked': {
      const names = all
        .filter((other) => entry.dependsOn.includes(other.seq))
        .map((other) => shownName(model, other.ref.table, other.name));
      return names.length > 0 ? why.blocked([...new Set(names)].join(', ')) : why.blockedUnknown;
    }
    default:
      return why[entry.state];
  }
}

/** What kind of change it is, with the table's label. */
export function describeKind({ kind, ref, action }: OutboxEntry, model: Model): string {
  const label = tableLabel(model, ref.table);
  const said =
    kind === 'action' ? action && strings.actions.kind[action.name] : strings.outbox.kind[kind];
  return said?.(label) ?? label;
}

export interface EntryActions {
  readonly edit: boolean;
  readonly discard: boolean;
  readonly hold: boolean;
  readonly release: boolean;
  readonly retry: boolean;
  readonly overwrite: boolean;
  /** Whose value stays, column by column; or whether a record that others have changed is deleted. */
  readonly choose: boolean;
  /** Say that an action was done, or have it done once more. */
  readonly settle: boolean;
  /** Make the record again that somebody deleted. */
  readonly recreate: boolean;
  /** To be written though it is a duplicate. */
  readonly anyway: boolean;
}

const retried: ReadonlySet<WaitingKind> = new Set(['deleted', 'duplicate', 'refused', 'suspect']);

/** What the user can do about an entry. While it is on its way, nothing. */
export function actionsOf(entry: OutboxEntry): EntryActions {
  const moving = entry.state === 'sending' || entry.state === 'uncertain';
  const editable = entry.kind === 'create' || entry.kind === 'update';
  const waits = waitingKind(entry);
  return {
    edit: editable && !moving && entry.state !== 'unreadable' && !isGone(entry),
    discard: !moving && waits !== 'changed',
    hold: entry.state === 'pending' || entry.state === 'blocked',
    release: entry.state === 'held',
    retry: waits !== null && retried.has(waits),
    overwrite: waits === 'unclear',
    settle: waits === 'unproved',
    choose: waits === 'conflict' || waits === 'changed',
    recreate: waits === 'deleted',
    anyway: waits === 'duplicate',
  };
}
