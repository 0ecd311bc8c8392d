import type { HostMemory } from './calls';
import type { OpenItem } from './open-item';
import type { ThemeName } from './theme';

/** What a host shows to the add-in: the page behind it keeps this up to date. */
export interface OutlookWorld extends HostMemory {
  readonly open: OpenItem | null;
  readonly theme: ThemeName;
  /** Roaming settings, as JSON. */
  settings: string;
  /** The add-in has changed the draft. */
  draftChanged(): void;
}

/** What Outlook tells the add-in while it runs. */
export interface HostEvents {
  itemChanged(): void;
  themeChanged(): void;
  /** The user has changed the draft's recipients. */
  recipientsChanged(): void;
}
