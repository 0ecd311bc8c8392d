import type { Clock } from '../../domain/ports';
import type { CopyProgress } from '../../domain/status';
import { expecting, having, idle, timeLeft } from './progress';

/** Tells how far a copy is. */
export class Meter {
  #progress = idle;
  /** Since when the speed is measured, and how many rows there were then. */
  #since = 0;
  #rowsBefore = 0;

  constructor(
    private readonly clock: Clock,
    private readonly onProgress: (progress: CopyProgress) => void,
  ) {}

  show(change: Partial<CopyProgress>): void {
    this.#progress = { ...this.#progress, ...change };
    this.onProgress(this.#progress);
  }

  /** The speed is measured from now on. @param rows that there are already. */
  measure(rows = this.#progress.rows): void {
    this.#since = this.clock.now();
    this.#rowsBefore = rows;
  }

  /** So many rows more are going to be read. */
  readonly expect = (rows: number): void => {
    this.show(expecting(this.#progress, rows));
  };

  /** So many rows were read. */
  readonly took = (more: number): void => {
    const now = having(this.#progress, more);
    const left = now.total === null ? null : now.total - now.rows;
    const rows = now.rows - this.#rowsBefore;
    this.show({ ...now, leftMs: timeLeft(this.clock, this.#since, rows, left) });
  };

  /** So many bytes have come. */
  readonly weighed = (bytes: number): void => {
    this.show({ bytes: this.#progress.bytes + bytes });
  };
}
