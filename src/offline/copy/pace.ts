import type { Pace } from '../../domain/estimate';
import type { Clock } from '../../domain/ports';
import { readState, type Store, writeState } from '../store';

const KEY = 'pace';
/** Fewer rows tell nothing of how fast they are stored. */
const ENOUGH = 100;
/** Smaller files tell nothing of how fast they come: bytes. */
const ENOUGH_BYTES = 100_000;
/** Where nothing was measured yet: a computer with two busy cores. */
const usual: Pace = { start: 0, request: 0, store: 0.15 };

/** What was measured at earlier copies. */
export const readPace = async (store: Store): Promise<Pace> =>
  (await readState<Pace>(store, KEY)) ?? usual;

/** Measures how fast the network and this computer are. */
export interface Stopwatch {
  /** What goes before the first row took so long, here or in the page: milliseconds. */
  started(ms: number): void;
  request<T>(work: () => Promise<T>): Promise<T>;
  store<T>(rows: number, work: () => Promise<T>): Promise<T>;
  /** A file of so many bytes. */
  file<T>(bytes: number, work: () => Promise<T>): Promise<T>;
  /** The quickest of the requests so far: milliseconds. */
  quickest(): number;
  /** Keeps what was measured. */
  keep(store: Store): Promise<void>;
}

export function createStopwatch(clock: Clock): Stopwatch {
  let start = 0;
  let quickest = Infinity;
  let stored = { rows: 0, ms: 0 };
  let files = { bytes: 0, ms: 0 };
  const timed = async <T>(work: () => Promise<T>, took: (ms: number) => void): Promise<T> => {
    const begun = clock.now();
    const result = await work();
    took(Math.max(0, clock.now() - begun));
    return result;
  };
  return {
    started(ms) {
      start = ms;
    },
    request: (work) => timed(work, (ms) => (quickest = Math.min(quickest, ms))),
    store: (rows, work) =>
      timed(work, (ms) => {
        stored = { rows: stored.rows + rows, ms: stored.ms + ms };
      }),
    file: (bytes, work) =>
      timed(work, (ms) => {
        files = { bytes: files.bytes + bytes, ms: files.ms + ms };
      }),
    quickest: () => (quickest === Infinity ? 0 : quickest),
    async keep(store) {
      const known = await readPace(store);
      // The start is worth what a request was worth then, so they stay together.
      const network = start === 0 || quickest === Infinity ? {} : { start, request: quickest };
      const here = stored.rows < ENOUGH ? {} : { store: stored.ms / stored.rows };
      const attached = files.bytes < ENOUGH_BYTES ? {} : { file: files.ms / files.bytes };
      await writeState(store, KEY, { ...known, ...network, ...here, ...attached });
    },
  };
}
