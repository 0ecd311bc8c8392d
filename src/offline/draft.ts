import type { EntryState, Receipt } from '../domain/entry';
import { type LocalRow, referencesOf, type Row, rowKey, type RowRef, sameRow } from '../domain/row';
import { loadAlong, type StagedAlong, stagedAlong } from './along';
import { type StagedLinks, stagedLinks } from './links/linked-ids';
import { Staged } from './staged';
import { decodeEntries, type Store } from './store';
import { type StagedNotes, stagedNotes } from './unseen/notes';
import {
  entryBody,
  entryKeys,
  formatOf,
  type QueuedEntry,
  receiptKeys,
  rowKeys,
  type StoredEntry,
  type StoredReceipt,
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
  readonly receipts: Staged<string, StoredReceipt, Receipt>;
  readonly links: StagedLinks;
  readonly notes: StagedNotes;
  readonly along: StagedAlong;
  readonly #rowsRead = new Set<string>();
  /** Where the stored entries of records stand, by key. */
  readonly #places = new Map<string, readonly number[]>();
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
    this.line = new Staged(db.outbox, codec, {
      keys: entryKeys,
      body: entryBody,
      read: toEntry,
      format: formatOf,
    });
    this.receipts = new Staged(db.receipts, codec, {
      keys: receiptKeys,
      body: (receipt) => receipt,
      read: (_stored, body) => body as Receipt,
      format: ({ entry }) => formatOf(entry),
    });
    this.links = stagedLinks(store);
    this.notes = stagedNotes(store);
    this.along = stagedAlong(store);
  }

  /** Reads at once what a change of the record asks for one after the other. */
  async ahead(ref: RowRef): Promise<void> {
    const key = rowKey(ref);
    await Promise.all([this.records.load([key]), this.shadows.load([key]), loadAlong(this, ref)]);
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

  removeShadow(ref: RowRef): void {
    this.shadows.remove(rowKey(ref));
  }

  entry(seq: number): Promise<QueuedEntry | null> {
    return this.line.get(seq);
  }

  /**
   * The record's entries in order, staged ones last. Whoever adds or takes one writes the record too, so that one
   * who has read them before finds the record changed: it is read first.
   */
  async entriesOf(ref: RowRef): Promise<QueuedEntry[]> {
    return this.#entriesAt([rowKey(ref)]);
  }

  /**
   * Where the entries of records stand in the line, in order, without reading them: hundreds may wait on one record.
   * New ones have provisional numbers and come last. What is said of who adds or takes one holds here too.
   */
  async placesOf(refs: readonly RowRef[]): Promise<number[][]> {
    const rows = refs.map(rowKey);
    await this.records.load(rows);
    const waiting = await Promise.all(rows.map((row) => this.records.get(row)));
    const unread = rows.filter(
      (row, index) => !this.#places.has(row) && (waiting[index]?.pending ?? 0) > 0,
    );
    if (unread.length > 0) {
      const read = await this.store.db.placesOf(unread);
      unread.forEach((row, index) => this.#places.set(row, read[index] ?? []));
    }
    return rows.map((row) => [
      ...(this.#places.get(row) ?? []).filter((seq) => !this.line.isRemoved(seq)),
      ...this.#current((entry) => entry.seq < 0 && rowKey(entry.ref) === row).map(({ seq }) => seq),
    ]);
  }

  /** Whether one of these places holds an entry in one of these states. */
  async someIn(places: readonly number[], states: readonly EntryState[]): Promise<boolean> {
    if (places.length === 0) return false;
    const found = new Set(await this.store.db.placesIn(states));
    return places.some((seq) => found.has(seq));
  }

  /** Those of these entries that are in the outbox. */
  async entries(seqs: readonly number[]): Promise<QueuedEntry[]> {
    await this.line.load(seqs);
    const found = await Promise.all(seqs.map((seq) => this.entry(seq)));
    return found.filter((entry) => entry !== null);
  }

  /** Reads these records with their shadows and entries at once, so that asking for them one by one costs nothing. */
  async read(refs: readonly RowRef[]): Promise<void> {
    const rows = [...new Set(refs.map(rowKey))];
    // Whoever writes a shadow or an entry writes the record too: read first, it shows that the others have changed.
    await this.records.load(rows);
    await Promise.all([this.#entriesAt(rows), this.shadows.load(rows)]);
  }

  async #entriesAt(rows: readonly string[]): Promise<QueuedEntry[]> {
    const unread = rows.filter((row) => !this.#rowsRead.has(row));
    if (unread.length > 0) {
      await this.records.load(unread);
      await this.#see(await this.store.db.entriesOfRows(unread));
      for (const row of unread) this.#rowsRead.add(row);
    }
    return this.#current((entry) => rows.includes(rowKey(entry.ref)));
  }

  async #see(
    stored: readonly StoredEntry[],
    fits: (entry: QueuedEntry) => boolean = () => true,
  ): Promise<void> {
    const entries = await decodeEntries(this.store.codec, stored);
    stored.forEach((item, index) => {
      const entry = entries[index];
      if (entry !== undefined && fits(entry)) this.line.saw(entry.seq, item.rev, entry);
    });
  }

  /** The next entries of the line behind a place, in order. */
  async entriesBehind(seq: number, atMost: number): Promise<QueuedEntry[]> {
    const stored = await this.store.db.entriesIn('any', seq, atMost);
    await this.#see(stored);
    const read = new Set(stored.map((item) => item.seq));
    return this.#current((entry) => read.has(entry.seq));
  }

  /** The creates among the entries of these records: each is the first of its record. */
  async createsOf(refs: readonly RowRef[]): Promise<QueuedEntry[]> {
    const firsts = (await this.placesOf(refs)).flatMap(([first]) => first ?? []);
    await this.line.load(firsts);
    const entries = await Promise.all(firsts.map((seq) => this.line.get(seq)));
    return entries.flatMap((entry) => (entry?.kind === 'create' ? [entry] : []));
  }

  /** All entries that fit, in order. The others are not compared at the end: a line that moves on does not disturb. */
  async entriesWhere(fits: (entry: QueuedEntry) => boolean): Promise<QueuedEntry[]> {
    await this.#see(await this.store.db.outbox.toArray(), fits);
    return this.#current(fits);
  }

  /** Keys of the records with entries whose visible row refers to this one: read together, and not compared at the end. */
  async waitingReferrers(ref: RowRef): Promise<ReadonlySet<string>> {
    const { db, codec } = this.store;
    const keys = await db.rowsWithEntries();
    const stored = await db.records.bulkGet(keys);
    const bodies = await codec.decode(stored.map((row) => row?.body ?? {}));
    return new Set(
      keys.filter((_, index) =>
        referencesOf(bodies[index] as Values).some((other) => sameRow(other, ref)),
      ),
    );
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

  /** The entry leaves the outbox into its receipt. @param row what a delete has taken. */
  finish(
    entry: QueuedEntry,
    sentAt: string,
    result: Receipt['result'],
    overwrote: Values,
    row?: Values,
  ): void {
    this.line.remove(entry.seq);
    const receipt = { id: entry.id, entry, sentAt, result, overwrote, ...(row && { row }) };
    this.receipts.put(entry.id, receipt);
  }
}
