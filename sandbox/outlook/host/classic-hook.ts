/**
 * Runs first in the pane. Framed by the simulated Outlook it gives the pane classic Outlook's
 * `window.external`, and lets the browser's own statement about the network follow the page's switch.
 * Everywhere else it does nothing.
 */
import type { FrameWindow, PaneLink } from './pane-link';

function linkToFrame(): PaneLink | null {
  try {
    const parent = window.parent as FrameWindow & Window;
    return parent === window ? null : (parent.simulatedOutlook?.openPane() ?? null);
  } catch {
    return null; // framed by another origin: the web flavour
  }
}

function followNetwork(link: PaneLink): void {
  const native = Object.getOwnPropertyDescriptor(Navigator.prototype, 'onLine');
  const onLine = () => link.online() && native?.get?.call(navigator) === true;
  Object.defineProperty(navigator, 'onLine', { configurable: true, get: onLine });
  link.onNetwork(() => window.dispatchEvent(new Event(onLine() ? 'online' : 'offline')));
}

/** Office.js remembers the host for this tab; the pane's own address, opened in it later, has none. */
function forgetHost(): void {
  try {
    sessionStorage.removeItem('hostInfoValue');
  } catch {
    // storage is denied: then nothing was remembered
  }
}

const link = linkToFrame();
if (link !== null) {
  Object.defineProperty(window, 'external', {
    configurable: true,
    writable: true,
    value: link.external,
  });
  followNetwork(link);
} else if (window.parent === window) {
  forgetHost();
}
