import type { Rights } from './rights';
import type { Row, RowRef } from './row';
import type { Model, Table } from './table';
import type { Values } from './value';

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
  | { readonly kind: 'ids'; readonly ids: readonly string[] };

export interface RowQuery {
  readonly table: Table;
  readonly filter: RowFilter;
  /** At most 5000 (Dataverse's own limit). */
  readonly pageSize: number;
}

export interface RowPage {
  readonly rows: readonly Row[];
  /** Opaque; null on the last page. */
  readonly next: string | null;
}

/**
 * One write with its guard. `etag` '*' asks only that the row exists; a create asks that it does not.
 */
export type Write =
  | { readonly kind: 'create'; readonly table: Table; readonly id: string; readonly values: Values }
  | {
      readonly kind: 'update';
      readonly table: Table;
      readonly id: string;
      readonly values: Values;
      readonly etag: string;
    }
  | { readonly kind: 'delete'; readonly table: Table; readonly id: string; readonly etag: string }
  | {
      readonly kind: 'associate' | 'disassociate';
      readonly table: Table;
      readonly id: string;
      readonly relationship: string;
      readonly other: RowRef;
    };

/**
 * The CRM as the rest of Carryon knows it. Every method rejects with a {@link CrmError} and nothing else,
 * an aborted signal included (then `unreachable`).
 */
export interface CrmServer {
  /** A cheap request that only a live Dataverse answers: also the probe. */
  whoAmI(signal?: AbortSignal): Promise<Identity>;
  /** Tables by logical name; without names, all that the organisation made available offline. Unknown names are left out. */
  readModel(names: readonly string[] | null, signal?: AbortSignal): Promise<Model>;
  readRights(identity: Identity, model: Model, signal?: AbortSignal): Promise<Rights>;
  readPage(query: RowQuery, next: string | null, signal?: AbortSignal): Promise<RowPage>;
  /** How many rows; Dataverse counts to 5000 at most, `more` says that there are more. */
  count(query: RowQuery, signal?: AbortSignal): Promise<{ count: number; more: boolean }>;
  /** Null where there is no such row, or none this user may read. */
  readRow(table: Table, id: string, signal?: AbortSignal): Promise<Row | null>;
  /** The row after the write; null after a delete or a link, and where it cannot be read. Resolving is the proof. */
  write(write: Write, signal?: AbortSignal): Promise<Row | null>;
}
