import type { Identity } from './crm-server';
import type { OutboxEntry } from './entry';
import { isLookup, type Lookup } from './value';

/** A classic workflow that is activated and that the user may read. */
export interface Process {
  readonly id: string;
  readonly name: string;
  /** Logical name of the table whose rows start it. */
  readonly table: string;
  /** Within the write that starts it, which it can refuse; else in the background, later. */
  readonly realTime: boolean;
  readonly onCreate: boolean;
  readonly onDelete: boolean;
  /** Users may run it on a record. */
  readonly onDemand: boolean;
  /** It starts where one of these columns is written; logical names. */
  readonly columns: readonly string[];
  /** Whose rows start it: its owner's, those of its business unit, of that and those below it, or all. */
  readonly scope: 'user' | 'unit' | 'unitsBelow' | 'organization';
  readonly ownerId: string;
  readonly businessUnitId: string;
}

/** Processes that a change starts. `certain`: false where it is not known here whose row it is. */
export interface Started {
  readonly process: Process;
  readonly certain: boolean;
}

type Subject = Pick<OutboxEntry, 'kind' | 'ref' | 'values'>;

function triggers({ onCreate, onDelete, columns }: Process, { kind, values }: Subject): boolean {
  switch (kind) {
    case 'create':
      return onCreate;
    case 'delete':
      return onDelete;
    case 'update':
    case 'setState':
    case 'assign':
    case 'action':
      return columns.some((column) => column in values);
    case 'associate':
    case 'disassociate':
      return false;
  }
}

/** The owner that the row has or gets, as far as the change tells. */
function ownerOf({ kind, values }: Subject, me: Identity): Pick<Lookup, 'table' | 'id'> | null {
  const owner = values['ownerid'];
  if (isLookup(owner)) return owner;
  return kind === 'create' ? { table: 'systemuser', id: me.userId } : null;
}

/** Whether the process is there for rows of this owner; null: not known. */
function isFor(
  { scope, ownerId, businessUnitId }: Process,
  owner: Pick<Lookup, 'id'> | null,
  me: Identity,
): boolean | null {
  if (scope === 'organization') return true;
  if (owner === null) return null;
  if (scope === 'user') return owner.id === ownerId;
  if (owner.id !== me.userId) return null;
  if (me.businessUnitId === businessUnitId) return true;
  return scope === 'unit' ? false : null;
}

/** The processes that a change starts in the CRM, by name. */
export const startedBy = (
  processes: readonly Process[],
  change: Subject,
  me: Identity,
): Started[] =>
  processes.flatMap((process) => {
    if (process.table !== change.ref.table || !triggers(process, change)) return [];
    const fits = isFor(process, ownerOf(change, me), me);
    return fits === false ? [] : [{ process, certain: fits === true }];
  });
