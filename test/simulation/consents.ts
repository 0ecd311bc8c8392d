import type { JournalEntry } from '../../sandbox/crm/storage/journal';
import { type RowRef, rowKey } from '../../src/domain/row';
import type { QueuedEntry } from '../../src/offline/stored';
import { require } from './broken';

/** What was written though it is a duplicate, against what the user has allowed. */
export class Consents {
  readonly #asked = new Set<string>();
  #asksAll = false;
  /** The values of each entry that are allowed, by its id. */
  readonly #allowed = new Map<string, string>();
  /** Records of which something was allowed. */
  readonly #rows = new Set<string>();
  /** Keys of the records that have the address, each with its table. */
  readonly #holders: Map<string, string>;

  /**
   * @param address a record that has it besides another one of its table is a duplicate.
   * @param holders who has it from the beginning.
   */
  constructor(
    private readonly address: string,
    holders: readonly RowRef[],
  ) {
    this.#holders = new Map(holders.map((ref) => [rowKey(ref), ref.table]));
  }

  /** The user says to write an entry all the same. */
  asks({ id }: QueuedEntry): void {
    this.#asked.add(id);
  }

  /** The user has duplicates written, for a time at least: which ones that was is not known from outside. */
  asksAll(): void {
    this.#asksAll = true;
  }

  /** An entry as it is in the outbox now. */
  sees({ id, seq, ref, values, allowDuplicates }: QueuedEntry): void {
    if (allowDuplicates !== true) {
      this.#allowed.delete(id);
      return;
    }
    const now = JSON.stringify(values);
    const then = this.#allowed.get(id) ?? now;
    require(this.#asksAll ||
      this.#asked.has(id), `entry ${seq} may be a duplicate, and nobody has allowed that`);
    require(then === now, `entry ${seq} was allowed as a duplicate, and is another one now`);
    this.#allowed.set(id, now);
    this.#rows.add(rowKey(ref));
  }

  /** The CRM has written a row. */
  written({ table, id, method, changes }: JournalEntry): void {
    const key = rowKey({ table, id });
    const address = changes['emailaddress1'];
    if (method === 'DELETE') this.removed(key);
    if (address === undefined) return;
    this.#holders.delete(key);
    if (address !== this.address) return;
    require(![...this.#holders.values()].includes(table) ||
      this.#rows.has(key), `${key} was written as a duplicate, and nobody has allowed that`);
    this.#holders.set(key, table);
  }

  removed(key: string): void {
    this.#holders.delete(key);
  }
}
