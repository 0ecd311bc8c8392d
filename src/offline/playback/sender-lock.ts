import type { Clock, Locks } from '../../domain/ports';
import { readSender } from '../transact';
import type { LocalDatabase } from '../database/local-database';

/** A sender that has not written for so long is taken for frozen: milliseconds. */
export const SILENCE = 30_000;

/**
 * Runs `work` while this pane is the one that sends. Waits for its turn; a holder that stays silent loses the lock,
 * and its run is fenced by the higher epoch of the next one.
 */
export async function asSender(
  locks: Locks,
  db: LocalDatabase,
  clock: Clock,
  work: () => Promise<void>,
): Promise<void> {
  const name = `${db.name}:sender`;
  const giveUp = new AbortController();
  let cancel: () => void = () => undefined;
  let started = false;
  let steal = false;
  const begin = async (): Promise<void> => {
    started = true;
    cancel();
    await work();
  };
  // Compared, not timed by the holder's clock: clocks jump.
  const listen = (heard: number): void => {
    cancel = clock.after(SILENCE, () => {
      void readSender(db).then(
        ({ beat }) => {
          if (started) return;
          if (beat !== heard) {
            listen(beat);
            return;
          }
          steal = true;
          giveUp.abort();
        },
        () => undefined,
      );
    });
  };
  const { beat } = await readSender(db);
  listen(beat);
  try {
    await locks.request(name, { signal: giveUp.signal }, begin);
  } catch (error) {
    if (!steal || started) throw error;
    await locks.request(name, { steal: true }, begin);
  } finally {
    cancel();
  }
}
