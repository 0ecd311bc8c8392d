import type { Aftermath, Aftermaths, AppNotification, SystemJob } from '../domain/aftermath';
import { CrmError } from '../domain/crm-error';
import type { CrmServer } from '../domain/crm-server';
import { decide } from '../domain/decision';
import { type Receipt, wasSent } from '../domain/entry';
import { type Live, liveCell } from '../domain/live';
import type { Clock } from '../domain/ports';
import type { ConnectionState } from '../domain/status';

/** How long after a change was sent the server is watched: milliseconds. */
export const WATCHED_FOR = 5 * 60_000;

/** Between two readings, the last one again and again: milliseconds. */
const PAUSES = [2000, 4000, 8000, 16_000, 32_000, 60_000];

/** Records that are read about at a time. */
const MOST = 20;

/** The server's clock may be behind this computer's: milliseconds. */
const CLOCKS_DIFFER = 2 * 60_000;

/** What to wait where the server asks to, but does not say how long: milliseconds. */
const THROTTLED = 60_000;

export interface WatchOptions {
  readonly receipts: Live<readonly Receipt[]>;
  readonly connection: Live<ConnectionState>;
  readonly server: CrmServer;
  readonly clock: Clock;
  /** Until when playback was told to wait: milliseconds since 1970; null: it was not. */
  readonly throttledUntil: () => number | null;
  /** systemuserid of the signed-in user. */
  readonly userId: string;
}

/** What was read takes the place of what was known of the same. */
const renewed = <T extends { readonly id: string }>(old: readonly T[], read: readonly T[]): T[] => [
  ...old.filter(({ id }) => !read.some((item) => item.id === id)),
  ...read,
];

/**
 * Adds what was read to what is known, each thing at one change: where it was seen first, else at the newest change of
 * its record; a notification that names none of the records, at the newest change of all.
 * @param watched the newest first
 */
function addTo(known: Aftermaths, watched: readonly Receipt[], read: Aftermath): Aftermaths {
  const places = new Map<string, string>();
  for (const [receipt, { jobs, notifications }] of known)
    for (const { id } of [...(jobs ?? []), ...(notifications ?? [])]) places.set(id, receipt);
  const ofRecord = (job: SystemJob) =>
    watched.find(({ entry }) => entry.ref.id === job.regarding)?.id;
  const named = ({ text }: AppNotification) =>
    (watched.find(({ entry }) => text.includes(entry.ref.id)) ?? watched[0])?.id;
  return new Map([
    ...known,
    ...watched.map(({ id }): [string, Aftermath] => {
      const old = known.get(id);
      const jobs = read.jobs?.filter((job) => (places.get(job.id) ?? ofRecord(job)) === id);
      const told = read.notifications?.filter((one) => (places.get(one.id) ?? named(one)) === id);
      return [
        id,
        {
          jobs: jobs ? renewed(old?.jobs ?? [], jobs) : null,
          notifications: told ? renewed(old?.notifications ?? [], told) : null,
        },
      ];
    }),
  ]);
}

/**
 * Looks for what the server does after changes were sent, ever more seldom, for five minutes after the last of them.
 * Nothing is asked while nothing was sent, or while the CRM cannot be reached.
 */
export function watchServer(options: WatchOptions): Live<Aftermaths> & { stop(): void } {
  const { receipts, connection, server, clock, throttledUntil, userId } = options;
  const known = liveCell<Aftermaths>(new Map());
  let newest = '';
  let readings = 0;
  let notBefore = 0;
  let reading = false;
  let stopped = false;
  let cancel: (() => void) | null = null;

  const watched = (): readonly Receipt[] =>
    receipts
      .get()
      .filter((receipt) => {
        const age = clock.now() - Date.parse(receipt.sentAt);
        return wasSent(receipt) && age >= 0 && age <= WATCHED_FOR;
      })
      .slice(0, MOST);

  const plan = (): void => {
    const [first] = watched();
    if (first !== undefined && first.id !== newest) {
      newest = first.id;
      readings = 0;
      cancel?.();
      cancel = null;
    }
    if (stopped || reading || cancel !== null) return;
    if (first === undefined || connection.get() !== 'online') return;
    const pause = PAUSES[Math.min(readings, PAUSES.length - 1)] ?? 0;
    cancel = clock.after(Math.max(pause, notBefore - clock.now()), () => {
      cancel = null;
      void read().finally(() => {
        reading = false;
        plan();
      });
    });
  };
  const read = async (): Promise<void> => {
    const about = watched();
    const oldest = about.at(-1);
    if (oldest === undefined || connection.get() !== 'online') return;
    const until = throttledUntil() ?? 0;
    if (until > clock.now()) {
      notBefore = until;
      return;
    }
    reading = true;
    readings += 1;
    const ids = [...new Set(about.map(({ entry }) => entry.ref.id))];
    const since = new Date(Date.parse(oldest.sentAt) - CLOCKS_DIFFER).toISOString();
    try {
      const found = await server.readAftermath(userId, ids, since);
      if (!stopped) known.set(addTo(known.get(), about, found));
    } catch (error) {
      if (!(error instanceof CrmError)) throw error;
      const { failure } = error;
      if (decide(failure, false) === 'throttled')
        notBefore = clock.now() + (failure.retryAfterMs ?? THROTTLED);
    }
  };
  const silence = [receipts.subscribe(plan), connection.subscribe(plan)];
  plan();
  return {
    get: known.get,
    subscribe: known.subscribe,
    stop() {
      stopped = true;
      cancel?.();
      for (const end of silence) end();
    },
  };
}
