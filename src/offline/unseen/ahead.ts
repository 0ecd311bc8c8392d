import type { Stores } from '../database/local-database';
import { Stale, type Write } from '../staged';
import type { Store } from '../store';
import { StoreError } from '../store-error';
import type { Stored } from '../stored';
import { noteKey, type StagedNotes, stagedNotes, writeNotes } from './notes';

/** A row whose change may be worth a note, and its `rev`. */
export interface Noteworthy {
  readonly row: string;
  readonly rev: number;
}

/** How often notes are worked out again before the store counts as broken. */
const TRIES = 50;

/**
 * Notes that are written with the rows that they are about. What is stored cannot be decoded inside a transaction, and
 * only there it shows which rows are overwritten: so it says what it needs, and is done again with that.
 */
export class NotesAhead {
  #staged: StagedNotes | null = null;
  #writes: readonly Write<string, Stored<object>>[] = [];
  #revs = new Map<string, number>();

  constructor(private readonly store: Store) {}

  /**
   * Does `transaction`, which calls {@link check} and {@link write}, with notes that fit it.
   * @param work notes what is to be said of the rows that the transaction has found.
   */
  async with(
    transaction: () => Promise<void>,
    found: () => readonly Noteworthy[],
    work: (notes: StagedNotes) => void | Promise<void>,
  ): Promise<void> {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      try {
        await transaction();
        return;
      } catch (error) {
        if (!(error instanceof Stale)) throw error;
      }
      const rows = found();
      const staged = stagedNotes(this.store);
      await staged.load(rows.map(({ row }) => noteKey(row)));
      await work(staged);
      this.#staged = staged;
      this.#writes = await staged.prepare();
      this.#revs = new Map(rows.map(({ row, rev }) => [row, rev]));
    }
    throw new StoreError('localBroken');
  }

  /** Inside the transaction. Rejects with {@link Stale} where the notes were worked out on something else. */
  check(stores: Pick<Stores, 'state'>, rows: readonly Noteworthy[]): Promise<void> {
    if (rows.some(({ row, rev }) => this.#revs.get(row) !== rev)) throw new Stale();
    return this.#staged?.compare(stores.state) ?? Promise.resolve();
  }

  /** Inside the transaction, after {@link check}. */
  write(stores: Pick<Stores, 'state'>, rows: readonly Noteworthy[]): Promise<void> {
    const about = new Set(rows.map(({ row }) => noteKey(row)));
    return writeNotes(
      stores,
      this.#writes.filter(({ key }) => about.has(key)),
    );
  }
}
