import { classicOutlook } from '../host/classic-outlook';
import type { HostEvents } from '../host/outlook-world';
import { surfaceOf } from '../host/open-item';
import type { Frame } from '../host/pane-link';
import { byId, make } from './dom';
import type { Outlook } from './outlook';

export interface PaneState {
  open: boolean;
  pinned: boolean;
  readonly user: string | null;
}

/**
 * The add-in's pane. Unpinned it belongs to one item, and the next one gets a new pane; pinned it
 * stays and is told, as long as the item is of the same sort.
 */
export function showPane(outlook: Outlook, state: PaneState, changed: () => void): Frame {
  let events: HostEvents | null = null;
  let networkListener = (): void => undefined;
  let surface = outlook.open === null ? '' : surfaceOf(outlook.open);
  const pin = byId<HTMLButtonElement>('pin');
  const openButton = byId<HTMLButtonElement>('open-pane');

  const load = () => {
    events = null;
    networkListener = () => undefined;
    const query = state.user === null ? '' : `?${new URLSearchParams({ user: state.user })}`;
    const frame = make('iframe', { title: 'Carryon', src: `/taskpane.html${query}` });
    byId('frame').replaceChildren(...(state.open ? [frame] : []));
  };

  const draw = () => {
    byId('pane').hidden = !state.open;
    openButton.hidden = state.open;
    pin.setAttribute('aria-pressed', String(state.pinned));
    changed();
  };

  const setOpen = (open: boolean) => {
    state.open = open;
    load();
    draw();
  };

  openButton.addEventListener('click', () => {
    setOpen(true);
    byId('close-pane').focus();
  });
  byId('close-pane').addEventListener('click', () => {
    setOpen(false);
    openButton.focus();
  });
  pin.addEventListener('click', () => {
    state.pinned = !state.pinned;
    draw();
  });

  outlook.on('item', () => {
    const next = outlook.open === null ? surface : surfaceOf(outlook.open);
    if (state.pinned && next === surface) events?.itemChanged();
    else load();
    surface = next;
    changed();
  });
  outlook.on('draft', () => events?.recipientsChanged());
  outlook.on('theme', () => events?.themeChanged());
  outlook.on('network', () => networkListener());

  load();
  draw();

  return {
    openPane() {
      const classic = classicOutlook(outlook);
      events = classic.events;
      return {
        external: classic.external,
        online: () => outlook.online,
        onNetwork: (listener) => (networkListener = listener),
      };
    },
  };
}
