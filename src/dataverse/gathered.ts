import { CrmError } from '../domain/crm-error';
import { decide, isTransient } from '../domain/decision';
import { AT_A_TIME } from '../domain/parallel';
import type { Clock } from '../domain/ports';
import { readBatch } from './batch-answer';
import { batchRequest } from './batch-request';
import { createSend, type CrmAnswer, type Send } from './send';
import type { CrmRequest, Transport } from './transport';

/** Reads in one batch, which the CRM does one after the other. Microsoft advises many small ones. */
const IN_BATCH = 10;

/** Reads that can be under way at a time. */
export const AT_ONCE = AT_A_TIME * IN_BATCH;

export interface GatheredOptions {
  readonly transport: Transport;
  /** The Web API's, with a trailing slash. */
  readonly root: string;
  readonly clock: Clock;
  /** Requests that are under way at a time; absent: as many as a browser sends. */
  readonly atATime?: number;
}

interface Waiting {
  readonly request: CrmRequest;
  /** Throws where the answer makes no sense. */
  readonly take: (answer: CrmAnswer | undefined) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * For many reads with one signal: those that are asked for together go in few batches, since a browser sends few
 * requests at a time, and asks a server of another origin about each new address first. What a batch does not answer
 * well is sent by itself, so that every answer and failure is that of a request alone.
 */
export function gathered(options: GatheredOptions): Send {
  const { transport, root, clock, atATime = AT_A_TIME } = options;
  const send = createSend(transport, clock);
  const waiting: Waiting[] = [];
  const again: Waiting[] = [];
  let underWay = 0;

  const alone = ({ request, take, fail }: Waiting): Promise<void> =>
    send(request, take).catch(fail);

  const together = async (reads: readonly Waiting[]): Promise<void> => {
    const batch = batchRequest(
      reads.map(({ request }) => [request]),
      root,
    );
    const headers = { ...batch.headers, Prefer: 'odata.continue-on-error' };
    const limits = reads.flatMap(({ request }) => request.limitMs ?? []);
    const limitMs = limits.length === 0 ? undefined : Math.max(...limits);
    const signal = reads[0]?.request.signal;
    const expected = reads.map(({ take }) => ({
      requests: 1,
      decode: ([answer]: readonly CrmAnswer[]) => {
        take(answer);
      },
    }));
    try {
      const told = await transport(
        { ...batch, headers, signal, ...(limitMs !== undefined && { limitMs }) },
        (answer) => readBatch(answer, expected, clock.now(), true),
      );
      again.push(...reads.filter((_, n) => told[n]?.kind !== 'done'));
    } catch (error) {
      if (error instanceof CrmError && !isTransient(decide(error.failure, false)))
        again.push(...reads);
      else for (const { fail } of reads) fail(error);
    }
  };

  const goOn = (): void => {
    const size = Math.ceil(waiting.length / Math.max(1, atATime - underWay));
    while (underWay < atATime && again.length + waiting.length > 0) {
      const single = again.shift();
      const reads = single ? [single] : waiting.splice(0, Math.min(size, IN_BATCH));
      const [first] = reads;
      underWay += 1;
      const done = first && reads.length === 1 ? alone(first) : together(reads);
      void done.then(() => {
        underWay -= 1;
        goOn();
      });
    }
  };

  return (request, decode) =>
    new Promise((resolve, reject) => {
      const take = (answer: CrmAnswer | undefined): void => {
        if (answer === undefined) throw new TypeError('No answer');
        resolve(decode(answer));
      };
      waiting.push({ request, take, fail: reject });
      // Others are asked for at this moment.
      queueMicrotask(goOn);
    });
}
