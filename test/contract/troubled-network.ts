import { random } from '../../sandbox/seed/random';
import { seedOr } from '../chance';
import { testClock } from '../offline/support/clock';

/** What becomes of a request in place of its answer. */
type Harm = (signal: AbortSignal | null | undefined) => Promise<Response>;

/** Null: it goes its way. */
type Trouble = (nth: number) => Harm | null;

const answer = (
  status: number,
  headers: Record<string, string> = {},
  body = '',
): Promise<Response> => Promise.resolve(new Response(body, { status, headers }));

const html = { 'Content-Type': 'text/html' };

/** So many requests fail, in one way or another. @param share of all: 0 to 1. */
export const failing = (share: number): Trouble => {
  const luck = random(seedOr(29));
  const ways: readonly Harm[] = [
    () => Promise.reject(new TypeError('Failed to fetch')),
    () => answer(503),
    () => answer(502, html, '<html><body>Bad gateway</body></html>'),
    () => answer(200, html, '<html><body>Welcome to our guest network</body></html>'),
    // Never answered: the client gives up by its clock.
    (signal) =>
      new Promise((_, reject) => {
        signal?.addEventListener('abort', () => {
          reject(new DOMException('Aborted', 'AbortError'));
        });
      }),
  ];
  return () => (luck.next() < share ? luck.pick(ways) : null);
};

/** Every third request is told to wait. */
export const throttled = (): Trouble => (nth) =>
  nth % 3 === 0
    ? () => answer(429, { 'Retry-After': '7', 'OData-Version': '4.0' }, '{"error":{}}')
    : null;

/** A network with trouble, by a clock that moves on whenever nothing is under way. */
export function networkWith(trouble: Trouble) {
  const clock = testClock(Date.now());
  let asked = 0;
  let underWay = 0;
  let harmed = 0;
  let on = false;
  const fetchIt: typeof fetch = async (input, init) => {
    asked += 1;
    const harm = on ? trouble(asked) : null;
    if (harm !== null) {
      harmed += 1;
      return harm(init?.signal);
    }
    underWay += 1;
    try {
      const response = await fetch(input, init);
      const body = await response.arrayBuffer();
      return new Response(body.byteLength === 0 ? null : body, response);
    } finally {
      underWay -= 1;
    }
  };
  return {
    fetch: fetchIt,
    clock,
    harmed: () => harmed,
    /** Trouble begins, and lasts until the work has ended. */
    async during<T>(work: () => Promise<T>): Promise<T> {
      on = true;
      let ended = false;
      const working = work().finally(() => {
        ended = true;
      });
      while (!ended) {
        await new Promise((resolve) => setImmediate(resolve));
        if (underWay === 0) clock.advance(clock.untilNext() ?? 0);
      }
      on = false;
      return working;
    },
  };
}
