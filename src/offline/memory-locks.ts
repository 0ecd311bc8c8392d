import type { Locks } from '../domain/ports';

interface Waiting {
  readonly start: () => void;
}

const aborted = (): DOMException => new DOMException('The lock was not granted.', 'AbortError');

/** Locks for one page, where the browser has none: first come, first served, and stealing as in Web Locks. */
export function memoryLocks(): Locks {
  const queues = new Map<
    string,
    { holder: { lose: (why: unknown) => void } | null; line: Waiting[] }
  >();

  return {
    request<T>(
      name: string,
      options: { steal?: boolean; ifAvailable?: boolean; signal?: AbortSignal },
      callback: (lock: unknown) => Promise<T>,
    ): Promise<T> {
      const queue = queues.get(name) ?? { holder: null, line: [] };
      queues.set(name, queue);
      return new Promise<T>((resolve, reject) => {
        const start = (): void => {
          const holder = { lose: reject };
          queue.holder = holder;
          const end = (): void => {
            if (queue.holder !== holder) return;
            queue.holder = null;
            queue.line.shift()?.start();
          };
          callback({ name }).then(resolve, reject).finally(end);
        };
        if (options.signal?.aborted === true) reject(aborted());
        else if (queue.holder === null) start();
        else if (options.steal === true) {
          queue.holder.lose(aborted());
          start();
        } else if (options.ifAvailable === true) callback(null).then(resolve, reject);
        else {
          const waiting = { start };
          queue.line.push(waiting);
          options.signal?.addEventListener('abort', () => {
            const place = queue.line.indexOf(waiting);
            if (place < 0) return;
            queue.line.splice(place, 1);
            reject(aborted());
          });
        }
      });
    },
  };
}
