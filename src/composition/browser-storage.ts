import type { BrowserStorage, Storage } from '../domain/carryon';
import { liveCell } from '../domain/live';

/** The part of the Storage API that is used. */
export type StorageApi = Pick<StorageManager, 'persisted' | 'persist' | 'estimate'>;

/** The browser's store, which is asked for lasting storage at once: most decide by themselves. */
export async function browserStorage(api: StorageApi): Promise<BrowserStorage> {
  const kind = liveCell<Storage>((await api.persisted()) ? 'persistent' : 'bestEffort');
  const left = liveCell<number | null>(null);
  const persist = async (): Promise<boolean> => {
    const granted = await api.persist();
    if (granted) kind.set('persistent');
    return granted;
  };
  // Some ask the user, so nobody waits for the answer.
  if (kind.get() === 'bestEffort') persist().catch(() => undefined);
  return {
    kind,
    left,
    persist,
    async estimate() {
      const { quota, usage } = await api.estimate();
      left.set(quota === undefined || usage === undefined ? null : quota - usage);
    },
  };
}

/** Where the browser denies storage altogether. */
export const noStorage: BrowserStorage = {
  kind: liveCell<Storage>('memory'),
  left: liveCell<number | null>(null),
  persist: () => Promise.resolve(false),
  estimate: () => Promise.resolve(),
};
