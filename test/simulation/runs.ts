import type { ActionName } from '../../src/domain/action';
import type { Receipt } from '../../src/domain/entry';
import { type RowRef, rowKey } from '../../src/domain/row';
import type { QueuedEntry } from '../../src/offline/stored';
import { require } from './broken';

/** An action that leaves nothing of the user's own by which one can be told from another. */
interface Counted {
  readonly name: ActionName;
  /** How often the CRM has done it to a record, for this user. */
  readonly count: (ref: RowRef) => number;
  /** Finds the record in a request that the CRM takes twice where it is repeated; null: it takes it once. */
  readonly repeated: RegExp | null;
}

/** What the user has had done, against what the CRM has done: nothing else than their number tells them apart. */
export class Runs {
  /** How many more a record may have: the user had one repeated, or it was repeated on its way. */
  readonly #more = new Map<string, number>();

  /** Records that somebody has deleted, with what tells of it. */
  readonly #removed = new Set<string>();

  constructor(private readonly counted: Counted) {}

  readonly #is = ({ action }: Pick<QueuedEntry, 'action'>): boolean =>
    action?.name === this.counted.name;

  #allow(id: string): void {
    this.#more.set(id, (this.#more.get(id) ?? 0) + 1);
  }

  /** The user has it done though it may have been done. */
  insists(entry: QueuedEntry): void {
    if (this.#is(entry) && this.counted.repeated !== null) this.#allow(entry.ref.id);
  }

  /** A request is repeated on its way. */
  repeats(request: string): void {
    const [, id] = this.counted.repeated?.exec(request) ?? [];
    if (id !== undefined) this.#allow(id);
  }

  removed(ref: RowRef): void {
    this.#removed.add(rowKey(ref));
  }

  check(line: readonly QueuedEntry[], receipts: readonly Receipt[]): void {
    const sent = receipts.filter(({ result }) => result === 'applied' || result === 'verified');
    const all = [...line, ...receipts.map(({ entry }) => entry)].filter(this.#is);
    for (const ref of new Map(all.map((entry) => [rowKey(entry.ref), entry.ref])).values()) {
      const of = (entry: Pick<QueuedEntry, 'action' | 'ref'>): boolean =>
        this.#is(entry) && rowKey(entry.ref) === rowKey(ref);
      const { name, count } = this.counted;
      const times = count(ref);
      const most = all.filter(of).length + (this.#more.get(ref.id) ?? 0);
      require(times <= most, `${rowKey(ref)} has had ${name} ${times} times instead of ${most}`);
      if (this.#removed.has(rowKey(ref))) continue;
      const least = sent.filter(({ entry }) => of(entry)).length;
      require(times >=
        least, `${rowKey(ref)} has had ${name} ${times} times, and ${least} count as sent`);
    }
  }
}
