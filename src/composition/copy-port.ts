import type { PortLike } from '../offline/port';

export interface CopyPort {
  /** The page's end. */
  readonly port: PortLike;
  stop(): void;
}

/**
 * The port to the worker. Where the worker does not come up, `startHere` gets the other end, and
 * everything runs in the page.
 */
export function openCopyPort(startHere: (end: PortLike) => void): CopyPort {
  const listeners: ((event: { readonly data: unknown }) => void)[] = [];
  let early: unknown[] | null = [];
  let end: PortLike | null = null;
  let worker: Worker | null = null;

  const use = (port: PortLike): void => {
    end = port;
    for (const message of early ?? []) port.postMessage(message);
    early = null;
  };
  const hear = (port: PortLike): void => {
    port.addEventListener('message', (event) => {
      for (const listener of listeners) listener(event);
    });
    port.start?.();
  };
  const here = (): void => {
    if (end !== null) return;
    const { port1, port2 } = new MessageChannel();
    hear(port1);
    use(port1);
    startHere(port2);
  };

  try {
    const made = new Worker(new URL('../worker.ts', import.meta.url), { name: 'carryon' });
    worker = made;
    made.addEventListener('error', here);
    made.addEventListener(
      'message',
      () => {
        if (end !== null) return; // it has said that it is up
        hear(made);
        use(made);
      },
      { once: true },
    );
  } catch {
    here(); // no workers here
  }

  return {
    port: {
      postMessage(message) {
        if (end === null) early?.push(message);
        else end.postMessage(message);
      },
      addEventListener(_type, listener) {
        listeners.push(listener);
      },
    },
    stop: () => worker?.terminate(),
  };
}

/** The other end within the page, for where nothing outlives it anyway. */
export function openPagePort(startHere: (end: PortLike) => void): CopyPort {
  const { port1, port2 } = new MessageChannel();
  startHere(port2);
  return { port: port1, stop: () => undefined };
}
