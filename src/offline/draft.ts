import type { Receipt } from '../domain/entry';
import { type LocalRow, type Row, rowKey, type RowRef } from '../domain/row';
import { Staged } from './staged';
import { decodeEntries, type Store } from './store';
import {
  entryBody,
  entryKeys,
  type QueuedEntry,
  rowKeys,
  type StoredEntry,
  type StoredRow,
  toEntry,
  toLocalRow,
} from './stored';
import type { Values } from '../domain/value';

/** A new entry: the database gives its place in the line. Until then `dependsOn` may hold provisional numbers. */
export type NewEntry = Omit<QueuedEntry, 'seq'>;

/**
 * What one transaction will do, worked out before it begins: reads remember the version they saw, writes are only
 * staged, and reads see the staged writes. {@link ./transact} commits it.
 */
export class Draft {
  readonly records: Staged<string, StoredRow, LocalRow>;
  readonly shadows: Staged<string, StoredRow, LocalRow>;
  readonly line: Staged<number, StoredEntry, QueuedEntry>;
  readonly receipts: Receipt[] = [];
  #provisional = 0;

  constructor(private readonly store: Store) {
    const { db, codec } = store;
    const rows = {
      keys: rowKeys,
      body: (row: LocalRow) => row.values,
      read: (stored: StoredRow, body: unknown) => toLocalRow(stored.keys, body),
    };
    this.records = new Staged(db.records, codec, rows);
    this.shadows = new Staged(db.shadow, codec, rows);
    this.line = new Staged(db.outbox, codec, { keys: entryKeys, body: entryBody, read: toEntry });
  }

  record(ref: RowRef): Promise<LocalRow | null> {
    return this.records.get(rowKey(ref));
  }

  putRecord(row: LocalRow): void {
    this.records.put(rowKey(row), row);
  }

  async shadow(ref: RowRef): Promise<Row | null> {
    const row = await this.shadows.get(rowKey(ref));
    return row === null
      ? null
      : { table: row.table, id: row.id, etag: row.etag, values: row.values };
  }

  putShadow(row: Row): void {
    this.shadows.put(rowKey(row), {
      table: row.table,
      id: row.id,
      etag: row.etag,
      values: row.values,
      pending: 0,
      deleted: false,
    });
  }

  entry(seq: number): Promise<QueuedEntry | null> {
    return this.line.get(seq);
  }

  /** The record's entries in order, staged ones last. Changing them must also write the record. */
  async entriesOf(ref: RowRef): Promise<QueuedEntry[]> {
    return this.#entriesAt([rowKey(ref)]);
  }

  async #entriesAt(rows: readonly string[]): Promise<QueuedEntry[]> {
    const stored = await this.store.db.outbox.where('keys.row').anyOf(rows).toArray();
    const entries = await decodeEntries(this.store, stored);
    stored.forEach((item, index) => {
      const entry = entries[index];
      if (entry !== undefined) this.line.saw(entry.seq, item.rev, entry);
    });
    return this.#current((entry) => rows.includes(rowKey(entry.ref)));
  }

  /** The creates among the entries of these records. */
  async createsOf(refs: readonly RowRef[]): Promise<QueuedEntry[]> {
    if (refs.length === 0) return [];
    const entries = await this.#entriesAt(refs.map(rowKey));
    return entries.filter((entry) => entry.kind === 'create');
  }

  /** Every entry, in order. */
  async allEntries(): Promise<QueuedEntry[]> {
    const stored = await this.store.db.outbox.toArray();
    const entries = await decodeEntries(this.store, stored);
    stored.forEach((item, index) => {
      const entry = entries[index];
      if (entry !== undefined) this.line.saw(entry.seq, item.rev, entry);
    });
    return this.#current(() => true);
  }

  #current(wanted: (entry: QueuedEntry) => boolean): QueuedEntry[] {
    const place = (entry: QueuedEntry): number => (entry.seq > 0 ? entry.seq : Infinity);
    return this.line
      .present()
      .filter(wanted)
      .sort((a, b) => (a.seq < 0 && b.seq < 0 ? b.seq - a.seq : place(a) - place(b)));
  }

  /** @returns its provisional number, below 0. */
  addEntry(entry: NewEntry): number {
    const seq = --this.#provisional;
    this.line.put(seq, { ...entry, seq });
    return seq;
  }

  putEntry(entry: QueuedEntry): void {
    this.line.put(entry.seq, entry);
  }

  /** The entry leaves the outbox into its receipt. */
  finish(entry: QueuedEntry, sentAt: string, result: Receipt['result'], overwrote: Values): void {
    this.line.remove(entry.seq);
    this.receipts.push({ id: entry.id, entry, sentAt, result, overwrote });
  }
}
