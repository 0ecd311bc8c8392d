import type { CrmServer, Identity } from '../../domain/crm-server';
import type { Clock, Locks } from '../../domain/ports';
import type { CopyProgress, TableProgress } from '../../domain/status';
import type { Trip } from '../../domain/trip';
import { bringAttachments } from '../attachments/bring';
import type { Keeper } from '../catalogue/keeper';
import { askFacts, bringFacts, type Facts, factsTook, readJustAsked } from '../facts';
import { newestGeneration } from '../feed';
import { finishRemoval } from '../leaving';
import { copyLinks } from '../links/copy-links';
import { restingBell } from '../resting-bell';
import { withRoomOfFiles } from '../room';
import { type Store, writeState } from '../store';
import { isFull } from '../store-error';
import { readTrips } from '../trip-setting';
import { refreshViews } from '../views';
import { findGone } from '../unseen/gone';
import { openNoting } from '../unseen/noting';
import { beginColumns, bringing, endColumns } from './columns-here';
import { copiedFor, markOf, writeCopied } from './copied-for';
import { Canceled, createControl } from './control';
import { copyingLock, copyLock } from './copy-lock';
import { forgetFilled, noteFilled } from './filled';
import { Meter } from './meter';
import { partlyHere } from './partly-here';
import { besides, type Counting, idle, inAll, stoppedBy, tablesToCome } from './progress';
import { createStopwatch } from './pace';
import { passesOf } from './passes';
import { readOwn } from './read-own';
import { readOthers } from './read-others';
import { Reader } from './reader';
import { selected } from './selected';
import { sweep } from './sweep';
import { endWalk, readWalk, type Walk, writeWalk } from './walk';
import { nextWatermark, writeWatermarks } from './watermark';

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
  /** Larger files stay in the CRM: bytes. */
  readonly largestAttachment: number;
  /** Bytes that the browser says are used; null: it does not tell. */
  readonly used: () => Promise<number | null>;
  /** Rows of a page: the server's limit is 5000; smaller ones leave room for questions between them. */
  readonly pageSize?: number;
}

export interface Copy {
  /**
   * Downloads what is missing and refreshes what is there. Joins one that is under way and does as much. Never rejects.
   * @param thorough finds all that has left too, however much there is to look at.
   */
  refresh(thorough: boolean): Promise<void>;
  /** The walk under way is not one that goes on with an earlier one, or takes the place of it. */
  isAfresh(): boolean;
  pause(): void;
  resume(): void;
  /** Ends it, keeping what is here: the next refresh goes on from there. */
  cancel(): void;
}

/** Rows of a page. */
export const PAGE = 1000;
/** Between two rings of a copy: milliseconds. */
const REST = 250;
/** The user has chosen other rows while the copy was under way. */
class ChosenAnew extends Error {
  override readonly name = 'ChosenAnew';
}

export function createCopy(context: CopyContext): Copy {
  const { server, identity, clock, locks, keeper, onProgress } = context;
  const { bell } = context.store;
  const store: Store = { ...context.store, bell: restingBell(bell, clock, REST) };
  const { pageSize = PAGE } = context;
  const meter = new Meter(clock, onProgress);
  const show = (change: Partial<CopyProgress>): void => meter.show(change);
  let current: { readonly thorough: boolean; readonly done: Promise<void> } | null = null;
  /** So many refreshes were asked for, the last of which to be canceled is that one. */
  let asked = 0;
  let canceled = 0;
  let stopwatch = createStopwatch(clock);
  /** The choice of rows that the walk goes by; null: none yet. */
  let chosen: string | null = null;
  let afresh = false;
  /** What a walk has brought that this one follows at once. */
  let before: readonly TableProgress[] = [];

  const readChosen = () => readTrips(store, context.organizationTrips);

  /** @throws ChosenAnew */
  const stillChosen = async (): Promise<void> => {
    if (chosen !== null && markOf(await readChosen()) !== chosen) throw new ChosenAnew();
  };

  const control = createControl({
    clock,
    before: stillChosen,
    onPause: () => {
      show({ phase: 'paused', leftMs: null });
    },
    onResume: () => {
      meter.measure();
      show({ phase: 'running' });
    },
    onBusy: meter.held,
  });

  const ask = <T>(question: () => Promise<T>): Promise<T> =>
    control.ask(() => stopwatch.request(question));

  const refreshFacts = async (): Promise<Facts> => {
    const question = () => control.ask(() => askFacts(server, identity));
    const known = await readJustAsked(store, clock.now());
    const facts = known ?? (await bringFacts(context.store, clock, question));
    stopwatch.started(await factsTook(store));
    return facts;
  };

  /** @returns false: what it went on with was begun earlier, so that it has not looked at all since. */
  const walkAll = async (thorough: boolean): Promise<boolean> => {
    const facts = await refreshFacts();
    // Where that is not possible, the first rows that come say so: none may have to.
    await withRoomOfFiles(store, () => Promise.resolve()).catch(() => undefined);
    const trips = await readChosen();
    chosen = markOf(trips);
    const { wanted, anew, watermarks } = await bringing(store, facts, trips);
    const noting = await openNoting(store, identity.userId, clock.now);
    const reader = new Reader({
      store,
      server,
      model: facts.model,
      noting,
      ask,
      expect: meter.expect,
      lack: meter.lack,
      took: meter.took,
      weighed: meter.weighed,
      keeper,
      anew,
      stopwatch,
      pageSize,
    });

    const now = clock.now();
    const earlier = await readWalk(store);
    const begun: Walk =
      earlier?.chosen === chosen && (earlier.thorough || !thorough)
        ? earlier
        : { began: await newestGeneration(store.db), at: now, thorough, chosen, tables: {} };
    afresh = earlier === undefined;
    // Other panes hear of it before they see the walk.
    show({});
    keeper.needFeedFrom(begun.began);
    await writeWalk(store, begun);
    if (begun.thorough) await keeper.recheck();
    const views = await refreshViews({ store, server, ask }, trips, facts);
    const kept = selected(trips, wanted, identity, views, begun.at);
    // Heard at once: before the first row that lacks one.
    await beginColumns(context.store, facts.model, wanted.model);
    const counting: Counting = {
      count: (query) => ask(() => server.count({ ...query, pageSize })),
      here: (await keeper.current()).counts(),
    };
    const known = { watermarks, anew, tables: begun.tables };
    const partly = await partlyHere(kept.own, known, counting);
    const own = passesOf(kept.own, watermarks, now, begun.thorough, partly);
    const tables = besides(before, await tablesToCome(own, begun, counting));
    const { rows, total } = inAll(tables);
    meter.measure(rows);
    show({ rows, total, tables, attachments: null });
    const { walk, learned } = await readOwn(store, reader, begun, own);

    const others = { store, reader, keeper, facts, wanted, identity, trips, kept, watermarks };
    const { stays, ...alsoLearned } = await readOthers(others, walk);
    Object.assign(learned, alsoLearned.learned);
    await stillChosen();
    // What leaves because the user has chosen other rows is no news.
    const chosenAnew = (await copiedFor(store)) !== chosen;
    const removed = await sweep(store, stays, walk.began, (leaving) =>
      findGone(store, reader, facts, noting, chosenAnew ? [] : leaving),
    );
    meter.removed(removed);
    await copyLinks({ store, server, model: facts.model, ask, at: now, thorough: walk.thorough });
    await writeWatermarks(
      store,
      Object.fromEntries(
        Object.entries(learned).map(([name, what]) => [
          name,
          nextWatermark(watermarks[name], what),
        ]),
      ),
    );
    await endColumns(store, wanted.model);
    // Before the walk ends: what has left by it is told as missing by another choice.
    await writeCopied(store, trips);
    await endWalk(store);
    await keeper.current();
    await stillChosen();
    const at = clock.now();
    await writeState(store, 'copiedAt', at);
    await forgetFilled(store);
    context.onDone(at);
    show({ leftMs: null });
    before = begun === earlier ? meter.tables : [];
    if (begun === earlier) return false;
    await bringAttachments({
      store,
      server,
      ask,
      stopwatch,
      meter,
      catalogue: await keeper.current(),
      facts,
      identity,
      trips,
      views,
      now: walk.at,
      chosen,
      largest: context.largestAttachment,
      again: walk.thorough,
    });
    return true;
  };

  const walkAsChosen = async (thorough: boolean): Promise<void> => {
    for (let done = false; !done;) {
      chosen = null;
      try {
        done = await walkAll(thorough);
      } catch (error) {
        if (error instanceof ChosenAnew) continue;
        if (isFull(error))
          await noteFilled(store, keeper, context.used, await readChosen()).catch(() => undefined);
        throw error;
      }
    }
  };

  const refresh = async (thorough: boolean): Promise<void> => {
    stopwatch = createStopwatch(clock);
    control.begin();
    try {
      await locks.request(copyLock(store), { ifAvailable: true }, async (lock) => {
        // Another pane of this user is copying: its rows come by the feed.
        if (lock === null) return;
        await locks.request(copyingLock(store.db.name), {}, async () => {
          show({ ...idle, phase: 'running' });
          before = [];
          await finishRemoval(store);
          // It foretells no more than how long the next one takes.
          await walkAsChosen(thorough).finally(() => stopwatch.keep(store).catch(() => undefined));
          show({ phase: 'done', leftMs: 0 });
        });
      });
    } catch (error) {
      const phase = error instanceof Canceled ? 'canceled' : 'failed';
      show({ phase, leftMs: null, failure: stoppedBy(error) });
    } finally {
      keeper.needFeedFrom(null);
      afresh = false;
      // What has come of it is shown at once.
      bell.ring();
    }
  };

  return {
    refresh(thorough) {
      if (current !== null && (current.thorough || !thorough)) return current.done;
      const before = current?.done ?? Promise.resolve();
      const number = ++asked;
      const unlessCanceled = () => (number > canceled ? refresh(thorough) : Promise.resolve());
      const next = { thorough, done: before.then(unlessCanceled) };
      current = next;
      return next.done.finally(() => {
        if (current === next) current = null;
      });
    },
    isAfresh: () => afresh,
    pause: control.pause,
    resume: control.resume,
    cancel() {
      canceled = asked;
      control.cancel();
    },
  };
}
