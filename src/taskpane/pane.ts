import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Carryon, Shell } from '../domain/carryon';
import type { Navigation, Place } from './navigation';

/** What every screen of a started pane may use. */
export interface Pane {
  readonly shell: Shell;
  readonly app: Carryon;
  readonly nav: Navigation;
  /** Says shortly what has just been done, also to assistive technology; null: the last news is old. */
  tell(text: string | null): void;
}

export const PaneContext = createContext<Pane | null>(null);

export function usePane(): Pane {
  const pane = useContext(PaneContext);
  if (!pane) throw new Error('No pane around this component');
  return pane;
}

/** The place a screen stands at, and whether it is the one that shows. */
export const PlaceContext = createContext<{
  readonly place: Place;
  readonly active: boolean;
} | null>(null);

export function usePlace(): { readonly place: Place; readonly active: boolean } {
  const here = useContext(PlaceContext);
  if (!here) throw new Error('No place around this component');
  return here;
}
