import { strings } from './strings';
import { useReachable } from './use-reachable';

/** What the pane has that needs a network: the list "Not available offline" is made from this table. */
export type OnlineOnly = keyof typeof strings.onlineOnly;

/** Why something cannot be had now that needs a network; null: it can. */
export function useWhyOffline(feature: OnlineOnly): string | null {
  return useReachable() ? null : strings.onlineOnly[feature].why;
}
