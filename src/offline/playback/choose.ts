import { rowKey } from '../../domain/row';
import type { Model } from '../../domain/table';
import { mayHaveArrived } from '../line';
import type { QueuedEntry } from '../stored';
import { isAction, isLink, isReady } from './plan';

/** How much goes in one request, so that little is uncertain when its answer is lost. */
export interface BatchLimit {
  /** Entries. */
  readonly count: number;
  /** Characters of their values as JSON. */
  readonly size: number;
}

/** What goes to the CRM next. */
export type Choice =
  | { readonly kind: 'nothing' }
  /** A delete that has to wait for its time. */
  | { readonly kind: 'delete' }
  /** The only one that can go now; or one that has to be proved or compared, or was refused together with others. */
  | { readonly kind: 'alone'; readonly entry: QueuedEntry }
  /** Sets that go in one request, each done whole or not at all. */
  | { readonly kind: 'sets'; readonly sets: readonly (readonly QueuedEntry[])[] };

/** Whether what holds for the version of a record where `guard` is done holds for the entry too. */
const followsOn = (entry: QueuedEntry, guard: QueuedEntry): boolean =>
  guard.kind === 'create' || isLink(entry) || entry.force || entry.baseEtag === guard.baseEtag;

/**
 * Chooses from the front of the line, entry by entry, by the rules of order: nothing is overtaken but what waits for
 * the user, and what waits for that.
 */
export class Chooser {
  #alone: QueuedEntry | null = null;
  #stoppedByDelete = false;
  readonly #sets: QueuedEntry[][] = [];
  /** In which set a record is changed. */
  readonly #places = new Map<string, number>();
  /** The change of a record by whose version a set is sure of it. */
  readonly #guards = new Map<string, QueuedEntry>();
  readonly #skipped = new Set<number>();
  readonly #skippedRows = new Set<string>();
  #count = 0;
  #size = 0;

  constructor(
    private readonly model: Model,
    private readonly limit: BatchLimit,
    private readonly mayDelete: boolean,
  ) {}

  /**
   * Looks at the next entry of the line.
   * @param behindLater it was made to depend on an entry that stands behind it.
   * @returns whether to look further.
   */
  offer(entry: QueuedEntry, behindLater: boolean): boolean {
    const row = rowKey(entry.ref);
    const waits =
      (entry.state !== 'pending' && entry.state !== 'uncertain') ||
      behindLater ||
      this.#skippedRows.has(row) ||
      entry.dependsOn.some((seq) => this.#skipped.has(seq));
    if (waits) {
      this.#skipped.add(entry.seq);
      this.#skippedRows.add(row);
      return true;
    }
    if (entry.kind === 'delete' && !this.mayDelete) {
      this.#stoppedByDelete = true;
      return false;
    }
    const last = this.#sets.length - 1;
    const place = this.#places.get(row);
    // The version that the first change of a record makes is known to its own set only.
    if (place !== undefined && place !== last) return false;
    // It may have been made on an older version: what others have written since is found by its own condition alone.
    const guard = this.#guards.get(row);
    if (guard !== undefined && !followsOn(entry, guard)) return false;
    if (this.#mustGoAlone(entry, row)) {
      if (last < 0) this.#alone = entry;
      return false;
    }
    return this.#add(entry, row, place !== undefined || this.#ofLastGesture(entry));
  }

  #mustGoAlone(entry: QueuedEntry, row: string): boolean {
    const table = this.model[entry.ref.table];
    if (table === undefined || mayHaveArrived(entry) || entry.alone === true) return true;
    if (isAction(entry)) return true;
    return !this.#guards.has(row) && !isReady(entry, table);
  }

  #ofLastGesture({ gesture }: QueuedEntry): boolean {
    return this.#sets.at(-1)?.some((other) => other.gesture === gesture) ?? false;
  }

  #add(entry: QueuedEntry, row: string, joins: boolean): boolean {
    const size = JSON.stringify(entry.values).length;
    if (
      this.#count > 0 &&
      (this.#count >= this.limit.count || this.#size + size > this.limit.size)
    ) {
      // A set is not torn where it can go whole next time.
      if (joins && this.#sets.length > 1) this.#sets.pop();
      return false;
    }
    if (joins) this.#sets.at(-1)?.push(entry);
    else this.#sets.push([entry]);
    this.#places.set(row, this.#sets.length - 1);
    if (!isLink(entry) && !this.#guards.has(row)) this.#guards.set(row, entry);
    this.#count += 1;
    this.#size += size;
    return true;
  }

  get choice(): Choice {
    const [first, ...more] = this.#sets;
    const only = more.length === 0 && first?.length === 1 ? first[0] : undefined;
    const alone = this.#alone ?? only;
    if (alone !== undefined) return { kind: 'alone', entry: alone };
    if (first !== undefined) return { kind: 'sets', sets: this.#sets };
    return { kind: this.#stoppedByDelete ? 'delete' : 'nothing' };
  }
}
