import type { Change, ChangeKind } from './change';
import { type Receipt, wasSent } from './entry';
import { denies } from './column-security';
import { lacks } from './left-out';
import type { LocalRow } from './row';
import type { Column, PrivilegeType, Table } from './table';
import { isLookup, sameValue, type Value, type Values } from './value';

/** How much of a change is taken back: all of it, or where it overwrote what somebody else had written. */
export type UndoPart = 'all' | 'overwritten';

/**
 * Why a change cannot be taken back:
 * - `notSent`: it never arrived.
 * - `changedSince`: what it wrote is not there any more.
 * - `gone`: its record is not on this computer.
 * - `unknown`: what was there before it is not known.
 * - `action`: the CRM has done more than this computer knows.
 */
export type NoUndo = 'notSent' | 'changedSince' | 'gone' | 'unknown' | 'action';

/** What takes a change back. `stays`: the columns that were changed again since, which are left alone. */
export type Undo =
  | { readonly changes: readonly Change[]; readonly stays: readonly string[] }
  | { readonly changes: null; readonly why: NoUndo };

/** What the user has to be allowed to do with the record of a change to take it back. */
export const undoNeeds = {
  create: 'Delete',
  delete: 'Create',
  update: 'Write',
  setState: 'Write',
  assign: 'Assign',
  associate: 'Append',
  disassociate: 'Append',
  action: 'Write',
} as const satisfies Readonly<Record<ChangeKind, PrivilegeType>>;

const no = (why: NoUndo): Undo => ({ changes: null, why });
const only = (change: Change): Undo => ({ changes: [change], stays: [] });

function valuesBack(
  { entry, overwrote }: Receipt,
  table: Table,
  row: LocalRow,
  part: UndoPart,
): Undo {
  const { ref, values, before } = entry;
  const overwritten = Object.keys(overwrote).filter((column) => column in values);
  const columns = part === 'all' ? Object.keys(values) : overwritten;
  if (columns.length === 0) return no('unknown');
  // Of a column that is not here it is not known whether it was changed again.
  const stays = columns.filter(
    (column) => lacks(table, row, column) || !sameValue(row.values[column], values[column]),
  );
  const back: Values = Object.fromEntries(
    columns
      .filter((column) => !stays.includes(column))
      .map((column): [string, Value] => [column, overwrote[column] ?? before[column] ?? null])
      .filter(([column, value]) => !sameValue(row.values[column], value)),
  );
  if (Object.keys(back).length === 0) return no('changedSince');
  if (entry.kind !== 'assign')
    return {
      changes: [{ kind: entry.kind === 'setState' ? 'setState' : 'update', ref, values: back }],
      stays,
    };
  const owner = back['ownerid'];
  return isLookup(owner) ? { changes: [{ kind: 'assign', ref, owner }], stays } : no('unknown');
}

const isStateOf = ({ type }: Column): boolean => type === 'state' || type === 'status';

/** The row once more, under its old id. A state that no new row can have follows as a change of its own. */
function createdAgain({ entry, row }: Receipt, table: Table): Undo {
  if (row === undefined) return no('unknown');
  const columns = Object.values(table.columns).filter(({ name }) => (row[name] ?? null) !== null);
  const pick = (wanted: (column: Column) => boolean): Values =>
    Object.fromEntries(
      columns.filter(wanted).map(({ name }): [string, Value] => [name, row[name] ?? null]),
    );
  const { ref } = entry;
  const values = pick(
    (column) =>
      column.canCreate &&
      !denies(column, 'Create') &&
      column.type !== 'uniqueidentifier' &&
      !isStateOf(column),
  );
  const open = columns.every(({ name, type }) => type !== 'state' || row[name] === 0);
  const created: Change = { kind: 'create', ref, values };
  const changes: readonly Change[] = open
    ? [created]
    : [created, { kind: 'setState', ref, values: pick(isStateOf) }];
  return { changes, stays: [] };
}

/**
 * The save that takes a sent change back. It can conflict like any other.
 * @param row as it shows now; null: it is not on this computer.
 */
export function undoOf(
  receipt: Receipt,
  table: Table | undefined,
  row: LocalRow | null,
  part: UndoPart = 'all',
): Undo {
  const { entry } = receipt;
  if (!wasSent(receipt)) return no('notSent');
  if (table === undefined) return no('unknown');
  if (entry.kind === 'action') return no('action');
  if (entry.kind === 'delete')
    return row === null ? createdAgain(receipt, table) : no('changedSince');
  if (row === null || row.deleted) return no('gone');
  switch (entry.kind) {
    case 'create':
      return only({ kind: 'delete', ref: entry.ref });
    case 'associate':
    case 'disassociate': {
      if (entry.link === undefined) return no('unknown');
      const kind = entry.kind === 'associate' ? 'disassociate' : 'associate';
      const { relationship, other } = entry.link;
      return only({ kind, ref: entry.ref, relationship, other: { ...other, name: '' } });
    }
    default:
      return valuesBack(receipt, table, row, part);
  }
}
