import type { DuplicateRule } from '../../domain/duplicate-rule';
import type { Clock } from '../../domain/ports';
import type { LocalRow } from '../../domain/row';
import type { Model } from '../../domain/table';
import { fingerprint } from '../facts';
import { changesSince, newestGeneration, pruneFeed } from '../feed';
import { leavingKeys } from '../leaving';
import type { Store } from '../store';
import { FORMAT, toLocalRow } from '../stored';
import { Catalogue, type CatalogueDump } from './catalogue';
import { describe } from './item';

/** The form of the snapshot: another one is not read. */
const SNAPSHOT_FORMAT = 7;
const SNAPSHOT = 'snapshot';
/** Rows read at a time: small, so that saving gets its turn. */
const CHUNK = 500;
/** Milliseconds without a change before the snapshot is written. */
const IDLE = 5000;
/** Changes that are read faster from the feed than a new snapshot is written. */
const FEW = 50;
/** Feed items kept behind the snapshot for other panes. */
const KEEP = 1000;

interface Snapshot extends CatalogueDump {
  readonly format: number;
  /** Fingerprint of the tables and rules by which the rows are described. */
  readonly model: string;
}

/** Rows that are there as of a generation of the feed. */
export interface OnBoard {
  readonly generation: number;
  readonly keys: ReadonlySet<string>;
}

/** What a transaction has written, and the generation that it has in the feed. */
export interface Written {
  readonly generation: number;
  readonly rows: readonly LocalRow[];
}

/** Keeps the catalogue equal to the records. */
export interface Keeper {
  /** The catalogue with everything that is committed now. */
  current(): Promise<Catalogue>;
  /**
   * Has `write` bring rows on board while nobody else reads the feed, so that the catalogue need not read them again.
   * @param keys of these rows.
   * @param write told which of them are there, without asking the database; null: that is not known yet.
   */
  follow<T extends { readonly written: Written | null }>(
    keys: readonly string[],
    write: (here: OnBoard | null) => Promise<T>,
  ): Promise<T>;
  /** Compares which rows there are with the database, and takes what differs from there. */
  recheck(): Promise<void>;
  /** Other tables, columns or rules: every row is described again. */
  describeAgain(): void;
  /** Writes the snapshot now, and lets go of feed items that nobody is likely to need. */
  saveSnapshot(): Promise<void>;
  /** Feed items after this generation are still needed; null: none. */
  needFeedFrom(generation: number | null): void;
  stop(): void;
}

export function createKeeper(
  store: Store,
  clock: Clock,
  model: () => Model,
  rules: () => readonly DuplicateRule[] = () => [],
): Keeper {
  const { db, codec } = store;
  let catalogue: Catalogue | null = null;
  let generation = 0;
  let saved = 0;
  let needed: number | null = null;
  let cancelIdle: () => void = () => undefined;
  let stopped = false;
  let tail: Promise<unknown> = Promise.resolve();
  let queued: Promise<Catalogue> | null = null;

  const basis = (): string => fingerprint([model(), rules()]);

  const take = async (into: Catalogue, keys: readonly string[]): Promise<void> => {
    const known = model();
    const compared = rules();
    for (let from = 0; from < keys.length; from += CHUNK) {
      const chunk = keys.slice(from, from + CHUNK);
      const stored = await db.records.bulkGet(chunk);
      const bodies = await codec.decode(stored.map((item) => item?.body));
      stored.forEach((item, index) => {
        const key = chunk[index] ?? '';
        if (item === undefined) into.remove(key);
        else into.put(describe(known, compared, toLocalRow(item.keys, bodies[index])));
      });
    }
  };

  const loadSnapshot = async (): Promise<Catalogue | null> => {
    const stored = await db.catalogue.get(SNAPSHOT);
    if (stored === undefined || stored.v > FORMAT) return null;
    const [body] = await codec.decode([stored.body]);
    const snapshot = body as Snapshot;
    if (snapshot.format !== SNAPSHOT_FORMAT || snapshot.model !== basis()) return null;
    const loaded = Catalogue.load(snapshot);
    catalogue = loaded;
    generation = stored.keys.generation;
    saved = generation;
    return loaded;
  };

  const rebuild = async (): Promise<Catalogue> => {
    const built = new Catalogue();
    // Taken first: what changes while the records are read comes again by the feed.
    const newest = await newestGeneration(db);
    await take(built, await db.records.keys());
    built.removeAll(await leavingKeys(store));
    // Both at once: the one says nothing without the other.
    catalogue = built;
    generation = newest;
    return built;
  };

  const isStale = (): boolean => saved === 0 || generation - saved > FEW;

  const saveWhenIdle = (): void => {
    cancelIdle();
    cancelIdle = clock.after(IDLE, () => {
      if (isStale()) keeper.saveSnapshot().catch(() => undefined);
    });
  };

  const catchUp = async (): Promise<Catalogue> => {
    let known = catalogue ?? (await loadSnapshot().catch(() => null)) ?? (await rebuild());
    const changes = await changesSince(db, generation);
    if (changes.rows === null) known = await rebuild();
    else {
      const leaving = changes.leaving ? await leavingKeys(store) : new Set<string>();
      known.removeAll(new Set([...leaving, ...changes.gone]));
      const { gone } = changes;
      const there = [...changes.rows].filter((key) => !gone.has(key) && !leaving.has(key));
      await take(known, there);
      generation = changes.generation;
    }
    if (!stopped && isStale()) saveWhenIdle();
    return known;
  };

  /** One at a time; a question that comes while one is being read is answered by the next reading. */
  const current = (): Promise<Catalogue> => {
    if (queued !== null) return queued;
    const next = tail.then(() => {
      queued = null;
      return catchUp();
    });
    queued = next;
    tail = next.catch(() => undefined);
    return next;
  };

  const onBoard = (keys: readonly string[]): OnBoard | null => {
    const known = catalogue;
    if (known === null) return null;
    return { generation, keys: new Set(keys.filter((key) => known.get(key) !== null)) };
  };

  const keeper: Keeper = {
    current,
    follow(keys, write) {
      const next = tail.then(async () => {
        const done = await write(onBoard(keys));
        if (done.written === null) return done;
        const { generation: at, rows } = done.written;
        // Where somebody else has written in between, the feed tells in which order.
        if (catalogue === null || at !== generation + 1) await catchUp();
        else {
          for (const row of rows) catalogue.put(describe(model(), rules(), row));
          generation = at;
        }
        return done;
      });
      tail = next.catch(() => undefined);
      return next;
    },
    recheck() {
      const next = tail.then(async () => {
        const known = await catchUp();
        const leaving = await leavingKeys(store);
        const there = new Set((await db.records.keys()).filter((key) => !leaving.has(key)));
        const differing = [...there].filter((key) => known.get(key) === null);
        for (const key of known.keys()) if (!there.has(key)) differing.push(key);
        await take(known, differing);
      });
      tail = next.catch(() => undefined);
      return next;
    },
    describeAgain() {
      tail = tail.then(() => {
        catalogue = null;
      });
    },
    async saveSnapshot() {
      const now = await current();
      const taken = generation;
      const body: Snapshot = {
        ...now.dump(),
        format: SNAPSHOT_FORMAT,
        model: basis(),
      };
      const [encoded] = await codec.encode([body]);
      await db.catalogue.put(
        { keys: { generation: taken }, rev: 0, v: FORMAT, body: encoded },
        SNAPSHOT,
      );
      saved = taken;
      await pruneFeed(db, Math.min(taken - KEEP, needed ?? Infinity));
    },
    needFeedFrom(from) {
      needed = from;
    },
    stop() {
      stopped = true;
      cancelIdle();
    },
  };
  return keeper;
}
