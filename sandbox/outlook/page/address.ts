import type { ThemeName } from '../host/theme';

/** What survives a reload of the page: it stands in the page's address. */
export interface ViewState {
  readonly item: string | null;
  readonly paneOpen: boolean;
  readonly pinned: boolean;
  readonly theme: ThemeName;
  /** Sandbox user for the pane; null leaves the choice to the configuration. */
  readonly user: string | null;
}

export function readAddress(): ViewState {
  const query = new URLSearchParams(location.search);
  return {
    item: query.get('item'),
    paneOpen: query.get('pane') !== 'closed',
    pinned: query.get('pin') === 'on',
    theme: query.get('theme') === 'dark' ? 'dark' : 'light',
    user: query.get('user'),
  };
}

export function writeAddress(state: ViewState): void {
  const query = new URLSearchParams();
  if (state.item !== null) query.set('item', state.item);
  if (!state.paneOpen) query.set('pane', 'closed');
  if (state.pinned) query.set('pin', 'on');
  if (state.theme === 'dark') query.set('theme', 'dark');
  if (state.user !== null) query.set('user', state.user);
  history.replaceState(null, '', `?${query.toString()}`);
}
