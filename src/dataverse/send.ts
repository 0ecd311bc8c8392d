import type { Clock } from '../domain/ports';
import { errorIn, notCrm, refused, retryAfterMs } from './errors';
import { isJson } from './json';
import type { Json } from './json';
import type { CrmRequest, RawAnswer, Transport } from './transport';

export interface CrmAnswer {
  readonly status: number;
  /** Null where the answer has no body. */
  readonly body: Json | null;
  readonly bytes: number;
}

/**
 * Sends one request and decodes its answer. A decoder that throws tells that this is no answer of Dataverse.
 * Rejects with a {@link CrmError} only.
 */
export type Send = <T>(request: CrmRequest, decode: (answer: CrmAnswer) => T) => Promise<T>;

export const createSend =
  (transport: Transport, clock: Clock): Send =>
  (request, decode) =>
    transport(request, (answer) => decode(understand(answer, clock.now())));

/** An answer with a status of success. Throws a {@link CrmError} for every other one. */
export function understand({ status, headers, text, bytes }: RawAnswer, now: number): CrmAnswer {
  const retry = retryAfterMs(headers.get('Retry-After'), now);
  const body = jsonOf(headers, text);
  const ofDataverse = headers.has('OData-Version');
  if (status >= 200 && status < 300) {
    if (!ofDataverse || (body === null && status !== 204)) throw notCrm({ status });
    return { status, body, bytes };
  }
  const error = errorIn(body);
  // Dataverse's sign-in check stands before its OData layer and answers without a body.
  const isRefusal = error !== null || ofDataverse || (status === 401 && text === '');
  if (status < 400 || !isRefusal) throw notCrm({ status, retryAfterMs: retry });
  throw refused(status, error?.code ?? '', error?.message ?? '', retry);
}

function jsonOf(headers: Headers, text: string): Json | null {
  if (!/^application\/json\b/i.test(headers.get('Content-Type') ?? '')) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return isJson(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
