import { CrmError } from '../domain/crm-error';
import type { CrmFailure } from '../domain/crm-error';
import type { Clock, TokenProvider } from '../domain/ports';
import {
  errorIn,
  notCrm,
  notSent,
  notSignedIn,
  refused,
  retryAfterMs,
  unreachable,
} from './errors';
import { isJson } from './json';
import type { Json } from './json';

export interface TransportOptions {
  /** Where the organisation is, with or without the Web API's path. */
  readonly url: string;
  readonly tokens: TokenProvider;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  /** Told how each request ended, except those that the caller aborted: they say nothing about the CRM. */
  readonly onOutcome: (outcome: 'ok' | CrmFailure) => void;
}

export interface CrmRequest {
  readonly method: 'GET' | 'PATCH' | 'POST' | 'PUT' | 'DELETE';
  /** Below the Web API's root, or a whole next link. */
  readonly address: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
  /** Milliseconds until the request counts as lost; 30 seconds unless told otherwise. */
  readonly limitMs?: number;
  readonly signal?: AbortSignal | undefined;
}

export interface CrmAnswer {
  readonly status: number;
  /** Null where the answer has no body. */
  readonly body: Json | null;
}

/**
 * Sends one request and decodes its answer. A decoder that throws tells that this is no answer of Dataverse.
 * Rejects with a {@link CrmError} only.
 */
export type Send = <T>(request: CrmRequest, decode: (answer: CrmAnswer) => T) => Promise<T>;

const defaultLimitMs = 30_000;

/** The Web API's root with a trailing slash. */
export const apiRoot = (url: string): string =>
  `${url.replace(/\/+$/, '').replace(/\/api\/data\/v\d+(\.\d+)*$/i, '')}/api/data/v9.2/`;

interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export function createSend(options: TransportOptions): Send {
  const { tokens, fetch, clock, onOutcome } = options;
  const root = apiRoot(options.url);

  /** A next link carries the token only to the CRM it came from. */
  function absolute(address: string): string {
    if (!/^[a-z]+:/i.test(address)) return root + address;
    if (new URL(address).origin !== new URL(root).origin) throw notCrm({ status: 200 });
    return address;
  }

  async function token(signal: AbortSignal | undefined, refusedToken?: string): Promise<string> {
    if (signal?.aborted) throw unreachable(signal.reason);
    try {
      return await tokens.token(refusedToken);
    } catch (error) {
      throw error instanceof CrmError ? notSent(error) : notSignedIn(error);
    }
  }

  async function once(request: CrmRequest, bearer: string): Promise<RawAnswer> {
    const { method, body, signal } = request;
    const url = absolute(request.address);
    const abort = new AbortController();
    const stop = (): void => abort.abort();
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop);
    const cancelLimit = clock.after(request.limitMs ?? defaultLimitMs, stop);
    try {
      const response = await fetch(url, {
        method,
        headers: {
          Accept: 'application/json',
          'OData-MaxVersion': '4.0',
          'OData-Version': '4.0',
          Authorization: `Bearer ${bearer}`,
          // Keeps the browser's cache out of it; on a write it would be a condition.
          ...(method === 'GET' && { 'If-None-Match': 'null' }),
          ...(body !== undefined && { 'Content-Type': 'application/json' }),
          ...request.headers,
        },
        ...(body !== undefined && { body }),
        credentials: 'omit',
        cache: 'no-store',
        redirect: 'manual',
        signal: abort.signal,
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (error) {
      throw unreachable(error);
    } finally {
      cancelLimit();
      signal?.removeEventListener('abort', stop);
    }
  }

  function understand({ status, headers, text }: RawAnswer): CrmAnswer {
    const retry = retryAfterMs(headers.get('Retry-After'), clock.now());
    const body = jsonOf(headers, text);
    const ofDataverse = headers.has('OData-Version');
    if (status >= 200 && status < 300) {
      if (!ofDataverse || (body === null && status !== 204)) throw notCrm({ status });
      return { status, body };
    }
    const error = errorIn(body);
    // Dataverse's sign-in check stands before its OData layer and answers without a body.
    const isRefusal = error !== null || ofDataverse || (status === 401 && text === '');
    if (status < 400 || !isRefusal) throw notCrm({ status, retryAfterMs: retry });
    throw refused(status, error?.code ?? '', error?.message ?? '', retry);
  }

  async function twiceIfRefused(request: CrmRequest): Promise<CrmAnswer> {
    const bearer = await token(request.signal);
    const answer = await once(request, bearer);
    if (answer.status !== 401) return understand(answer);
    // A request answered by 401 was not carried out, so repeating it is safe.
    return understand(await once(request, await token(request.signal, bearer)));
  }

  return async (request, decode) => {
    try {
      const answer = await twiceIfRefused(request);
      const decoded = attempt(answer, decode);
      onOutcome('ok');
      return decoded;
    } catch (error) {
      const failure = error instanceof CrmError ? error : unreachable(error);
      if (!request.signal?.aborted) onOutcome(failure.failure);
      throw failure;
    }
  };
}

function attempt<T>(answer: CrmAnswer, decode: (answer: CrmAnswer) => T): T {
  try {
    return decode(answer);
  } catch (error) {
    throw error instanceof CrmError ? error : notCrm({ status: answer.status }, error);
  }
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
