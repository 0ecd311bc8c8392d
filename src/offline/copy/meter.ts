import type { Clock } from '../../domain/ports';
import type { AttachmentProgress, CopyProgress, TableProgress } from '../../domain/status';
import type { Table } from '../../domain/table';
import { expecting, having, idle, lacking, timeLeft } from './progress';

/** Tells how far a copy is. */
export class Meter {
  #progress = idle;
  /** Since when the speed is measured, and how many rows, or bytes of files, there were then. */
  #since = 0;
  #before = 0;

  constructor(
    private readonly clock: Clock,
    private readonly onProgress: (progress: CopyProgress) => void,
  ) {}

  /** What is told of each table. */
  get tables(): readonly TableProgress[] {
    return this.#progress.tables;
  }

  show(change: Partial<CopyProgress>): void {
    this.#progress = { ...this.#progress, ...change };
    this.onProgress(this.#progress);
  }

  /** The speed is measured from now on. @param there rows that are here already, or bytes of files. */
  measure(there = this.#progress.attachments?.bytes ?? this.#progress.rows): void {
    this.#since = this.clock.now();
    this.#before = there;
  }

  /** The CRM asks to wait until then: milliseconds since 1970; null: it does no more. */
  readonly held = (until: number | null): void => {
    this.show({ hold: until === null ? null : { by: 'server', until }, leftMs: null });
    if (until === null) this.measure();
  };

  /** So many rows more of a table are going to be read. */
  readonly expect = (table: Table, more: number): void => {
    this.show(expecting(this.#progress, table, more));
  };

  /** So many rows of a table that were to be read are not there, or not to be read by the user. */
  readonly lack = (table: Table, fewer: number): void => {
    this.show(lacking(this.#progress, table, fewer));
  };

  /** So many rows more of a table were read. */
  readonly took = (table: Table, more: number): void => {
    const now = having(this.#progress, table, more);
    const left = now.total === null ? null : now.total - now.rows;
    this.show({ ...now, leftMs: this.#timeLeft(now.rows, left) });
  };

  /** So many rows have left. */
  removed(rows: number): void {
    if (rows > 0) this.show({ removed: this.#progress.removed + rows });
  }

  /** The files have come so far. */
  attached(attachments: AttachmentProgress): void {
    const { bytes, totalBytes } = attachments;
    this.show({ attachments, leftMs: this.#timeLeft(bytes, totalBytes - bytes) });
  }

  #timeLeft(there: number, left: number | null): number | null {
    if (this.#progress.hold !== null) return null;
    return timeLeft(this.clock, this.#since, there - this.#before, left);
  }

  /** So many bytes have come. */
  readonly weighed = (bytes: number): void => {
    this.show({ bytes: this.#progress.bytes + bytes });
  };
}
