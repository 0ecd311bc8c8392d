import { CrmError, type CrmFailure } from '../../domain/crm-error';
import type { CrmServer, RowFilter, RowPage, RowQuery } from '../../domain/crm-server';
import type { Sample } from '../../domain/estimate';
import type { Clock } from '../../domain/ports';
import type { Row } from '../../domain/row';
import type { Table } from '../../domain/table';
import type { RowCount } from '../../domain/trip';
import { createStopwatch, type Stopwatch } from '../copy/pace';
import { IDS_PAGE } from '../copy/passes';
import { byIds, IDS } from '../copy/reader';

/** Rows that are read to see what they cost: rows of one table differ much, those of a few hundred little on average. */
const SAMPLE = 200;

/** Nobody waits for the answer any more. */
const givenUp: CrmFailure = {
  kind: 'notSent',
  status: 0,
  code: '',
  message: '',
  retryAfterMs: null,
};

/** Some rows, and what they cost. */
export interface Sampled {
  readonly rows: readonly Row[];
  readonly sample: Sample;
}

/**
 * Asks the CRM. Who asks for rows does so one question after the other, so that each tells how fast the network is.
 * Rejects with a CrmError.
 */
export class Inquiry {
  readonly stopwatch: Stopwatch;
  readonly #ids = new Map<string, Promise<RowPage>>();
  readonly #counts = new Map<string, Promise<RowCount>>();

  constructor(
    private readonly server: Pick<CrmServer, 'count' | 'readPage'>,
    private readonly clock: Clock,
    private readonly signal: AbortSignal,
  ) {
    this.stopwatch = createStopwatch(clock);
  }

  /** Asked once, whoever wants to know. */
  count(table: Table, filter: RowFilter, since: string | null): Promise<RowCount> {
    const key = JSON.stringify([table.name, filter, since]);
    const known = this.#counts.get(key);
    if (known !== undefined) return known;
    const query = { table, filter, since, pageSize: 1 };
    const counted = this.#ask(() => this.server.count(query, this.signal));
    this.#counts.set(key, counted);
    return counted;
  }

  /** A page of rows. */
  read(query: RowQuery, next: string | null): Promise<RowPage> {
    return this.#ask(() => this.server.readPage(query, next, this.signal));
  }

  /** Ids and versions of as many rows as one page has, asked once for each table. */
  ids(table: Table, filter: RowFilter): Promise<RowPage> {
    const known = this.#ids.get(table.name);
    if (known !== undefined) return known;
    const query = { table, filter, bare: true, pageSize: IDS_PAGE };
    const page = this.read(query, null);
    this.#ids.set(table.name, page);
    return page;
  }

  /** Some of the rows that are newer than a version; null: of all. By id, which is no order at all. */
  async sample(table: Table, filter: RowFilter, since: string | null): Promise<Sampled> {
    const begun = this.clock.now();
    const query = { table, filter, since, pageSize: SAMPLE };
    const { rows, bytes } = await this.read(query, null);
    return { rows, sample: { rows: rows.length, bytes, ms: this.clock.now() - begun } };
  }

  /** Some of these rows. @param ids at least one. */
  sampleOf(table: Table, ids: readonly string[]): Promise<Sampled> {
    return this.sample(table, byIds(ids.slice(0, IDS)), null);
  }

  async #ask<T>(question: () => Promise<T>): Promise<T> {
    const answer = await this.stopwatch.request(question);
    if (this.signal.aborted) throw new CrmError(givenUp);
    return answer;
  }
}
