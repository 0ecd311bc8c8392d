/** Tells panes and workers that the feed has something new. Rings reach everybody, the ringer included. */
export interface Bell {
  /** Does nothing once it is closed: what rests a while before it rings may outlive its pane. */
  ring(): void;
  listen(listener: () => void): () => void;
  close(): void;
}

/** A bell that is heard in this context only. */
export function localBell(): Bell {
  const listeners = new Set<() => void>();
  return {
    ring() {
      for (const listener of [...listeners]) listener();
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      listeners.clear();
    },
  };
}

/**
 * A bell for all contexts of this origin. Nobody who rings it waits for those who listen, not even for those here.
 * Where BroadcastChannel is missing only this context hears it.
 */
export function openBell(name: string): Bell {
  const here = localBell();
  if (typeof BroadcastChannel === 'undefined') return here;
  // A channel is heard by all others of its name, but not by itself.
  const rung = new BroadcastChannel(name);
  const heard = new BroadcastChannel(name);
  heard.onmessage = () => {
    here.ring();
  };
  let closed = false;
  return {
    ring() {
      if (!closed) rung.postMessage(null);
    },
    listen: (listener) => here.listen(listener),
    close() {
      closed = true;
      here.close();
      rung.close();
      heard.close();
    },
  };
}
