import type { ActionRequest } from './action-request';
import type { LocalRow, Row, RowRef } from './row';
import type { PrivilegeType, Table } from './table';
import type { Values } from './value';

/** The actions that `actions/registry.ts` has. */
export type ActionName =
  | 'winOpportunity'
  | 'loseOpportunity'
  | 'closeIncident'
  | 'grantAccess'
  | 'modifyAccess'
  | 'revokeAccess'
  | 'executeWorkflow'
  | 'qualifyLead'
  | 'merge';

/**
 * An action of the CRM on one record, as distinct from new values for its columns: what the user asks for, and not how
 * the CRM does it. `params` has names of its own for each action; rows that it refers to are lookups in it.
 */
export interface Action {
  readonly name: ActionName;
  readonly params: Values;
}

/** Ids of a workflow, a record, and who runs the one on the other. */
export interface RunQuery {
  readonly workflow: string;
  readonly record: string;
  readonly user: string;
}

/** Id of a lead, a table of rows that a lead may become, and who has qualified it. */
export interface OriginQuery {
  readonly lead: string;
  readonly table: string;
  readonly user: string;
}

/** What of the CRM tells whether an action took effect. Rejects with a CrmError, and nothing else. */
export interface Witness {
  /** Whether there is such a row, of a table that need not be on board; null: the user may not read that. */
  isThere(ref: RowRef, signal?: AbortSignal): Promise<boolean | null>;
  /**
   * The ids of the newest system jobs that this user has started of the workflow on the record; null: that cannot be
   * told, since the user may not read them or the workflow leaves none.
   */
  runsOf(run: RunQuery, signal?: AbortSignal): Promise<readonly string[] | null>;
  /** The ids of the rows that this user has made out of a lead; null: the user may not read them. */
  madeFrom(origin: OriginQuery, signal?: AbortSignal): Promise<readonly string[] | null>;
}

/** Ids of what there was before an action; null: not known. */
export type Mark = readonly string[] | null;

/** An action as it was sent. */
export interface SentAction {
  /** The record that it is done to. */
  readonly ref: RowRef;
  /** That record as the CRM has it now, with who changed it last; null: there is none. */
  readonly row: Row | null;
  readonly params: Values;
  /** systemuserid of who wants it done. */
  readonly user: string;
  /** What {@link ActionKind.mark} found before it was sent. */
  readonly mark: Mark;
}

/**
 * Whether an action took effect whose answer was lost; null: that cannot be told. `harmless`: it need not be told, since
 * to do it twice is the same as to do it once.
 */
export type Proof = 'harmless' | ((crm: Witness, sent: SentAction) => Promise<boolean | null>);

/** How one of the actions is done. */
export interface ActionKind {
  /** What the user has to be allowed to do with the record. */
  readonly needs: (params: Values) => readonly PrivilegeType[];
  /** A privilege that it takes besides, which belongs to no table. */
  readonly privilege?: string;
  /**
   * Another record that it changes: it goes after the earlier changes of that one too, and before the later ones. The
   * user has to be allowed the same there, and it has to fit as well.
   */
  readonly also?: (params: Values) => RowRef;
  /** Whether it can be done to a row as it stands. */
  readonly fits: (table: Table, row: Pick<LocalRow, 'values'>) => boolean;
  /**
   * What it makes of the record, as far as that can be told beforehand: shown at once, until the CRM has spoken. The
   * CRM does not do it where others have changed one of these columns.
   */
  readonly effects: (params: Values, table: Table) => Values;
  /** The tables in which it makes rows, the last made first: the user has to be allowed to. */
  readonly creates?: (params: Values) => readonly string[];
  /** It changes more than its record, or makes rows: what that is, is read once it is done. */
  readonly spreads?: true;
  /** @param allowDuplicates also where a rule calls what it makes a duplicate. */
  readonly request: (
    ref: RowRef,
    params: Values,
    table: Table,
    allowDuplicates: boolean,
  ) => ActionRequest;
  /** What is there before it is sent, by which to tell afterwards whether it took effect. */
  readonly mark?: (crm: Witness, sent: Omit<SentAction, 'mark'>) => Promise<Mark>;
  readonly happened: Proof;
}
