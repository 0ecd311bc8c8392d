import { CrmError } from '../../domain/crm-error';
import type { CrmServer, Identity, RowFilter } from '../../domain/crm-server';
import { decide } from '../../domain/decision';
import type { Clock, Locks } from '../../domain/ports';
import { may } from '../../domain/rights';
import { rowKey } from '../../domain/row';
import type { CopyProgress } from '../../domain/status';
import type { Table } from '../../domain/table';
import type { Keeper } from '../catalogue/keeper';
import { askFacts, type Facts, readJustAsked, writeFacts } from '../facts';
import { newestGeneration } from '../feed';
import { type Store, writeState } from '../store';
import { idle, timeLeft } from './progress';
import { sweep } from './sweep';
import { endWalk, noMark, notePage, readWalk, seenBy, type Walk, writeWalk } from './walk';
import { writeRows } from './write-rows';

export interface CopyContext {
  readonly store: Store;
  readonly server: CrmServer;
  readonly identity: Identity;
  readonly clock: Clock;
  readonly locks: Locks;
  readonly keeper: Keeper;
  readonly onProgress: (progress: CopyProgress) => void;
  /** A copy ended well: milliseconds since 1970. */
  readonly onDone: (at: number) => void;
  /** Rows of a page: the server's limit is 5000; smaller ones leave room for questions between them. */
  readonly pageSize?: number;
}

export interface Copy {
  /** Downloads what is missing and refreshes what is there. Joins one that is under way. Never rejects. */
  refresh(): Promise<void>;
  pause(): void;
  resume(): void;
}

/** Ids in one request: the address would get too long with more. */
const IDS = 50;
/** A throttled CRM that names no time: milliseconds. */
const DEFAULT_THROTTLE = 60_000;

export function createCopy(context: CopyContext): Copy {
  const { store, server, identity, clock, locks, keeper, onProgress } = context;
  const pageSize = context.pageSize ?? 500;
  let progress = idle;
  let current: Promise<void> | null = null;
  let paused = false;
  let goOn: () => void = () => undefined;
  let since = 0;
  let rowsBefore = 0;

  const show = (change: Partial<CopyProgress>): void => {
    progress = { ...progress, ...change };
    onProgress(progress);
  };

  const gate = async (): Promise<void> => {
    while (paused) {
      show({ phase: 'paused', leftMs: null });
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
      since = clock.now();
      rowsBefore = progress.rows;
      show({ phase: 'running' });
    }
  };

  /** Asks the CRM, waiting as long as it wants where it is too busy. */
  const ask = async <T>(question: () => Promise<T>): Promise<T> => {
    for (;;) {
      await gate();
      try {
        return await question();
      } catch (error) {
        if (!(error instanceof CrmError) || decide(error.failure, false) !== 'throttled')
          throw error;
        const ms = error.failure.retryAfterMs ?? DEFAULT_THROTTLE;
        await new Promise<void>((resolve) => {
          clock.after(ms, resolve);
        });
      }
    }
  };

  const took = (rows: number): void => {
    const total = progress.total;
    const now = progress.rows + rows;
    show({
      rows: now,
      total: total === null ? null : Math.max(total, now),
      leftMs: timeLeft(clock, since, now - rowsBefore, total === null ? null : total - now),
    });
  };

  const readTable = async (
    facts: Facts,
    table: Table,
    walk: Walk,
    filter: RowFilter,
  ): Promise<Walk> => {
    let mark = walk.tables[table.name] ?? noMark;
    let result = walk;
    while (!mark.done) {
      show({ table: table.name });
      const { next, pages } = mark;
      const asked = await newestGeneration(store.db);
      let page;
      try {
        page = await ask(() => server.readPage({ table, filter, pageSize }, next));
      } catch (error) {
        // Marks of the server expire: then this table begins again.
        const refused =
          error instanceof CrmError && ['invalid', 'gone'].includes(decide(error.failure, false));
        if (!refused || next === null) throw error;
        mark = { ...noMark, pages };
        continue;
      }
      await writeRows(store, facts.model, page.rows, asked, keeper.current);
      await notePage(store, table.name, pages, page.rows.map(rowKey));
      const rows = mark.rows + page.rows.length;
      mark = { next: page.next, pages: pages + 1, rows, done: page.next === null };
      result = { ...result, tables: { ...result.tables, [table.name]: mark } };
      await writeWalk(store, result);
      took(page.rows.length);
    }
    return result;
  };

  /** Rows that kept rows refer to. @returns their keys. */
  const readReferred = async (
    facts: Facts,
    tables: readonly Table[],
    kept: ReadonlySet<string>,
  ): Promise<string[]> => {
    const catalogue = await keeper.current();
    const wanted = new Map<string, Set<string>>();
    for (const key of kept)
      for (const [, to] of catalogue.get(key)?.refs ?? []) {
        if (kept.has(to)) continue;
        const [table = '', id = ''] = to.split(':');
        wanted.set(table, (wanted.get(table) ?? new Set()).add(id));
      }
    const missing = tables.flatMap((table) => {
      const ids = [...(wanted.get(table.name) ?? [])];
      const parts = Array.from({ length: Math.ceil(ids.length / IDS) }, (_, part) => part * IDS);
      return parts.map((from) => ({ table, ids: ids.slice(from, from + IDS) }));
    });
    const count = missing.reduce((sum, { ids }) => sum + ids.length, 0);
    if (progress.total !== null) show({ total: progress.total + count });
    const found: string[] = [];
    for (const { table, ids } of missing) {
      show({ table: table.name });
      const asked = await newestGeneration(store.db);
      const query = { table, filter: { kind: 'ids' as const, ids }, pageSize: IDS };
      const page = await ask(() => server.readPage(query, null));
      await writeRows(store, facts.model, page.rows, asked, keeper.current);
      found.push(...page.rows.map(rowKey));
      took(ids.length);
    }
    return found;
  };

  const waitingKeys = async (): Promise<string[]> =>
    (await store.db.outbox.toArray()).map(({ keys }) => keys.row);

  const refreshFacts = async (): Promise<Facts> => {
    const known = await readJustAsked(store, clock.now());
    if (known !== null) return known;
    const facts = await ask(() => askFacts(server, identity));
    await writeFacts(store, facts, clock.now());
    return facts;
  };

  const walkAll = async (): Promise<void> => {
    const facts = await refreshFacts();
    const readable = Object.values(facts.model).filter(
      (table) => may(facts.rights, table, 'Read').allowed,
    );
    const own = readable.filter((table) => table.ownership === 'user');
    const filter: RowFilter = { kind: 'owner', userId: identity.userId };

    let walk = (await readWalk(store)) ?? { began: await newestGeneration(store.db), tables: {} };
    keeper.needFeedFrom(walk.began);
    await writeWalk(store, walk);
    let total: number | null = 0;
    for (const table of own) {
      const { count, more } = await ask(() => server.count({ table, filter, pageSize }));
      total = total === null || more ? null : total + count;
    }
    const rows = Object.values(walk.tables).reduce((sum, mark) => sum + mark.rows, 0);
    rowsBefore = rows;
    show({ rows, total });
    for (const table of own) walk = await readTable(facts, table, walk, filter);

    const seen = await seenBy(store, walk);
    for (const key of await waitingKeys()) seen.add(key);
    for (const key of await readReferred(facts, readable, seen)) seen.add(key);
    await sweep(store, seen, walk.began);
    await endWalk(store);
    await keeper.current();
    const at = clock.now();
    await writeState(store, 'copiedAt', at);
    context.onDone(at);
  };

  const refresh = async (): Promise<void> => {
    since = clock.now();
    try {
      await locks.request(`${store.db.name}:copy`, { ifAvailable: true }, async (lock) => {
        // Another pane of this user is copying: its rows come by the feed.
        if (lock === null) return;
        show({ ...idle, phase: 'running' });
        await walkAll();
        show({ phase: 'done', table: null, leftMs: 0 });
      });
    } catch (error) {
      const failure = error instanceof CrmError ? error.failure : null;
      show({ phase: 'failed', table: null, leftMs: null, failure });
    } finally {
      keeper.needFeedFrom(null);
    }
  };

  return {
    refresh() {
      current ??= refresh().finally(() => {
        current = null;
      });
      return current;
    },
    pause() {
      paused = true;
    },
    resume() {
      paused = false;
      goOn();
    },
  };
}
