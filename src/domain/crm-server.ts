import type { Action, Witness } from './action';
import type { Aftermath } from './aftermath';
import type { Attachment } from './attachment';
import type { Negation } from './condition';
import type { CrmFailure } from './crm-error';
import type { DuplicateRule } from './duplicate-rule';
import type { Process } from './process';
import type { Rights } from './rights';
import type { Row, RowRef } from './row';
import type { ManyToMany, Model, PrivilegeType, Table } from './table';
import type { Lookup, Value, Values } from './value';
import type { View, ViewRef } from './view';

/** Who is signed in, and where. Ids are lower-case GUIDs. */
export interface Identity {
  readonly organizationId: string;
  readonly userId: string;
  readonly businessUnitId: string;
}

/** Which rows of a table. */
export type RowFilter =
  | { readonly kind: 'all' }
  | { readonly kind: 'owner'; readonly userId: string }
  /** Those of the signed-in user and of the teams that they are a member of. */
  | { readonly kind: 'team' }
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  /** Those that have all of these values, none of which is null. */
  | { readonly kind: 'values'; readonly values: Values }
  | ColumnFilter
  /** Activities of which the user is a party in one of these roles; `column` is that of the parties. */
  | {
      readonly kind: 'party';
      readonly column: string;
      readonly userId: string;
      readonly roles: readonly number[];
    }
  /**
   * Those that refer by `column` to a row of `to` that the filter has. That is one of owners and columns alone, without
   * `contain-values` and `not-contain-values`, or of these joined by and and or.
   */
  | {
      readonly kind: 'referring';
      readonly column: string;
      readonly to: Table;
      readonly filter: RowFilter;
    }
  /** Those of a {@link View} that has a condition. Its days may count from the one on which it is asked for. */
  | { readonly kind: 'view'; readonly condition: string; readonly day: string }
  /** Those that each one of these filters has, or at least one. There is at least one. */
  | { readonly kind: 'and' | 'or'; readonly filters: readonly RowFilter[] };

/**
 * By what a column holds; texts compare without case. An empty column is found by `null`, and by a {@link Negation}: that
 * finds whatever the operator does not which it turns round.
 * - `contains`, `begins-with`: of a text, taken as it is;
 * - `in`: one of these values; `contain-values`: of several options at least one of these;
 * - `null`, `not-null`: no values; all others: one, as the column holds it.
 */
export interface ColumnFilter {
  readonly kind: 'column';
  readonly column: string;
  readonly operator:
    | 'eq'
    | 'ge'
    | 'le'
    | 'lt'
    | 'contains'
    | 'begins-with'
    | 'in'
    | 'contain-values'
    | Negation
    | 'not-null'
    | 'null';
  readonly values: readonly Value[];
}

export interface RowQuery {
  readonly table: Table;
  readonly filter: RowFilter;
  /** Only rows of a newer version (the number in an etag, in digits), the oldest first; null or absent: all, by id. */
  readonly since?: string | null;
  /** Only ids and versions, without values. */
  readonly bare?: boolean;
  /** Beside them only these columns; absent: all of the table. */
  readonly only?: readonly string[];
  /** At most 5000 (Dataverse's own limit). */
  readonly pageSize: number;
}

export interface RowPage {
  readonly rows: readonly Row[];
  /** Opaque; null on the last page. */
  readonly next: string | null;
  /** What the answer weighs, unpacked. */
  readonly bytes: number;
}

/** What a row that is to be written may be a duplicate of. */
export interface DuplicateQuery {
  readonly table: Table;
  /** Null for a row that the server does not have yet. */
  readonly id: string | null;
  /** What the row is going to hold; what is absent is taken from the server's row. */
  readonly values: Values;
  /** The table to look in: that of the row, or another one that a {@link DuplicateRule} compares with it. */
  readonly matching: Table;
}

/** What rows of several tables are found by. */
export interface SearchQuery {
  readonly tables: readonly Table[];
  /** Each begins a word of the row's name or of one of its e-mail addresses, whatever its case. At least one. */
  readonly words: readonly string[];
  /** At most so many rows of each table. */
  readonly limit: number;
}

/** Two rows that an N:N relationship may link. */
export interface LinkQuery {
  readonly table: Table;
  readonly id: string;
  readonly relationship: string;
  readonly otherTable: Table;
  readonly otherId: string;
}

/** Of rows of one table: what they are linked to. */
export interface LinksQuery {
  readonly relationship: ManyToMany;
  /** On the side that the relationship is seen from; null: all rows. */
  readonly ids: readonly string[] | null;
}

/** Links by the ids of both rows. */
export interface LinkPage {
  readonly links: readonly { readonly mine: string; readonly theirs: string }[];
  /** Opaque; null on the last page. */
  readonly next: string | null;
}

/**
 * One write with its guard. `etag` '*' asks only that the row exists; a create asks that it does not. What a duplicate
 * detection rule calls a duplicate is refused unless it is allowed. Links and actions have no guard.
 */
export type Write =
  | {
      readonly kind: 'create';
      readonly table: Table;
      readonly id: string;
      readonly values: Values;
      readonly allowDuplicates?: boolean;
    }
  | {
      readonly kind: 'update';
      readonly table: Table;
      readonly id: string;
      readonly values: Values;
      readonly etag: string;
      readonly allowDuplicates?: boolean;
    }
  | { readonly kind: 'delete'; readonly table: Table; readonly id: string; readonly etag: string }
  | {
      readonly kind: 'associate' | 'disassociate';
      readonly table: Table;
      readonly id: string;
      readonly relationship: string;
      readonly other: RowRef;
    }
  /** `values`: what the action is expected to make of the row, which is not sent. */
  | {
      readonly kind: 'action';
      readonly table: Table;
      readonly id: string;
      readonly action: Action;
      readonly values: Values;
      readonly allowDuplicates?: boolean;
    };

/**
 * What became of a set of writes:
 * - `done`: all of it; the rows are as {@link CrmServer.write} gives them.
 * - `failed`: nothing of it; `failure` says why.
 * - `notRun`: nothing of it, since it stands behind one that failed.
 * - `unknown`: its answer is missing or makes no sense, so all of it or nothing may be done.
 */
export type SetOutcome =
  | { readonly kind: 'done'; readonly rows: readonly (Row | null)[] }
  | { readonly kind: 'failed'; readonly failure: CrmFailure }
  | { readonly kind: 'notRun' }
  | { readonly kind: 'unknown' };

/**
 * The CRM as the rest of Carryon knows it. Every method rejects with a {@link CrmError} and nothing else,
 * an aborted signal included (then `unreachable`).
 */
export interface CrmServer extends Witness {
  /** A cheap request that only a live Dataverse answers: also the probe. */
  whoAmI(signal?: AbortSignal): Promise<Identity>;
  /** Tables by logical name; without names, all that the organisation made available offline. Unknown names are left out. */
  readModel(names: readonly string[] | null, signal?: AbortSignal): Promise<Model>;
  readRights(identity: Identity, model: Model, signal?: AbortSignal): Promise<Rights>;
  readPage(query: RowQuery, next: string | null, signal?: AbortSignal): Promise<RowPage>;
  /** The first page of each of these, in one request where the CRM takes that: ten at most, of few rows. */
  readPages(queries: readonly RowQuery[], signal?: AbortSignal): Promise<readonly RowPage[]>;
  /** How many rows; Dataverse counts to 50,000 at most, `more` says that there are more. */
  count(query: RowQuery, signal?: AbortSignal): Promise<{ count: number; more: boolean }>;
  /** Null where there is no such row, or none this user may read. */
  readRow(table: Table, id: string, signal?: AbortSignal): Promise<Row | null>;
  /**
   * The file that belongs to a row; null where there is none, or none that this user may read.
   * @param size how large it is said to be: a large one may take its time. Bytes.
   */
  readAttachment(
    table: Table,
    id: string,
    size: number,
    signal?: AbortSignal,
  ): Promise<Attachment | null>;
  /**
   * The rows of each table by their names, without parties and long texts. A table that the CRM refuses to look
   * through is left out.
   */
  search(query: SearchQuery, signal?: AbortSignal): Promise<readonly Row[]>;
  /** The columns of each alternate key: no two rows have the same values in them. */
  readKeys(table: Table, signal?: AbortSignal): Promise<readonly (readonly string[])[]>;
  /** What the user may do to a row, for whatever reason; null where there is no such row. */
  readAccess(
    userId: string,
    table: Table,
    id: string,
    signal?: AbortSignal,
  ): Promise<ReadonlySet<PrivilegeType> | null>;
  /** Whether the rows are linked, as far as the user may see. */
  isLinked(link: LinkQuery, signal?: AbortSignal): Promise<boolean>;
  /** The links of these rows to rows that the user may read. */
  readLinks(query: LinksQuery, next: string | null, signal?: AbortSignal): Promise<LinkPage>;
  /** At most 50 rows that published rules call duplicates and that the user may read; without their parties. */
  readDuplicates(query: DuplicateQuery, signal?: AbortSignal): Promise<readonly Row[]>;
  /**
   * The published rules, by name. None where the organisation does not look for duplicates when rows are written, or
   * the user may not read them. A rule that has an unknown operator is left out.
   */
  readDuplicateRules(signal?: AbortSignal): Promise<readonly DuplicateRule[]>;
  /**
   * Views of these tables that the user may use, the organisation's and users' own, by name; none where they may read
   * none.
   * @param only null: all of them
   */
  readViews(
    tables: readonly Table[],
    only: readonly ViewRef[] | null,
    signal?: AbortSignal,
  ): Promise<readonly View[]>;
  /** Users and teams that can own records, by name: at most 1000 of each. */
  readColleagues(signal?: AbortSignal): Promise<readonly Lookup[]>;
  /** The activated classic workflows, by name; null where the user may not read them. */
  readProcesses(signal?: AbortSignal): Promise<readonly Process[] | null>;
  /**
   * The system jobs on these records and the notifications of the user, the newest first, at most 50 of each.
   * @param ids of at most 20 records
   * @param since ISO 8601, by the server's clock
   */
  readAftermath(
    user: string,
    ids: readonly string[],
    since: string,
    signal?: AbortSignal,
  ): Promise<Aftermath>;
  /**
   * The row after the write; null after a delete or a link, and where it cannot be read. Resolving is the proof.
   * A write is done whole or not at all.
   */
  write(write: Write, signal?: AbortSignal): Promise<Row | null>;
  /**
   * Sets of writes by one request, in order, each done whole or not at all; the first that fails ends it. There is
   * one outcome for each set. At most 1000 requests, of which a change of parties may take two.
   * Rejects where the request failed as a whole: answered with a status of 400 to 499 nothing of it was done
   * (408 apart), and otherwise anything may be, as after a rejected {@link write}.
   */
  writeAll(
    sets: readonly (readonly Write[])[],
    signal?: AbortSignal,
  ): Promise<readonly SetOutcome[]>;
}
