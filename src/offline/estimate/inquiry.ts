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
import { byIds, IDS, withOnly } from '../copy/reader';
import { parts } from '../parts';

/** Rows that are read to see what many of them cost: rows of one table differ much, those of a hundred little on average. */
export const MANY = 100;
/** And where fewer than that are to come, which tell nothing of how fast they come. */
const FEW = 20;

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

/** What rows are looked at for beside their weight: with these columns, so many of them. */
export interface Look {
  readonly columns: readonly string[];
  readonly rows: number;
}

/** No more than what they weigh. */
export const weightOnly: Look = { columns: [], rows: 0 };

interface Weighed extends Sampled {
  /** The question whose rows they are. */
  readonly about: string;
}

/** An answer, and how long it took: milliseconds. */
interface Timed<T> {
  readonly answer: T;
  readonly ms: number;
}

export interface InquiryContext {
  readonly server: Pick<CrmServer, 'count' | 'readPage' | 'readPages'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onBusy?: ControlContext['onBusy'];
  /** Ids that are asked for in one request. */
  readonly idsPage?: number;
  /** What is known still holds, and how fast the CRM was is taken for how fast it is. */
  readonly known?: Known;
}

/** What questions have found out. */
export interface Known {
  /** By question. */
  readonly answers: Map<string, unknown>;
  /** Milliseconds that a byte takes at most. */
  perByte: number;
  /** The quickest of the requests: milliseconds. */
  quickest: number;
}

export const nothingKnown = (): Known => ({
  answers: new Map(),
  perByte: Infinity,
  quickest: 0,
});

/**
 * Asks the CRM, {@link AT_A_TIME}, until nobody wants the answers any more, with the patience of a copy. Rejects with a
 * CrmError.
 */
export class Inquiry {
  readonly #context: InquiryContext;
  readonly #stopwatch: Stopwatch;
  readonly #known: Known;
  /** As it was before. */
  readonly #quickest: number;
  /** By question, that is being asked. */
  readonly #asked = new Map<string, Promise<unknown>>();
  readonly #line = createLine(AT_A_TIME);
  readonly #control: Control;
  /** The sample that tells how fast rows come. */
  #first: Promise<unknown> | null = null;

  constructor(context: InquiryContext) {
    const { clock, signal, known = nothingKnown() } = context;
    this.#context = context;
    this.#stopwatch = createStopwatch(clock);
    this.#control = createControl({
      clock,
      before: () => Promise.resolve(),
      onPause: () => undefined,
      onResume: () => undefined,
      onBusy: context.onBusy ?? (() => undefined),
    });
    this.#control.begin();
    signal.addEventListener('abort', this.#control.cancel);
    this.#known = known;
    this.#quickest = known.quickest;
    if (known.perByte < Infinity) this.#first = Promise.resolve();
  }

  /** The quickest of the requests: milliseconds. */
  quickest(): number {
    return this.#quickest || this.#stopwatch.quickest();
  }

  count(table: Table, filter: RowFilter, since: string | null): Promise<RowCount> {
    const query = { table, filter, since, pageSize: 1 };
    return this.#once(['count', about(query)], () =>
      this.#ask(({ server, signal }) => server.count(query, signal)),
    );
  }

  /** A page of rows. */
  read(query: RowQuery, next: string | null): Promise<RowPage> {
    return this.#once(['page', about(query), next], () =>
      this.#ask(({ server, signal }) => server.readPage(query, next, signal)),
    );
  }

  /** Ids and versions of as many rows as one page has. */
  ids(table: Table, filter: RowFilter): Promise<RowPage> {
    const pageSize = this.#context.idsPage ?? IDS_PAGE;
    return this.read({ table, filter, bare: true, pageSize }, null);
  }

  /** Ids and versions of those of these rows that the filter has. @param ids a thousand at most. */
  among(table: Table, filter: RowFilter, ids: readonly string[]): Promise<readonly Row[]> {
    const those = parts(ids, IDS).map((part) => both(filter, byIds(part)));
    return this.#together(
      those.map((each) => ({ table, filter: each, bare: true, pageSize: IDS })),
    );
  }

  /**
   * Some of the rows that are newer than a version; null: of all. By id, which is no order at all.
   * @param there how many such rows there are.
   */
  async sample(
    table: Table,
    filter: RowFilter,
    since: string | null,
    there: number,
    { columns, rows: most }: Look,
  ): Promise<Sampled> {
    const query = { table, filter, since };
    const { about: of, rows: whole, sample } = await this.#weighed(query, there);
    const mine = of === about({ ...query, pageSize: 0 }) ? whole : [];
    const pageSize = Math.min(there, most);
    if (mine.length >= pageSize) return { rows: mine, sample };
    const { rows } = await this.read(
      { ...narrowed(table, columns), filter, since, pageSize },
      null,
    );
    return { rows, sample };
  }

  /** Some of these rows. @param ids at least one. */
  async sampleOf(table: Table, ids: readonly string[], look: Look): Promise<Sampled> {
    const [first = [], ...others] = parts(ids.slice(0, Math.max(IDS, look.rows)), IDS);
    const sampled = await this.sample(table, byIds(first), null, ids.length, look);
    if (others.length === 0 || sampled.rows.length === 0) return sampled;
    const more = await this.#together(
      others.map((part) => ({
        ...narrowed(table, look.columns),
        filter: byIds(part),
        pageSize: IDS,
      })),
    );
    return { ...sampled, rows: [...sampled.rows, ...more] };
  }

  /**
   * What rows of a table cost, whatever their filter: some are read once. The first sample of many rows comes before all
   * others, which then share the network: what they take longer, it would not take alone.
   */
  async #weighed(query: Omit<RowQuery, 'pageSize'>, there: number): Promise<Weighed> {
    const { name, columns } = query.table;
    const weight = (size: number) => ['weight', name, Object.keys(columns).sort(), size];
    const many = there >= MANY || this.#known.answers.has(JSON.stringify(weight(MANY)));
    const size = many ? MANY : FEW;
    return this.#once(weight(size), async () => {
      if (this.#first !== null) await this.#first;
      else if (many) {
        const first = this.#weigh({ ...query, pageSize: size }, true);
        this.#first = first;
        return { answer: await first };
      }
      return { answer: await this.#weigh({ ...query, pageSize: size }, false) };
    });
  }

  async #weigh(query: RowQuery, alone: boolean): Promise<Weighed> {
    const { answer, ms } = await this.#ask(({ server, signal }) =>
      server.readPage(query, null, signal),
    );
    const { rows, bytes } = answer;
    const quickest = this.quickest();
    const weight = Math.max(1, bytes);
    if (alone) this.#known.perByte = Math.max(0, ms - quickest) / weight;
    const most = quickest + weight * this.#known.perByte;
    const sample = { rows: rows.length, bytes, ms: Math.min(ms, most) };
    return { rows, sample, about: about({ ...query, pageSize: 0 }) };
  }

  /** The rows of each of these, in one request. */
  #together(queries: readonly RowQuery[]): Promise<readonly Row[]> {
    return this.#once(['pages', queries.map(about)], async () => {
      const { answer } = await this.#ask(({ server, signal }) => server.readPages(queries, signal));
      return { answer: answer.flatMap(({ rows }) => rows) };
    });
  }

  /** Any other question. */
  async ask<T>(question: () => Promise<T>): Promise<T> {
    return (await this.#ask(question)).answer;
  }

  /** Asked once, whoever wants to know. */
  #once<T>(what: unknown, ask: () => Promise<{ readonly answer: T }>): Promise<T> {
    const question = JSON.stringify(what);
    if (this.#known.answers.has(question))
      return Promise.resolve(this.#known.answers.get(question) as T);
    const asked = this.#asked.get(question) as Promise<T> | undefined;
    if (asked !== undefined) return asked;
    const answer = ask().then((told) => {
      this.#known.answers.set(question, told.answer);
      return told.answer;
    });
    this.#asked.set(question, answer);
    return answer;
  }

  async #ask<T>(question: (context: InquiryContext) => Promise<T>): Promise<Timed<T>> {
    const { signal } = this.#context;
    const told = await this.#line(async () => {
      try {
        if (signal.aborted) throw new CrmError(givenUp);
        return await this.#control.ask(() => this.#timed(question));
      } catch (error) {
        // Whoever asked may know another way: the others go on.
        return { error: signal.aborted ? new CrmError(givenUp) : error };
      }
    });
    if ('error' in told) throw told.error;
    return told;
  }

  async #timed<T>(question: (context: InquiryContext) => Promise<T>): Promise<Timed<T>> {
    const { clock } = this.#context;
    const begun = clock.now();
    const answer = await this.#stopwatch.request(() => question(this.#context));
    this.#known.quickest = this.quickest();
    return { answer, ms: clock.now() - begun };
  }
}

/** What tells a question for rows from others. */
const about = ({ table, ...query }: RowQuery): string =>
  JSON.stringify([table.name, query.bare === true ? [] : Object.keys(table.columns), query]);

/** Nothing but ids and versions where no column is wanted. */
const narrowed = (table: Table, columns: readonly string[]) =>
  columns.length === 0 ? { table, bare: true } : { table: withOnly(table, columns) };
