import type { Mark } from '../domain/action';
import { isKnown } from '../domain/actions/registry';
import type { ChangeKind } from '../domain/change';
import type { EntryState, OutboxEntry, Receipt } from '../domain/entry';
import type { LocalRow, Row } from '../domain/row';
import { rowKey } from '../domain/row';
import type { Values } from '../domain/value';

/**
 * The form of every stored value. `keys` is what the store works with and holds no content; `rev` grows with each
 * write; `v` is the version of the body's format; `body` is encoded.
 */
export interface Stored<Keys> {
  readonly keys: Keys;
  readonly rev: number;
  readonly v: number;
  readonly body: unknown;
}

/**
 * The version that this code writes, and the newest it can read. What was added since the first is optional, so that
 * all that was ever written can be read as it is; whoever changes that raises the number, and reads the older form too.
 */
export const FORMAT = 1;
/** The version that has entries of actions, which panes that do not know them keep without reading. */
const ACTION_FORMAT = 2;

/** The version that an entry is written in. */
export const formatOf = ({ kind }: Pick<OutboxEntry, 'kind'>): number =>
  kind === 'action' ? ACTION_FORMAT : FORMAT;

/** Whether this code can read an entry, or the receipt of one. */
export const isReadable = (v: number, { action }: Partial<OutboxEntry>): boolean =>
  v <= FORMAT || (v === ACTION_FORMAT && action !== undefined && isKnown(action.name));

export interface RowKeys {
  readonly table: string;
  readonly id: string;
  readonly etag: string | null;
  readonly pending: number;
  readonly deleted: boolean;
}

export interface EntryKeys {
  readonly id: string;
  readonly state: EntryState;
  /** {@link rowKey} of the record. */
  readonly row: string;
  /** An action counts as an update, which is what all versions know: what else it is stands in the body. */
  readonly kind: Exclude<ChangeKind, 'action'>;
  readonly dependsOn: readonly number[];
}

export interface ReceiptKeys {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

export type StoredRow = Stored<RowKeys>;
export interface StoredEntry extends Stored<EntryKeys> {
  readonly seq?: number;
}
export type StoredReceipt = Stored<ReceiptKeys>;

/** What one transaction has changed. */
export interface FeedItem {
  readonly generation?: number;
  readonly rows: readonly string[];
  /** `copy`: written by the download, so older than what a save or playback wrote. */
  readonly origin: 'copy' | 'pane';
  /** The entries of the line that it has added, changed or removed. A pane of an older version does not say. */
  readonly line?: readonly number[];
  /** Receipts are different. */
  readonly receipts?: boolean;
  /** Its rows were removed. */
  readonly gone?: boolean;
  /** Rows are leaving that it does not name. */
  readonly leaving?: boolean;
}

/** An entry with what only playback needs. */
export interface QueuedEntry extends OutboxEntry {
  /** When its request last left: milliseconds since 1970. */
  readonly sentAt: number | null;
  /** A reply was lost and nothing has been proved since. */
  readonly lost: boolean;
  /** It is not sent together with others: together they were refused. */
  readonly alone?: boolean;
  /** The guard is already that of a merge. */
  readonly merged: boolean;
  /** What the CRM had of an action before it was sent. */
  readonly mark?: Mark;
  /** The server's values that this entry was decided to overwrite. */
  readonly overwrote: Values;
}

type EntryBody = Omit<QueuedEntry, 'seq' | 'state' | 'dependsOn' | 'kind' | 'id'>;

export const rowKeys = (row: LocalRow): RowKeys => ({
  table: row.table,
  id: row.id,
  etag: row.etag,
  pending: row.pending,
  deleted: row.deleted,
});

export const toLocalRow = (keys: RowKeys, body: unknown): LocalRow => ({
  ...keys,
  values: body as Values,
});

/** A server row as a visible row without pending changes. */
export const cleanRow = (row: Row): LocalRow => ({
  table: row.table,
  id: row.id,
  etag: row.etag,
  values: row.values,
  pending: 0,
  deleted: false,
});

export const entryKeys = (entry: QueuedEntry): EntryKeys => ({
  id: entry.id,
  state: entry.state,
  row: rowKey(entry.ref),
  kind: entry.kind === 'action' ? 'update' : entry.kind,
  dependsOn: entry.dependsOn,
});

export function entryBody(entry: QueuedEntry): EntryBody {
  const { seq: _seq, state: _state, dependsOn: _dependsOn, kind: _kind, id: _id, ...body } = entry;
  return body;
}

/** An entry of a newer format, or of an action that only a newer version knows, keeps its place and its identity, and can be neither sent nor lost. */
export function toEntry(stored: StoredEntry, body: unknown): QueuedEntry {
  const { keys } = stored;
  const head = { seq: stored.seq ?? 0, id: keys.id, kind: keys.kind, dependsOn: keys.dependsOn };
  const known = body as EntryBody;
  if (isReadable(stored.v, known))
    return {
      ...known,
      ...head,
      kind: known.action === undefined ? keys.kind : 'action',
      state: keys.state,
    };
  const [table = '', id = ''] = keys.row.split(':');
  return {
    ...head,
    version: stored.v,
    ref: { table, id },
    name: '',
    values: {},
    before: {},
    baseEtag: null,
    gesture: keys.id,
    state: 'unreadable',
    attempts: 0,
    lastError: null,
    user: '',
    at: '',
    force: false,
    sentAt: null,
    lost: false,
    merged: false,
    overwrote: {},
  };
}

export const receiptKeys = (receipt: Receipt): ReceiptKeys => ({
  id: receipt.id,
  time: Date.parse(receipt.sentAt),
});
