import type { BrowserContext, Frame, Page } from 'playwright-core';

export interface Said {
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

declare global {
  interface Window {
    /** What the connection's status has said on this page, each time it changed. */
    connectionSaid: Said[];
  }
}

/** From now on every page of this browser notes what the connection's status says, however briefly. */
export async function logConnection(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const said: Said[] = [];
    window.connectionSaid = said;
    window.addEventListener('offline', () => said.push({ text: '(event)', at: Date.now() }));
    new MutationObserver(() => {
      const text = document.querySelector('[role=status][aria-label=Connection]')?.textContent;
      if (text && text !== said.findLast((each) => each.text !== '(event)')?.text)
        said.push({ text, at: Date.now() });
    }).observe(document, { childList: true, subtree: true, characterData: true });
  });
}

/** What it has said so far; "(event)": the browser said that it is offline. */
export const connectionLog = (pane: Page | Frame): Promise<Said[]> =>
  pane.evaluate(() => window.connectionSaid);
