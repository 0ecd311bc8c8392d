import type { Readable, Writable } from 'node:stream';
import type { Clock } from '../src/domain/ports';

/** How fast a network is. */
export interface Speed {
  /** In each direction, for all connections together. */
  readonly bytesPerSecond: number;
  /** From a question to an answer that weighs nothing. */
  readonly roundTripMs: number;
}

/** A good line of an office, as far as the CRM: 25 megabits a second. */
export const ordinary: Speed = { bytesPerSecond: 25e6 / 8, roundTripMs: 50 };

export const tenTimesSlower = ({ bytesPerSecond, roundTripMs }: Speed): Speed => ({
  bytesPerSecond: bytesPerSecond / 10,
  roundTripMs: roundTripMs * 10,
});

/** One direction of a network, which all of its connections share. */
export interface Way {
  /** Leads all that comes from one end to the other; resolves when its end has come, rejects where an end breaks. */
  lead(from: Readable, to: Writable): Promise<void>;
  /** Bytes so far. */
  carried(): number;
}

/** Bytes that pass at once: connections take turns. */
const PIECE = 16 * 1024;
/** Timers fire late: so many milliseconds may be caught up with. */
const SLACK = 20;

export function createWay({ bytesPerSecond, roundTripMs }: Speed, clock: Clock): Way {
  let carried = 0;
  /** When it has carried what it was given: milliseconds since 1970. */
  let free = 0;
  const after = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      clock.after(ms, resolve);
    });

  const carry = async (bytes: number): Promise<void> => {
    const now = clock.now();
    carried += bytes;
    free = Math.max(free, now - SLACK) + (bytes / bytesPerSecond) * 1000;
    if (free > now) await after(free - now);
  };

  return {
    carried: () => carried,
    async lead(from, to) {
      for await (const chunk of from as AsyncIterable<Buffer>)
        for (let at = 0; at < chunk.length; at += PIECE) {
          const piece = chunk.subarray(at, at + PIECE);
          await carry(piece.length);
          // It is under way while the next one leaves.
          clock.after(roundTripMs / 2, () => to.write(piece));
        }
      clock.after(roundTripMs / 2, () => to.end());
    },
  };
}
