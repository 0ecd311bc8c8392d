import { CrmError, type CrmFailure } from '../domain/crm-error';
import { StoreError, type StoreProblem } from './store-error';

/** The part of MessagePort and Worker that is used. */
export interface PortLike {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  start?(): void;
}

/** Errors that cross the port, as a closed set. */
type PortFailure =
  | { readonly code: 'crm'; readonly failure: CrmFailure }
  | { readonly code: StoreProblem }
  | { readonly code: 'internal'; readonly message: string };

type Message =
  | { readonly type: 'call'; readonly id: number; readonly name: string; readonly value: unknown }
  | { readonly type: 'done'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly failure: PortFailure }
  | { readonly type: 'tell'; readonly name: string; readonly value: unknown };

/** What can be asked of the other side: name to [what is sent, what comes back]. */
export type Calls = Readonly<Record<string, readonly [unknown, unknown]>>;

/** One end of the connection between page and worker. Both ends are alike; messages keep their order. */
export interface Link {
  /** Asks the other end. Rejects with CrmError, StoreError, or an Error for what should not happen. */
  call(name: string, value: unknown): Promise<unknown>;
  /** Answers calls of this name from now on; calls that came before wait for it. */
  handle(name: string, handler: (value: unknown) => unknown): void;
  /** Tells without an answer. */
  tell(name: string, value: unknown): void;
  /** Hears what is told from now on, and what was told last before, which nobody has heard. */
  hear(name: string, listener: (value: unknown) => void): void;
}

const toFailure = (error: unknown): PortFailure => {
  if (error instanceof CrmError) return { code: 'crm', failure: error.failure };
  if (error instanceof StoreError) return { code: error.code };
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
};

const toError = (failure: PortFailure): Error => {
  if (failure.code === 'crm') return new CrmError(failure.failure);
  if (failure.code === 'internal') return new Error(failure.message);
  return new StoreError(failure.code);
};

const isMessage = (data: unknown): data is Message =>
  typeof data === 'object' && data !== null && 'type' in data;

export function openLink(port: PortLike): Link {
  const waiting = new Map<
    number,
    { readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void }
  >();
  const handlers = new Map<string, (value: unknown) => unknown>();
  const early: Extract<Message, { type: 'call' }>[] = [];
  const listeners = new Map<string, (value: unknown) => void>();
  const unheard = new Map<string, unknown>();
  let last = 0;

  const answer = async (
    { id, value }: Extract<Message, { type: 'call' }>,
    handler: (value: unknown) => unknown,
  ): Promise<void> => {
    let message: Message;
    try {
      message = { type: 'done', id, value: await handler(value) };
    } catch (error) {
      message = { type: 'failed', id, failure: toFailure(error) };
    }
    port.postMessage(message);
  };

  port.addEventListener('message', ({ data }) => {
    if (!isMessage(data)) return;
    switch (data.type) {
      case 'call': {
        const handler = handlers.get(data.name);
        if (handler === undefined) early.push(data);
        else void answer(data, handler);
        return;
      }
      case 'done':
        waiting.get(data.id)?.resolve(data.value);
        waiting.delete(data.id);
        return;
      case 'failed':
        waiting.get(data.id)?.reject(toError(data.failure));
        waiting.delete(data.id);
        return;
      case 'tell': {
        const listener = listeners.get(data.name);
        if (listener === undefined) unheard.set(data.name, data.value);
        else listener(data.value);
      }
    }
  });
  port.start?.();

  return {
    call(name, value) {
      const id = ++last;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        port.postMessage({ type: 'call', id, name, value } satisfies Message);
      });
    },
    handle(name, handler) {
      handlers.set(name, handler);
      for (const message of early.splice(0)) {
        const found = handlers.get(message.name);
        if (found === undefined) early.push(message);
        else void answer(message, found);
      }
    },
    tell(name, value) {
      port.postMessage({ type: 'tell', name, value } satisfies Message);
    },
    hear(name, listener) {
      listeners.set(name, listener);
      if (!unheard.has(name)) return;
      const value = unheard.get(name);
      unheard.delete(name);
      listener(value);
    },
  };
}

/** {@link Link.call} with the types of one set of calls. */
export const caller =
  <C extends Calls>(link: Link) =>
  <N extends keyof C & string>(name: N, value: C[N][0]): Promise<C[N][1]> =>
    link.call(name, value);

/** {@link Link.handle} with the types of one set of calls. */
export const handler =
  <C extends Calls>(link: Link) =>
  <N extends keyof C & string>(
    name: N,
    handle: (value: C[N][0]) => C[N][1] | Promise<C[N][1]>,
  ): void => {
    link.handle(name, handle);
  };
