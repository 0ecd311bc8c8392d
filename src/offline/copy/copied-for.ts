import { mayKeepFewer } from '../../domain/fewer';
import { leftOut } from '../../domain/left-out';
import { may } from '../../domain/rights';
import type { Table } from '../../domain/table';
import { rowsKept, type Trip } from '../../domain/trip';
import { type Facts, fingerprint } from '../facts';
import { readState, type Store, writeStates } from '../store';

/** What tells choices of rows apart: trips that are off, and names, bring nothing. */
export const markOf = (trips: readonly Trip[]): string =>
  fingerprint(trips.filter(({ on }) => on).map(({ name: _, ...trip }) => trip));

/** Of the choice that the last download went by which came to its end. */
export const copiedFor = (store: Store): Promise<string | undefined> =>
  readState<string>(store, 'copiedFor');

/** A download by these trips has come to its end. */
export const writeCopied = (store: Store, trips: readonly Trip[]): Promise<void> =>
  writeStates(store, [
    ['copiedFor', markOf(trips)],
    ['copiedTrips', trips],
  ]);

/** By which choices are compared. */
export type Known = Pick<Facts, 'model' | 'rights' | 'rules'>;

/** Those whose files come. */
const withFiles = (trips: readonly Trip[]): readonly Trip[] =>
  trips.filter(({ attachments }) => attachments === true);

/** Whether trips bring anything that others have not brought: rows, columns or files. What leaves is nothing such. */
function bringMore(
  { model, rights, rules }: Known,
  copied: readonly Trip[],
  trips: readonly Trip[],
): boolean {
  const tables = Object.values(model).filter((table) => may(rights, table, 'Read').allowed);
  const columnsAreHere = (table: Table): boolean => {
    if (rowsKept(trips, table) === 'none') return true;
    const without = leftOut(trips, table, rules);
    return leftOut(copied, table, rules).every((name) => without.includes(name));
  };
  return (
    mayKeepFewer(tables, trips, copied) ||
    mayKeepFewer(tables, withFiles(trips), withFiles(copied)) ||
    !tables.every(columnsAreHere)
  );
}

/** Whether the last download that came to its end went by a choice that brings all that these trips do. */
export async function hasCopied(
  store: Store,
  trips: readonly Trip[],
  facts: Known,
): Promise<boolean> {
  if ((await copiedFor(store)) === markOf(trips)) return true;
  const copied = await readState<readonly Trip[]>(store, 'copiedTrips');
  return copied !== undefined && !bringMore(facts, copied, trips);
}
