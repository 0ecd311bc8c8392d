import type { BrowserStorage, Space, Storage } from '../domain/carryon';
import { liveCell } from '../domain/live';

/** The part of the Storage API that is used. */
export type StorageApi = Pick<StorageManager, 'persisted' | 'persist' | 'estimate'>;

/** Bytes that are used for what is on this computer; null: the browser does not tell. */
export const usedBytes = async (api: Pick<StorageApi, 'estimate'>): Promise<number | null> =>
  (await api.estimate()).usage ?? null;

/** The browser's store, which is asked for lasting storage at once: most decide by themselves. */
export async function browserStorage(api: StorageApi): Promise<BrowserStorage> {
  const kind = liveCell<Storage>((await api.persisted()) ? 'persistent' : 'bestEffort');
  const space = liveCell<Space | null>(null);
  const persist = async (): Promise<boolean> => {
    const granted = await api.persist();
    if (granted) kind.set('persistent');
    return granted;
  };
  // Some ask the user, so nobody waits for the answer.
  if (kind.get() === 'bestEffort') persist().catch(() => undefined);
  return {
    kind,
    space,
    persist,
    async estimate() {
      const { quota, usage } = await api.estimate();
      space.set(quota === undefined || usage === undefined ? null : { used: usage, quota });
    },
  };
}

/** Where the browser denies storage altogether. */
export const noStorage: BrowserStorage = {
  kind: liveCell<Storage>('memory'),
  space: liveCell<Space | null>(null),
  persist: () => Promise.resolve(false),
  estimate: () => Promise.resolve(),
};
