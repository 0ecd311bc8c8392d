import { CrmError, type CrmFailure } from '../../domain/crm-error';
import type { CrmServer, RowFilter, RowPage, RowQuery } from '../../domain/crm-server';
import type { Sample } from '../../domain/estimate';
import { AT_A_TIME, createLine } from '../../domain/parallel';
import type { Clock } from '../../domain/ports';
import type { Row } from '../../domain/row';
import type { Table } from '../../domain/table';
import type { RowCount } from '../../domain/trip';
import { type Control, type ControlContext, createControl } from '../copy/control';
import { createStopwatch, type Stopwatch } from '../copy/pace';
import { IDS_PAGE } from '../copy/passes';
import { byIds, IDS } from '../copy/reader';
import { parts } from '../parts';

/** Rows that are read to see what they cost: rows of one table differ much, those of a few hundred little on average. */
const SAMPLE = 200;
/** Fewer rows tell nothing of how fast they come. */
const ENOUGH = 100;

/** Nobody waits for the answer any more. */
const givenUp: CrmFailure = {
  kind: 'notSent',
  status: 0,
  code: '',
  message: '',
  retryAfterMs: null,
};

export const both = (...filters: RowFilter[]): RowFilter => ({ kind: 'and', filters });

/** Some rows, and what they cost. */
export interface Sampled {
  readonly rows: readonly Row[];
  readonly sample: Sample;
}

/** An answer, and how long it took: milliseconds. */
interface Timed<T> {
  readonly answer: T;
  readonly ms: number;
}

/**
 * Asks the CRM, {@link AT_A_TIME}, until nobody wants the answers any more, with the patience of a copy. Rejects with a
 * CrmError.
 */
export class Inquiry {
  readonly stopwatch: Stopwatch;
  /** By question. */
  readonly #answers = new Map<string, Promise<unknown>>();
  readonly #line = createLine(AT_A_TIME);
  readonly #control: Control;
  /** The sample that tells how fast rows come. */
  #first: Promise<Sampled> | null = null;
  /** Milliseconds that a byte takes at most. */
  #perByte = Infinity;

  constructor(
    private readonly server: Pick<CrmServer, 'count' | 'readPage' | 'readPages'>,
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
    onBusy: ControlContext['onBusy'] = () => undefined,
    private readonly idsPage = IDS_PAGE,
  ) {
    this.stopwatch = createStopwatch(clock);
    this.#control = createControl({
      clock,
      before: () => Promise.resolve(),
      onPause: () => undefined,
      onResume: () => undefined,
      onBusy,
    });
    this.#control.begin();
    signal.addEventListener('abort', this.#control.cancel);
  }

  count(table: Table, filter: RowFilter, since: string | null): Promise<RowCount> {
    const query = { table, filter, since, pageSize: 1 };
    return this.#once(['count', table.name, filter, since], () =>
      this.#ask(() => this.server.count(query, this.signal)),
    );
  }

  /** A page of rows. */
  async read(query: RowQuery, next: string | null): Promise<RowPage> {
    return (await this.#page(query, next)).answer;
  }

  /** Ids and versions of as many rows as one page has. */
  ids(table: Table, filter: RowFilter): Promise<RowPage> {
    return this.#once(['ids', table.name, filter], () =>
      this.#ask(() =>
        this.server.readPage(
          { table, filter, bare: true, pageSize: this.idsPage },
          null,
          this.signal,
        ),
      ),
    );
  }

  /** Ids and versions of those of these rows that the filter has. @param ids a thousand at most. */
  among(table: Table, filter: RowFilter, ids: readonly string[]): Promise<readonly Row[]> {
    const queries = parts(ids, IDS).map((part) => ({
      table,
      filter: both(filter, byIds(part)),
      bare: true,
      pageSize: IDS,
    }));
    return this.#once(['among', table.name, filter, ids], async () => {
      const pages = await this.#ask(() => this.server.readPages(queries, this.signal));
      return { answer: pages.answer.flatMap(({ rows }) => rows) };
    });
  }

  /**
   * Some of the rows that are newer than a version; null: of all. By id, which is no order at all. The first sample of
   * many rows comes before all others, which then share the network: what they take longer, it would not take alone.
   * @param there how many such rows there are.
   */
  async sample(
    table: Table,
    filter: RowFilter,
    since: string | null,
    there: number,
  ): Promise<Sampled> {
    const query = { table, filter, since, pageSize: SAMPLE };
    if (this.#first !== null) await this.#first;
    else if (there >= ENOUGH) return (this.#first = this.#sampled(query, true));
    return this.#sampled(query, false);
  }

  /** Some of these rows. @param ids at least one. */
  sampleOf(table: Table, ids: readonly string[]): Promise<Sampled> {
    return this.sample(table, byIds(ids.slice(0, IDS)), null, ids.length);
  }

  async #sampled(query: RowQuery, alone: boolean): Promise<Sampled> {
    const { answer, ms } = await this.#page(query, null);
    const { rows, bytes } = answer;
    const quickest = this.stopwatch.quickest();
    const weight = Math.max(1, bytes);
    if (alone) this.#perByte = Math.max(0, ms - quickest) / weight;
    const most = quickest + weight * this.#perByte;
    return { rows, sample: { rows: rows.length, bytes, ms: Math.min(ms, most) } };
  }

  #page(query: RowQuery, next: string | null): Promise<Timed<RowPage>> {
    return this.#ask(() => this.server.readPage(query, next, this.signal));
  }

  /** Asked once, whoever wants to know. */
  #once<T>(about: unknown, ask: () => Promise<{ readonly answer: T }>): Promise<T> {
    const question = JSON.stringify(about);
    const known = this.#answers.get(question) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const answer = ask().then((told) => told.answer);
    this.#answers.set(question, answer);
    return answer;
  }

  /** Any other question. */
  async ask<T>(question: () => Promise<T>): Promise<T> {
    return (await this.#ask(question)).answer;
  }

  async #ask<T>(question: () => Promise<T>): Promise<Timed<T>> {
    const told = await this.#line(async () => {
      try {
        if (this.signal.aborted) throw new CrmError(givenUp);
        return await this.#control.ask(() => this.#timed(question));
      } catch (error) {
        // Whoever asked may know another way: the others go on.
        return { error: this.signal.aborted ? new CrmError(givenUp) : error };
      }
    });
    if ('error' in told) throw told.error;
    return told;
  }

  async #timed<T>(question: () => Promise<T>): Promise<Timed<T>> {
    const begun = this.clock.now();
    const answer = await this.stopwatch.request(question);
    return { answer, ms: this.clock.now() - begun };
  }
}
