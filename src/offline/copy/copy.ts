import { CrmError } from '../../domain/crm-error';
import type { CrmServer, Identity } from '../../domain/crm-server';
import { decide } from '../../domain/decision';
import type { Clock, Locks } from '../../domain/ports';
import type { CopyProgress } from '../../domain/status';
import type { Trip } from '../../domain/trip';
import type { Keeper } from '../catalogue/keeper';
import { askFacts, type Facts, fingerprint, readJustAsked, writeFacts } from '../facts';
import { newestGeneration } from '../feed';
import { restingBell } from '../resting-bell';
import { type Store, writeState } from '../store';
import { readTrips } from '../trip-setting';
import { idle, timeLeft } from './progress';
import { basisOf, passesFor } from './passes';
import { readTable } from './read-table';
import { Reader } from './reader';
import { readReferred, referredBy } from './referred';
import { refreshVisited } from './refresh-visited';
import { selected } from './selected';
import { sweep } from './sweep';
import { endWalk, notWalked, readWalk, seenBy, type Walk, writeWalk } from './walk';
import { type Learned, nextWatermark, readWatermarks, writeWatermarks } from './watermark';

export interface CopyContext {
  readonly store: Store;
  readonly server: CrmServer;
  readonly identity: Identity;
  readonly clock: Clock;
  readonly locks: Locks;
  readonly keeper: Keeper;
  /** Which rows are kept while the user has chosen nothing. */
  readonly organizationTrips: readonly Trip[];
  readonly onProgress: (progress: CopyProgress) => void;
  /** A copy ended well: milliseconds since 1970. */
  readonly onDone: (at: number) => void;
  /** Rows of a page: the server's limit is 5000; smaller ones leave room for questions between them. */
  readonly pageSize?: number;
}

export interface Copy {
  /**
   * Downloads what is missing and refreshes what is there. Joins one that is under way and does as much. Never rejects.
   * @param thorough finds all that has left too, however much there is to look at.
   */
  refresh(thorough: boolean): Promise<void>;
  pause(): void;
  resume(): void;
}

/** Between two rings of a copy: milliseconds. */
const REST = 250;
/** A throttled CRM that names no time: milliseconds. */
const DEFAULT_THROTTLE = 60_000;

/** The user has chosen other rows while the copy was under way. */
class ChosenAnew extends Error {
  override readonly name = 'ChosenAnew';
}

export function createCopy(context: CopyContext): Copy {
  const { server, identity, clock, locks, keeper, onProgress } = context;
  const { bell } = context.store;
  const store: Store = { ...context.store, bell: restingBell(bell, clock, REST) };
  const pageSize = context.pageSize ?? 500;
  let progress = idle;
  let current: { readonly thorough: boolean; readonly done: Promise<void> } | null = null;
  let paused = false;
  let goOn: () => void = () => undefined;
  let since = 0;
  let rowsBefore = 0;
  /** The choice of rows that the walk goes by; null: none yet. */
  let chosen: string | null = null;

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

  const readChosen = () => readTrips(store, context.organizationTrips);

  /** @throws ChosenAnew */
  const stillChosen = async (): Promise<void> => {
    if (chosen !== null && fingerprint(await readChosen()) !== chosen) throw new ChosenAnew();
  };

  /** Asks the CRM, waiting as long as it wants where it is too busy. */
  const ask = async <T>(question: () => Promise<T>): Promise<T> => {
    for (;;) {
      await gate();
      await stillChosen();
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

  const expect = (rows: number): void => {
    if (progress.total !== null) show({ total: progress.total + rows });
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

  const waitingKeys = async (): Promise<string[]> =>
    (await store.db.outbox.toArray()).map(({ keys }) => keys.row);

  const refreshFacts = async (): Promise<Facts> => {
    const known = await readJustAsked(store, clock.now());
    if (known !== null) return known;
    const facts = await ask(() => askFacts(server, identity));
    await writeFacts(context.store, facts, clock.now());
    return facts;
  };

  const walkAll = async (thorough: boolean): Promise<void> => {
    const facts = await refreshFacts();
    const reader = new Reader({
      store,
      server,
      model: facts.model,
      ask,
      expect,
      took,
      written: keeper.took,
      pageSize,
    });
    const trips = await readChosen();
    const kept = selected(trips, facts, identity);
    chosen = fingerprint(trips);

    const now = clock.now();
    const begun = await readWalk(store);
    let walk: Walk =
      begun?.chosen === chosen && (begun.thorough || !thorough)
        ? begun
        : { began: await newestGeneration(store.db), at: now, thorough, chosen, tables: {} };
    keeper.needFeedFrom(walk.began);
    await writeWalk(store, walk);
    const watermarks = await readWatermarks(store);
    const learned: Record<string, Learned> = {};
    const own = kept.own.map(({ table, filter }) => {
      const basis = basisOf(table, filter);
      const passes = passesFor(watermarks[table.name], basis, now, walk.thorough);
      return { table, filter, basis, passes };
    });
    let total: number | null = 0;
    for (const {
      table,
      filter,
      passes: [pass],
    } of own) {
      if (pass?.kind !== 'rows') continue;
      const { since } = pass;
      const { count, more } = await ask(() => server.count({ table, filter, since, pageSize }));
      total = total === null || more ? null : total + count;
    }
    const rows = Object.values(walk.tables).reduce((sum, mark) => sum + mark.fetched, 0);
    rowsBefore = rows;
    show({ rows, total });
    for (const { table, filter, basis, passes } of own) {
      show({ table: table.name });
      walk = await readTable(store, reader, walk, table, filter, passes);
      const { newest = null, walked = false, rows = 0 } = walk.tables[table.name] ?? {};
      learned[table.name] = {
        basis,
        at: walk.at,
        newest: newest ?? '0',
        rows: walked ? rows : null,
      };
    }

    const walked = await seenBy(store, walk);
    const catalogue = await keeper.current();
    const visited = await refreshVisited(store, reader, facts, catalogue, walked, kept.referred);
    const seen = new Set([...walked, ...visited.there, ...(await waitingKeys())]);
    const unknown = await notWalked(store, walk);
    const stays = new Set([...seen, ...unknown.filter((key) => !visited.gone.has(key))]);
    const referred = referredBy(await keeper.current(), stays, seen);
    for (const table of kept.referred) {
      const ids = referred.get(table.name);
      if (ids === undefined) continue;
      show({ table: table.name });
      const name = `referred:${table.name}`;
      const read = await readReferred(reader, walk, table, ids, watermarks[name]);
      learned[name] = read.learned;
      for (const key of read.keys) stays.add(key);
    }
    await stillChosen();
    await sweep(store, stays, walk.began);
    await writeWatermarks(
      store,
      Object.fromEntries(
        Object.entries(learned).map(([name, what]) => [
          name,
          nextWatermark(watermarks[name], what),
        ]),
      ),
    );
    await endWalk(store);
    await keeper.current();
    await stillChosen();
    const at = clock.now();
    await writeState(store, 'copiedAt', at);
    context.onDone(at);
  };

  const walkAsChosen = async (thorough: boolean): Promise<void> => {
    for (;;) {
      chosen = null;
      try {
        return await walkAll(thorough);
      } catch (error) {
        if (!(error instanceof ChosenAnew)) throw error;
      }
    }
  };

  const refresh = async (thorough: boolean): Promise<void> => {
    since = clock.now();
    try {
      await locks.request(`${store.db.name}:copy`, { ifAvailable: true }, async (lock) => {
        // Another pane of this user is copying: its rows come by the feed.
        if (lock === null) return;
        show({ ...idle, phase: 'running' });
        await walkAsChosen(thorough);
        // What is finished is shown at once.
        bell.ring();
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
    refresh(thorough) {
      if (current !== null && (current.thorough || !thorough)) return current.done;
      const before = current?.done ?? Promise.resolve();
      const next = { thorough, done: before.then(() => refresh(thorough)) };
      current = next;
      return next.done.finally(() => {
        if (current === next) current = null;
      });
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
