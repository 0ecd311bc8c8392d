import type { JournalEntry } from '../../sandbox/crm/storage/journal';
import { qualifyTables } from '../../src/domain/actions/qualifying';
import { alsoChanged } from '../../src/domain/actions/registry';
import type { Receipt } from '../../src/domain/entry';
import { type LocalRow, rowKey, type RowRef, sameRow } from '../../src/domain/row';
import { sameValue, type Values } from '../../src/domain/value';
import { localBell } from '../../src/offline/bell';
import { identityCodec } from '../../src/offline/codec';
import type { LocalDatabase } from '../../src/offline/database/local-database';
import { showBlocked } from '../../src/offline/line';
import { lineReader } from '../../src/offline/line-reader';
import { readLine, type Store } from '../../src/offline/store';
import { type QueuedEntry, type StoredRow, toLocalRow } from '../../src/offline/stored';
import { visibleRow } from '../../src/offline/visible';
import { type Crm, me } from './crm';
import { require } from './broken';
import type { Consents } from './consents';
import { Rows } from './crm-rows';
import { Gestures } from './gestures';
import { checkReferences } from './references';
import { Runs } from './runs';
import type { Scheduler } from './scheduler';
import { isTag } from './user';
import { overtakable } from './overtakable';

/** What was seen of an entry while it was in the outbox. */
interface Seen {
  readonly seq: number;
  readonly row: string;
  /** The values its columns had for the user who changed them. */
  readonly before: QueuedEntry['before'];
  /** Places of the merges into its record that were waiting when it was saved. */
  readonly merges: readonly number[];
  /** It has waited for the user, or for one that did: others may have gone first. */
  waited: boolean;
}

/** Watches a run from outside: what was promised to the user against what the CRM has done. */
export class Ledger {
  readonly gestures = new Gestures();
  readonly rows = new Rows();
  readonly #runs: readonly Runs[];
  readonly #store: Store;
  /** The line as a pane shows it, which follows what changes. */
  readonly #shown: () => Promise<readonly QueuedEntry[]>;
  readonly #seen = new Map<string, Seen>();
  /** Which entry writes a text. */
  readonly #writers = new Map<string, string>();
  /** Texts of entries that the user sent again though they might have been applied. */
  readonly #insisted = new Set<string>();
  /** Texts of requests that were repeated on their way: each was refused for what the first one had done. */
  readonly #repeated = new Set<string>();
  /** Where in the journal the CRM first got a text, and where others last wrote a column of a row. */
  readonly #firstAt = new Map<string, number>();
  readonly #theirsAt = new Map<string, number>();
  /** How often a text may be written once more, because the user took a change back or made a record again. */
  readonly #undone = new Map<string, number>();
  readonly #sending = new Set<number>();
  /** How often the CRM has carried out what holds a text. */
  readonly #times = new Map<string, number>();
  /** How often the user has qualified a lead. What it became tells less: a merge gives that to another lead. */
  readonly #qualified = new Map<string, number>();
  /** How often a row was given up for another one. */
  readonly #merged = new Map<string, number>();
  /** What a receipt has to tell, by entry and column: what was there last. */
  readonly #overwritten = new Map<string, { id: string; column: string; theirs: string }>();
  /** The place in the line of what the CRM has got from furthest behind. */
  #furthest = 0;
  #takenBack: readonly Receipt[] = [];
  #read: number;

  constructor(
    private readonly db: LocalDatabase,
    private readonly crm: Crm,
    journalEnd: number,
    readonly consents: Consents,
  ) {
    this.#store = { db, codec: identityCodec, bell: localBell() };
    this.#shown = lineReader(this.#store);
    this.#read = journalEnd;
    this.#runs = [
      new Runs({
        name: 'executeWorkflow',
        count: (ref) => crm.runs(ref),
        repeated: /"EntityId":"([^"]+)"/,
      }),
      // The CRM qualifies no lead that is not open.
      new Runs({
        name: 'qualifyLead',
        count: (ref) => this.#qualified.get(rowKey(ref)) ?? 0,
        repeated: null,
      }),
      new Runs({
        name: 'merge',
        count: (ref) => this.#merged.get(rowKey(ref)) ?? 0,
        repeated: null,
      }),
    ];
  }

  line(): Promise<QueuedEntry[]> {
    return readLine(this.#store);
  }

  async receipts(): Promise<Receipt[]> {
    return (await this.db.receipts.toArray()).map(({ body }) => body as Receipt);
  }

  /** The user sends an entry again that might have been applied; what was sent on top of it has to follow. */
  insists(entry: QueuedEntry, line: readonly QueuedEntry[]): void {
    const again = line.filter(
      ({ seq, ref, sentAt }) =>
        seq >= entry.seq && rowKey(ref) === rowKey(entry.ref) && sentAt !== null,
    );
    for (const text of again.flatMap(textsOf)) this.#insisted.add(text);
    for (const runs of this.#runs) runs.insists(entry);
  }

  repeats(request: string): void {
    for (const runs of this.#runs) runs.repeats(request);
    for (const text of request.match(/#\d+\.\d+;(too)?/g) ?? []) this.#repeated.add(text);
  }

  /**
   * Whether a text may be written again, beyond what the user has wanted: it came by a request that was repeated on its
   * way, and before anybody looked, others wrote over it. Nobody can tell then that it was there.
   */
  #excused(text: string, place: string): boolean {
    const first = this.#firstAt.get(text) ?? Infinity;
    return this.#repeated.has(text) && (this.#theirsAt.get(place) ?? -1) >= first;
  }

  /** The user takes a sent change back: what was there before it is written once more. */
  undoes({ entry, overwrote, row }: Receipt): void {
    this.#again({ ...entry.before, ...overwrote, ...row });
  }

  /** The user makes a deleted record again: what is known of it is written once more, and what had come into it. */
  async recreates({ ref, values, sentAt }: QueuedEntry): Promise<void> {
    const known = await this.db.shadow.get(rowKey(ref));
    this.#again((known?.body ?? {}) as Values);
    if (sentAt !== null) this.#again(values);
  }

  /** What the CRM has got of these so far was written by others than will write it again. */
  #again(values: Values): void {
    this.#readJournal();
    for (const text of Object.values(values).filter(isTag))
      this.#undone.set(text, (this.#undone.get(text) ?? 0) + 1);
  }

  removed(ref: RowRef): void {
    this.#readJournal();
    this.rows.forget(rowKey(ref));
    this.consents.removed(rowKey(ref));
    for (const runs of this.#runs) runs.removed(ref);
  }

  /** Somebody else has written a text. */
  theirs(ref: RowRef, column: string, text: string): void {
    this.#readJournal();
    this.rows.set(rowKey(ref), column, text);
    this.#theirsAt.set(`${rowKey(ref)} ${column}`, this.#read);
  }

  /** Reads what the CRM has done since. */
  #readJournal(): void {
    for (const entry of this.crm.journal(this.#read)) {
      this.#read = entry.n;
      this.#carriedOut(entry);
      this.consents.written(entry);
    }
  }

  #carriedOut({ n, table, id, user, method, changes }: JournalEntry): void {
    const key = rowKey({ table, id });
    if (changes['merged'] === true) this.#merged.set(key, (this.#merged.get(key) ?? 0) + 1);
    const qualifies = method === 'POST' && table === 'lead' && changes['statecode'] === 1;
    if (qualifies && user === me) this.#qualified.set(key, (this.#qualified.get(key) ?? 0) + 1);
    // What a lead has become holds texts of the lead.
    if (method === 'POST' && qualifyTables.some((name) => name === table)) return;
    if (method === 'DELETE' && Object.keys(changes).length === 0) this.rows.forget(key);
    for (const [column, text] of Object.entries(changes)) {
      if (!isTag(text)) {
        // What an undo writes was there before: it is the user's own now.
        this.rows.set(key, column, `taken back: ${String(text)}`);
        continue;
      }
      const times = (this.#times.get(text) ?? 0) + 1;
      this.#times.set(text, times);
      if (times === 1) this.#firstAt.set(text, n);
      const wanted = times <= 1 + (this.#undone.get(text) ?? 0) || this.#insisted.has(text);
      const excused = !wanted && this.#excused(text, `${key} ${column}`);
      require(wanted ||
        excused, `the CRM has carried out the change "${text}" of ${key} ${times} times`);
      const before = this.rows.set(key, column, text);
      const writer = this.#writers.get(text) ?? '';
      const seen = this.#seen.get(writer);
      if (seen === undefined) continue;
      // What nobody knows to have arrived has its place in the line still.
      require(excused ||
        seen.waited ||
        seen.seq >=
          this
            .#furthest, `the CRM has got the change "${text}" of entry ${seen.seq} after entry ${this.#furthest}`);
      this.#furthest = Math.max(this.#furthest, seen.seq);
      const known = [seen.before[column], ...this.#befores(seen.row, column)];
      if (before?.startsWith('theirs') === true && !known.includes(before))
        this.#overwritten.set(`${writer} ${column}`, { id: writer, column, theirs: before });
    }
  }

  /** What a column had before changes of it that the user took back: a later change is one of that now. */
  #befores(row: string, column: string): unknown[] {
    return this.#takenBack
      .filter(({ entry }) => rowKey(entry.ref) === row)
      .map(({ entry }) => entry.before[column]);
  }

  /** What holds whenever a pane has written: it may only have begun to send what is first in its line. */
  async afterCommit(): Promise<void> {
    const line = await this.line();
    const places = new Map(line.map((entry) => [entry.seq, entry]));
    for (const entry of line) {
      this.consents.sees(entry);
      const waits = overtakable(entry, line, places);
      const seen = this.#seen.get(entry.id);
      if (seen === undefined) {
        const { seq, ref, before } = entry;
        const merges = line.filter((other) => other.seq < seq && mergesInto(other, ref));
        this.#seen.set(entry.id, {
          seq,
          row: rowKey(ref),
          before,
          merges: merges.map((other) => other.seq),
          waited: waits,
        });
        await this.#checkUndo(entry);
      } else seen.waited ||= waits;
      for (const text of textsOf(entry)) this.#writers.set(text, entry.id);
      if (entry.state !== 'sending') this.#sending.delete(entry.seq);
      else if (!this.#sending.has(entry.seq)) {
        this.#sending.add(entry.seq);
        this.#checkTurn(entry, line, places);
      }
    }
  }

  /** Taking a change back touches only what is still as that change wrote it. */
  async #checkUndo({ seq, undoes, before }: QueuedEntry): Promise<void> {
    if (undoes === undefined) return;
    const receipt = (await this.receipts()).find(({ id }) => id === undoes);
    // A row that is made again gets the state it had by a change of its own, on top of the first one.
    if (receipt?.entry.kind === 'delete') return;
    for (const [column, value] of Object.entries(before))
      require(receipt !== undefined &&
        sameValue(
          receipt.entry.values[column],
          value,
        ), `entry ${seq} takes back ${column}, which was changed again since`);
  }

  #checkTurn(
    entry: QueuedEntry,
    line: readonly QueuedEntry[],
    places: ReadonlyMap<number, QueuedEntry>,
  ): void {
    for (const earlier of line)
      if (earlier.seq < entry.seq && earlier.state !== 'sending')
        require(overtakable(
          earlier,
          line,
          places,
        ), `entry ${entry.seq} is sent before entry ${earlier.seq}, which is ${earlier.state} and waits for nobody`);
    for (const seq of this.#seen.get(entry.id)?.merges ?? []) {
      const merge = places.get(seq);
      // What it was merged into may have been discarded, and another record have taken its place.
      const still = merge !== undefined && mergesInto(merge, entry.ref);
      require(!still ||
        merge.state ===
          'sending', `entry ${entry.seq} is sent before the merge ${seq} into its record`);
    }
    for (const seq of entry.dependsOn) {
      const first = places.get(seq);
      require(first === undefined ||
        (first.state === 'sending' &&
          seq < entry.seq), `entry ${entry.seq} is sent before entry ${seq}, which it depends on`);
    }
  }

  /** What holds at any moment. */
  async check(): Promise<void> {
    const receipts = await this.receipts();
    this.#takenBack = receipts.filter(tookBack);
    this.#readJournal();
    const line = await this.line();
    for (const runs of this.#runs) runs.check(line, receipts);
    const kept = [...line, ...receipts.map(({ entry }) => entry)];
    const lost = this.gestures.lost(
      new Set(
        kept.flatMap((entry) => [
          ...textsOf(entry),
          ...Object.values(entry.yielded ?? {}).filter(isTag),
        ]),
      ),
    );
    require(lost === null, `the change "${lost}" was saved, and is nowhere`);
    const deleted = new Set(
      [...line, ...receipts.map(({ entry }) => entry)]
        .filter(({ kind }) => kind === 'delete')
        .map(({ ref }) => rowKey(ref)),
    );
    for (const { entry, result } of receipts) {
      // A change that was lost together with the delete of its record: nobody can tell who deleted it.
      const moot = result === 'verified' && deleted.has(rowKey(entry.ref));
      // What the user says was done, or what gave way.
      const unsent = result === 'confirmed' || (entry.kind === 'action' && result === 'yielded');
      if (tookBack({ result }) || moot || unsent) continue;
      for (const text of textsOf(entry))
        require(this.#times.has(
          text,
        ), `the change "${text}" counts as sent, and the CRM has never seen it`);
    }
    for (const { id, column, theirs } of this.#overwritten.values()) {
      const receipt = receipts.find((one) => one.id === id);
      if (receipt === undefined || tookBack(receipt)) continue;
      require(receipt.overwrote[column] ===
        theirs, `entry ${receipt.entry.seq} has overwritten "${theirs}" without telling`);
    }
    require(JSON.stringify(await this.#shown()) ===
      JSON.stringify(showBlocked(line)), 'a pane shows another line than there is');
    checkReferences(line);
    await this.#checkRows(line);
  }

  async #rowsIn(store: 'records' | 'shadow'): Promise<Map<string, LocalRow>> {
    const stored: readonly StoredRow[] = await this.db[store].toArray();
    return new Map(stored.map(({ keys, body }) => [rowKey(keys), toLocalRow(keys, body)]));
  }

  /** Base and pending changes make what the user sees. */
  async #checkRows(line: readonly QueuedEntry[]): Promise<void> {
    const records = await this.#rowsIn('records');
    const shadows = await this.#rowsIn('shadow');
    for (const [key, record] of records) {
      const entries = line.filter((entry) => rowKey(entry.ref) === key);
      const shadow = shadows.get(key) ?? null;
      if (entries.length === 0)
        require(shadow === null &&
          record.pending === 0, `${key} counts changes that are not there`);
      else {
        const wanted = visibleRow(this.crm.model[record.table], record, shadow, entries);
        require(sorted(wanted) ===
          sorted(record), `${key} shows ${sorted(record)}, its changes make ${sorted(wanted)}`);
      }
    }
    for (const entry of line)
      require(records.has(
        rowKey(entry.ref),
      ), `entry ${entry.seq} changes a record that is not here`);
  }

  /** What holds once nothing befalls anybody any more: only what waits for the user, and what depends on it, is left. */
  async checkDrained(): Promise<void> {
    await this.check();
    const line = await this.line();
    const places = new Map(line.map((entry) => [entry.seq, entry]));
    for (const entry of line)
      require(overtakable(
        entry,
        line,
        places,
      ), `entry ${entry.seq} is still ${entry.state}, though nothing keeps it`);
  }

  /** Notes what is in the outbox and what has left it. */
  async describe(scheduler: Scheduler): Promise<void> {
    const values = (entry: QueuedEntry | Receipt['entry']): string =>
      `${entry.kind} ${rowKey(entry.ref)} ${JSON.stringify(entry.values)}`;
    scheduler.note('in the outbox:');
    for (const entry of await this.line()) {
      const { seq, state, dependsOn, lastError } = entry;
      const why = lastError === null ? '' : `${lastError.status} ${lastError.code}`;
      scheduler.note(`  ${seq} ${state} ${values(entry)} after [${dependsOn.join()}] ${why}`);
    }
    scheduler.note('sent or taken back:');
    for (const { entry, result } of await this.receipts())
      scheduler.note(`  ${entry.seq} ${result} ${values(entry)}`);
  }
}

const mergesInto = ({ action }: QueuedEntry, ref: RowRef): boolean => {
  const also = action === undefined ? null : alsoChanged(action);
  return also !== null && sameRow(also, ref);
};

/** The texts that tell an entry from all others. */
const textsOf = ({ values, action }: Pick<QueuedEntry, 'values' | 'action'>): string[] =>
  [...Object.values(values), ...Object.values(action?.params ?? {})].filter(isTag);

/** Whether the user did not want it to be sent any more. */
const tookBack = ({ result }: Pick<Receipt, 'result'>): boolean =>
  result === 'discarded' || result === 'replaced';

const sorted = ({ etag, pending, deleted, values }: LocalRow): string =>
  JSON.stringify([
    etag,
    pending,
    deleted,
    Object.entries(values).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)),
  ]);
