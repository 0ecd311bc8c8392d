import { CrmError } from '../../domain/crm-error';
import type { CrmServer } from '../../domain/crm-server';
import { decide } from '../../domain/decision';
import type { Clock } from '../../domain/ports';
import type { RemoteRecords } from '../../domain/remote-records';
import { may, type Rights } from '../../domain/rights';
import { rowKey } from '../../domain/row';
import type { Model } from '../../domain/table';
import { shown } from '../catalogue/catalogue';
import { describe } from '../catalogue/item';
import { words } from '../catalogue/words';
import type { Store } from '../store';
import { cleanRow } from '../stored';

/** Rows of each table; of one alone. */
const LIMIT = { each: 20, alone: 50 };
/** More words would only make the question longer. */
const MOST_WORDS = 5;
/** A throttled CRM that names no time: milliseconds. */
const THROTTLED = 60_000;

export interface RemoteSearchContext {
  readonly store: Store;
  readonly server: Pick<CrmServer, 'search'>;
  readonly model: () => Model;
  readonly rights: () => Rights;
  readonly clock: Clock;
  /** Throws where the CRM is not to be asked. */
  readonly mayAsk: () => void;
}

/** Searching the CRM by the rules VI1 to VI4. */
export function createRemoteSearch(context: RemoteSearchContext): RemoteRecords['search'] {
  const { store, server, model, rights, clock, mayAsk } = context;
  let busy: { readonly until: number; readonly error: CrmError } | null = null;

  return async ({ text, tables: names }, signal) => {
    const asked = words(text).slice(0, MOST_WORDS);
    const tables = Object.values(model())
      .filter(({ name }) => names === null || names.includes(name))
      .filter((table) => may(rights(), table, 'Read').allowed);
    if (asked.length === 0 || tables.length === 0) return { items: [], more: false };
    mayAsk();
    if (busy !== null && clock.now() < busy.until) throw busy.error;
    const limit = tables.length === 1 ? LIMIT.alone : LIMIT.each;
    try {
      const rows = await server.search({ tables, words: asked, limit }, signal);
      const here = await store.db.records.bulkGet(rows.map(rowKey));
      const items = rows
        .filter((_, n) => here[n] === undefined)
        .map((row) => shown(describe(model(), [], cleanRow(row))));
      const full = tables.some(
        ({ name }) => rows.filter((row) => row.table === name).length >= limit,
      );
      return { items, more: full };
    } catch (error) {
      if (error instanceof CrmError && decide(error.failure, false) === 'throttled')
        busy = { until: clock.now() + (error.failure.retryAfterMs ?? THROTTLED), error };
      throw error;
    }
  };
}
