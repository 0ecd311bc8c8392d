/** What the browser says about the network and the pane: hints only. */
export interface Signals {
  /** The browser's own opinion. */
  readonly onLine: () => boolean;
  readonly visible: () => boolean;
  /** Calls on every hint; returns how to stop. */
  listen(hear: (hint: Hint) => void): () => void;
}

export type Hint = 'online' | 'offline' | 'visible' | 'activity';

/** The window's signals. */
export function browserSignals(view: Window): Signals {
  const { document, navigator } = view;
  return {
    onLine: () => navigator.onLine,
    visible: () => document.visibilityState === 'visible',
    listen(hear) {
      const stop = new AbortController();
      const { signal } = stop;
      const on = (target: EventTarget, type: string, hint: Hint): void => {
        target.addEventListener(
          type,
          () => {
            if (hint !== 'visible' || document.visibilityState === 'visible') hear(hint);
          },
          { signal, capture: true, passive: true },
        );
      };
      on(view, 'online', 'online');
      on(view, 'offline', 'offline');
      on(document, 'visibilitychange', 'visible');
      on(view, 'pageshow', 'visible');
      for (const type of ['pointerdown', 'keydown', 'wheel', 'focus']) on(view, type, 'activity');
      return () => {
        stop.abort();
      };
    },
  };
}
