import type { Action, ActionKind } from '../action';
import type { Change } from '../change';
import type { RowRef } from '../row';
import type { Table } from '../table';
import { isLookup, type Lookup, type Value, type Values } from '../value';
import { reference } from './reference';

/** The privilege to merge rows, which belongs to no table. */
export const mergePrivilege = 'prvMerge';

/** The state and status that a row gets when it is given up, by table: no other one knows merging. */
const givenUpAs: Readonly<Record<string, readonly [state: number, status: number]>> = {
  account: [1, 2],
  contact: [1, 2],
  lead: [2, 7],
  incident: [2, 2000],
};

export const isMergeable = ({ name }: Pick<Table, 'name'>): boolean =>
  Object.hasOwn(givenUpAs, name);

/** The row that one was given up for; null: it was not. */
export const mergedInto = ({ masterid }: Values): Lookup | null =>
  isLookup(masterid) ? masterid : null;

/** Two rows of which one goes on for both. */
export interface Merge {
  readonly givenUp: RowRef;
  readonly stays: Lookup;
  /** Values of the row that is given up, which the other one takes over. */
  readonly taken: Values;
  /** Only where the row that is given up belongs to nothing else than the other one does. */
  readonly sameParents: boolean;
}

const merging = (stays: Lookup, sameParents: boolean): Action => ({
  name: 'merge',
  params: { stays, sameParents },
});

/**
 * Merges two rows. What is taken over is a change of its own, which goes first: Dataverse would write it with the merge
 * over whatever is there, and what others have written meanwhile would be lost unseen.
 */
export const mergeRows = ({ givenUp, stays, taken, sameParents }: Merge): readonly Change[] => [
  ...(Object.keys(taken).length > 0
    ? [{ kind: 'update', ref: { table: stays.table, id: stays.id }, values: taken } as const]
    : []),
  { kind: 'action', ref: givenUp, action: merging(stays, sameParents) },
];

function staysIn({ stays = null }: Values): Lookup {
  if (!isLookup(stays)) throw new TypeError('Merged into nothing');
  return stays;
}

/** It is done to the row that is given up: that says afterwards which one it was given up for. */
export const merge: ActionKind = {
  needs: () => ['Write'],
  privilege: mergePrivilege,
  also: staysIn,
  spreads: true,
  fits: (table, { values }) =>
    isMergeable(table) && values['statecode'] === 0 && mergedInto(values) === null,
  effects(params, { name, columns }) {
    const [statecode = null, statuscode = null] = givenUpAs[name] ?? [];
    const closed = Object.entries<Value>({ statecode, statuscode });
    return {
      ...Object.fromEntries(closed.filter(([column]) => column in columns)),
      // Also where the columns were read by a version that did not ask for it.
      masterid: staysIn(params),
    };
  },
  request: (ref, params, { primaryId }) => ({
    name: 'Merge',
    on: null,
    parameters: {
      Target: reference(staysIn(params), primaryId),
      Subordinate: reference(ref, primaryId),
      PerformParentingChecks: params['sameParents'] === true,
    },
  }),
  happened(_crm, { row, params }) {
    if (row !== null && !('masterid' in row.values)) return Promise.resolve(null);
    return Promise.resolve(mergedInto(row?.values ?? {})?.id === staysIn(params).id);
  },
};
