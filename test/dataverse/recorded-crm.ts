import type { CrmFailure } from '../../src/domain/crm-error';
import type { CrmServer } from '../../src/domain/crm-server';
import type { Clock } from '../../src/domain/ports';
import { settle } from '../offline/support/settle';
import { createDataverse } from '../../src/dataverse/dataverse';
import { gatheredAnswer, readsIn } from './gathered-reads';

export const root = 'http://crm.test/api/data/v9.2/';

export interface SeenRequest {
  readonly method: string;
  /** Below the Web API's root, decoded. */
  readonly address: string;
  readonly headers: Headers;
  readonly body: string;
}

export type Answer = (request: SeenRequest, n: number) => Response | Promise<Response>;

export interface RecordedCrm {
  readonly server: CrmServer;
  readonly seen: readonly SeenRequest[];
  readonly outcomes: readonly ('ok' | CrmFailure)[];
  /** Tokens that were reported as refused. */
  readonly refused: readonly (string | undefined)[];
  /** Lets the time limits of all running requests pass. */
  readonly timePasses: () => void;
  /** Lets time pass until this has ended. */
  readonly ended: <T>(work: Promise<T>) => Promise<T>;
}

const odata = { 'OData-Version': '4.0' };

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json; odata.metadata=minimal', ...odata, ...headers },
  });

export const noContent = (): Response => new Response(null, { status: 204, headers: odata });

export const refusal = (
  status: number,
  code: string,
  message = '',
  headers: Record<string, string> = {},
): Response => json({ error: { code, message } }, status, headers);

/** The client before a CRM of which each answer is written down; reads of a batch are seen as requests. */
export function recordedCrm(
  answer: Answer,
  options: { url?: string; token?: (n: number, refused?: string) => Promise<string> } = {},
): RecordedCrm {
  const seen: SeenRequest[] = [];
  const outcomes: ('ok' | CrmFailure)[] = [];
  const refused: (string | undefined)[] = [];
  const limits = new Set<() => void>();
  const clock: Clock = {
    now: () => Date.UTC(2026, 0, 1),
    after(_, callback) {
      limits.add(callback);
      return () => limits.delete(callback);
    },
  };
  const fetchRecorded: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const body = await request.text();
    const see = async (method: string, url: string, headers: Headers): Promise<Response> => {
      const address = decodeURIComponent(url.replace(root, ''));
      const entry = { method, address, headers, body };
      seen.push(entry);
      return answer(entry, seen.length);
    };
    const reads = request.url.endsWith('/$batch')
      ? readsIn(body, new URL(request.url).origin)
      : null;
    const answered =
      reads === null
        ? see(request.method, request.url, request.headers)
        : Promise.all(reads.map(({ url, headers }) => see('GET', url, headers))).then(
            gatheredAnswer,
          );
    return new Promise((resolve, reject) => {
      init?.signal?.addEventListener('abort', () => reject(new Error('aborted')));
      answered.then(resolve, reject);
    });
  };
  let asked = 0;
  const server = createDataverse({
    url: options.url ?? 'http://crm.test',
    tokens: {
      token(refusedToken) {
        refused.push(refusedToken);
        asked += 1;
        return options.token?.(asked, refusedToken) ?? Promise.resolve(`t${asked}`);
      },
    },
    fetch: fetchRecorded,
    clock,
    onOutcome: (outcome) => outcomes.push(outcome),
  });
  const timePasses = (): void => {
    for (const end of limits) {
      limits.delete(end);
      end();
    }
  };
  return {
    server,
    seen,
    outcomes,
    refused,
    timePasses,
    async ended(work) {
      let under = true;
      const over = work.finally(() => {
        under = false;
      });
      over.catch(() => undefined);
      while (under) {
        await settle();
        timePasses();
      }
      return over;
    },
  };
}
