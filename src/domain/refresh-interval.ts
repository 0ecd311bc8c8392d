import type { Setting } from './setting';

/** How often the copy can be refreshed while a pane is open: minutes. */
export const refreshIntervals = [5, 15, 30, 60, 240, 1440] as const;
export type RefreshInterval = (typeof refreshIntervals)[number];

/** What the organisation has set. */
export interface RefreshPolicy {
  /** Until the user has chosen. */
  readonly every: RefreshInterval;
  /** What the user may choose: from `least` to `most`. */
  readonly least: RefreshInterval;
  readonly most: RefreshInterval;
}

/** What holds where it has set nothing. */
export const usualRefresh: RefreshPolicy = { every: 15, least: 5, most: 1440 };

/** The user's own choice, or the organisation's. */
export type RefreshChoice = RefreshInterval | 'organization';

export interface RefreshSetting extends Setting<RefreshChoice> {
  readonly organization: RefreshPolicy;
}

/** The interval that is nearest to this one among those that may be chosen. */
export const bounded = <T extends number>(
  interval: T,
  { least, most }: { readonly least: T; readonly most: T },
): T => (interval < least ? least : interval > most ? most : interval);

/** What holds for this user: the organisation may have narrowed the choice since. */
export const chosenInterval = (
  choice: RefreshChoice,
  organization: RefreshPolicy,
): RefreshInterval =>
  choice === 'organization' ? organization.every : bounded(choice, organization);
