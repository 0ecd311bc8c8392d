import type { Random } from '../../sandbox/seed/random';
import type { RowRef } from '../../src/domain/row';
import type { Crm } from './crm';
import type { Ledger } from './ledger';
import { freeColumns, isTable } from './rows';
import type { Scheduler } from './scheduler';

/** Everybody else who works with the same rows. */
export class OtherPeople {
  #edits = 0;

  constructor(
    private readonly seed: number,
    private readonly random: Random,
    private readonly crm: Crm,
    private readonly ledger: Ledger,
    private readonly scheduler: Scheduler,
    private readonly rows: readonly RowRef[],
  ) {}

  async edit(): Promise<void> {
    const ref = this.random.pick(this.rows);
    if (!isTable(ref.table)) return;
    this.#edits += 1;
    const column = this.random.pick(freeColumns[ref.table]);
    // Of this run alone: a key may ask that no other row has it.
    const text = `theirs ${this.seed}.${this.#edits}`;
    if (!(await this.crm.edit(ref, { [column]: text }))) return;
    this.ledger.theirs(ref, column, text);
    this.scheduler.note(`somebody edits ${ref.table} ${ref.id}: ${column} "${text}"`);
  }

  /** An opportunity is closed, or opened again. */
  async close(): Promise<void> {
    const ref = this.random.pick(this.rows.filter(({ table }) => table === 'opportunity'));
    const opens = this.random.next() < 0.5;
    const state = opens ? { statecode: 0, statuscode: 1 } : null;
    const done = state === null ? await this.crm.lose(ref) : await this.crm.edit(ref, state);
    if (done) this.scheduler.note(`somebody ${opens ? 'opens' : 'loses'} ${ref.table} ${ref.id}`);
  }

  /** A lead is qualified, or opened again. */
  async qualify(): Promise<void> {
    const ref = this.random.pick(this.rows.filter(({ table }) => table === 'lead'));
    const opens = this.random.next() < 0.7;
    const state = { statecode: 0, statuscode: 1 };
    const done = opens ? await this.crm.edit(ref, state) : await this.crm.qualify(ref);
    if (done) this.scheduler.note(`somebody ${opens ? 'opens' : 'qualifies'} ${ref.id}`);
  }

  async remove(): Promise<void> {
    const ref = this.random.pick(this.rows.filter(({ table }) => table !== 'account'));
    if (!(await this.crm.remove(ref))) return;
    this.ledger.removed(ref);
    this.scheduler.note(`somebody deletes ${ref.table} ${ref.id}`);
  }
}
