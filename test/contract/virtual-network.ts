import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { createWay, type Speed } from '../../bench/way';
import { type TestClock, testClock } from '../offline/support/clock';
import { settle } from '../offline/support/settle';
import type { Network } from './crm-world';

/** What an answer weighs beside its body. */
const HEAD = 500;

/** A network whose time passes by a clock of its own, and only while something is on its way. */
export interface VirtualNetwork extends Network {
  readonly clock: TestClock;
  /** Another network from now on. */
  become(speed: Speed): void;
  /** Lets time pass until the work is done. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

export function virtualNetwork(speed: Speed): VirtualNetwork {
  const clock = testClock(Date.now());
  let now = speed;
  let down = createWay(speed, clock);
  /** Questions that the CRM thinks about: it takes no time. */
  let asked = 0;
  let onTheWay = 0;
  const fetchIt: typeof fetch = async (input, init) => {
    asked += 1;
    const response = await fetch(input, init);
    const body = Buffer.from(await response.arrayBuffer());
    asked -= 1;
    onTheWay += 1;
    // The question, which weighs little, has had its half of the round trip, and so has the browser's before it.
    await new Promise<void>((resolve) => void clock.after(1.5 * now.roundTripMs, resolve));
    const arrived = new PassThrough();
    const ended = once(arrived.resume(), 'end');
    await down.lead(Readable.from([Buffer.alloc(HEAD + body.length)]), arrived);
    await ended;
    onTheWay -= 1;
    return new Response(body.length === 0 ? null : body, response);
  };
  return {
    fetch: fetchIt,
    clock,
    become(speed) {
      now = speed;
      down = createWay(speed, clock);
    },
    async during(work) {
      let ended = false;
      const working = work().finally(() => {
        ended = true;
      });
      while (!ended) {
        await settle();
        if (asked === 0 && onTheWay > 0) clock.advance(clock.untilNext() ?? 0);
      }
      return working;
    },
  };
}
