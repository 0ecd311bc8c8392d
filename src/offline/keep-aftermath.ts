import type { Aftermath, AppNotification, SystemJob } from '../domain/aftermath';
import type { Receipt } from '../domain/entry';
import type { Store } from './store';
import { transact } from './transact';

/** Of what the server says, so much is kept: characters. */
const MOST = 500;

/** What is read takes the place of what was known of the same. */
const renewed = <T extends { readonly id: string }>(old: readonly T[], read: readonly T[]): T[] => [
  ...old.filter(({ id }) => !read.some((item) => item.id === id)),
  ...read,
];

const shortJob = (job: SystemJob): SystemJob => ({ ...job, message: job.message.slice(0, MOST) });

/** What it says besides has told which record it is about. */
const shortNotification = (told: AppNotification): AppNotification => ({
  ...told,
  body: told.body.slice(0, MOST),
  text: '',
});

/** Which receipt each job and notification stands at. */
function placesIn(receipts: readonly Receipt[]): Map<string, string> {
  const places = new Map<string, string>();
  for (const { id: receipt, aftermath } of receipts)
    for (const { id } of [...(aftermath?.jobs ?? []), ...(aftermath?.notifications ?? [])])
      places.set(id, receipt);
  return places;
}

/**
 * Keeps what was read of the server with the receipts, each thing at one change: where it was seen first, else at the
 * newest change of its record; a notification that names none of the records, at the newest change of all.
 * @param known the receipts of this and earlier readings
 * @param about the receipts that were read for, the newest first
 * @throws StoreError
 */
export const keepAftermath = (
  store: Store,
  known: readonly Receipt[],
  about: readonly Receipt[],
  { jobs, notifications }: Aftermath,
): Promise<void> =>
  transact(store, async ({ receipts }) => {
    await receipts.load(about.map(({ id }) => id));
    const places = new Map([...placesIn(known), ...placesIn(receipts.present())]);
    const ofRecord = (job: SystemJob) =>
      about.find(({ entry }) => entry.ref.id === job.regarding)?.id;
    const named = ({ text }: AppNotification) =>
      (about.find(({ entry }) => text.includes(entry.ref.id)) ?? about[0])?.id;
    for (const receipt of receipts.present()) {
      const { id, aftermath: old } = receipt;
      const found = jobs?.filter((job) => (places.get(job.id) ?? ofRecord(job)) === id);
      const told = notifications?.filter((one) => (places.get(one.id) ?? named(one)) === id);
      // What cannot be read any more is as it was known.
      const aftermath: Aftermath = {
        jobs: found ? renewed(old?.jobs ?? [], found.map(shortJob)) : (old?.jobs ?? null),
        notifications: told
          ? renewed(old?.notifications ?? [], told.map(shortNotification))
          : (old?.notifications ?? null),
      };
      if (JSON.stringify(aftermath) !== JSON.stringify(old ?? nothing))
        receipts.put(id, { ...receipt, aftermath });
    }
  });

/** Nothing was done: this is not worth keeping. */
const nothing: Aftermath = { jobs: [], notifications: [] };
