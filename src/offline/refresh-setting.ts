import type { Live } from '../domain/live';
import { chosenInterval, type RefreshChoice, type RefreshPolicy } from '../domain/refresh-interval';
import { keptSetting } from './kept-setting';
import { liveMap } from './live-map';
import type { Store } from './store';

/** How often the copy is refreshed. */
export const { open: refreshSetting } = keptSetting<RefreshChoice>('refreshEvery', 'organization');

/**
 * The setting, and the milliseconds between refreshes that hold, as it is kept: where it cannot be read, as the
 * organization has it.
 */
export async function openRefresh(
  store: Store,
  organization: RefreshPolicy,
): Promise<{
  readonly refresh: ReturnType<typeof refreshSetting>;
  readonly every: Live<number>;
}> {
  const refresh = refreshSetting(store);
  const every = liveMap(refresh.choice, (choice) => chosenInterval(choice, organization) * 60_000);
  await refresh.first.catch(() => undefined);
  return { refresh, every };
}
