import { CrmError } from '../domain/crm-error';
import type { CrmFailure } from '../domain/crm-error';
import type { CrmServer, SetOutcome, Write } from '../domain/crm-server';
import type { Clock } from '../domain/ports';
import type { Row } from '../domain/row';
import { readBatch } from './batch-answer';
import { batchRequest } from './batch-request';
import type { EntitySets } from './entity-sets';
import { notCrm, notSent } from './errors';
import { mapParallel } from '../domain/parallel';
import { requestRow } from './reads';
import type { CrmAnswer, Send } from './send';
import type { Transport } from './transport';
import { planWrite } from './write-plan';
import type { WritePlan } from './write-plan';

/** Dataverse itself gives up after two minutes. */
const batchLimitMs = 120_000;

/** Rows read back at a time. */
const readsAtATime = 4;

export interface WritesOptions {
  readonly transport: Transport;
  readonly send: Send;
  readonly sets: EntitySets;
  /** The Web API's, with a trailing slash. */
  readonly root: string;
  readonly clock: Clock;
}

type Writes = Pick<CrmServer, 'write' | 'writeAll'>;
type Signal = AbortSignal | undefined;
type Rows = readonly (Row | null)[];

export function createWrites({ transport, send, sets, root, clock }: WritesOptions): Writes {
  function plan(write: Write, signal: Signal): Promise<WritePlan> {
    sets.learn(write.table);
    return planWrite(write, (table) =>
      // A question that must be answered before the write can leave.
      sets.of(table, signal).catch((error: unknown) => {
        throw notSent(error);
      }),
    );
  }

  /** Plans up to the first set that cannot be sent; `refusal`: why it cannot. */
  async function planAll(
    all: readonly (readonly Write[])[],
    signal: Signal,
  ): Promise<{ batch: WritePlan[][]; refusal: CrmFailure | null }> {
    const batch: WritePlan[][] = [];
    try {
      for (const set of all) batch.push(await mapParallel(1, set, (each) => plan(each, signal)));
    } catch (error) {
      if (!(error instanceof CrmError)) throw error;
      return { batch, refusal: error.failure };
    }
    return { batch, refusal: null };
  }

  /**
   * The row that a write has left. Where the answer does not have it, it is read again, maybe with what came after;
   * whatever comes of this reading, the write is done.
   */
  async function rowLeft({ write }: WritePlan, row: Row | null, signal: Signal) {
    if (row !== null || !('values' in write)) return row;
    return requestRow(send, write.table, write.id, signal).catch(() => null);
  }

  async function sendBatch(
    batch: readonly (readonly WritePlan[])[],
    signal: Signal,
  ): Promise<SetOutcome[]> {
    const requests = batch.map((set) => set.flatMap((each) => each.requests));
    const expected = batch.map((set, n) => ({
      requests: requests[n]?.length ?? 0,
      decode: (answers: readonly CrmAnswer[]) => rowsOf(set, answers),
    }));
    const request = { ...batchRequest(requests, root), limitMs: batchLimitMs, signal };
    const answered = await transport(request, (answer) => readBatch(answer, expected, clock.now()));
    return mapParallel(readsAtATime, [...answered.entries()], async ([n, answer]) => {
      if (answer.kind !== 'done') return answer;
      const set = (batch[n] ?? []).map(
        (each, index) => [each, answer.result[index] ?? null] as const,
      );
      const rows = await mapParallel(1, set, ([each, row]) => rowLeft(each, row, signal));
      return { kind: 'done', rows };
    });
  }

  return {
    async write(write, signal) {
      const planned = await plan(write, signal);
      const [only, ...more] = planned.requests;
      if (only !== undefined && more.length === 0) {
        const row = await send({ ...only, signal }, (answer) => planned.decode([answer]));
        return rowLeft(planned, row, signal);
      }
      const [outcome] = await sendBatch([[planned]], signal);
      if (outcome?.kind === 'failed') throw new CrmError(outcome.failure);
      if (outcome?.kind !== 'done') throw notCrm({ status: 200 });
      return outcome.rows[0] ?? null;
    },

    async writeAll(all, signal) {
      const { batch, refusal } = await planAll(all, signal);
      const sent = batch.length === 0 ? [] : await sendBatch(batch, signal);
      const reached = sent.every(({ kind }) => kind === 'done');
      const unsent = all
        .slice(batch.length)
        .map((_, n): SetOutcome =>
          n === 0 && reached && refusal !== null
            ? { kind: 'failed', failure: refusal }
            : { kind: 'notRun' },
        );
      return [...sent, ...unsent];
    },
  };
}

/** Each write's row, from the answers to all requests of its set. */
function rowsOf(set: readonly WritePlan[], answers: readonly CrmAnswer[]): Rows {
  let at = 0;
  return set.map(({ requests, decode }) => decode(answers.slice(at, (at += requests.length))));
}
