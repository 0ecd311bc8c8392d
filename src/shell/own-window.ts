import type { OwnWindow } from '../domain/carryon';
import { liveCell } from '../domain/live';

/** What Chromium offers where a page can be installed; other browsers install by their menus alone. */
interface InstallOffer extends Event {
  /** Resolves when the user has decided. An offer can be used once. */
  prompt(): Promise<unknown>;
}

/** The pane at its own address. Watches from the start of the page, since the offer is made only once. */
export function createOwnWindow(page: Window): OwnWindow {
  const installable = liveCell(false);
  let offer: InstallOffer | null = null;
  const end = (): void => {
    offer = null;
    installable.set(false);
  };
  page.addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault(); // The pane offers it itself, where it says what it is good for.
    offer = event as InstallOffer;
    installable.set(true);
  });
  page.addEventListener('appinstalled', end);
  return {
    url: new URL(page.location.pathname, page.location.origin).href,
    installable,
    async install() {
      try {
        await offer?.prompt();
      } finally {
        end();
      }
    },
  };
}
