import { CrmError } from '../domain/crm-error';
import type { CrmFailure } from '../domain/crm-error';
import type { Clock, TokenProvider } from '../domain/ports';
import { notCrm, notSent, notSignedIn, unreachable } from './errors';
import { boundaryIn } from './multipart';

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
  /** JSON text, unless the headers say otherwise. */
  readonly body?: string;
  /** Milliseconds until the request counts as lost; 30 seconds unless told otherwise. */
  readonly limitMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** An answer of HTTP, not looked at yet. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** As it came, or as the browser unpacked it. */
  readonly bytes: number;
}

/**
 * Sends one request and reads its answer. A reading that throws tells that this is no answer of Dataverse.
 * Rejects with a {@link CrmError} only.
 */
export type Transport = <T>(request: CrmRequest, read: (answer: RawAnswer) => T) => Promise<T>;

const defaultLimitMs = 30_000;

/** The Web API's root with a trailing slash. */
export const apiRoot = (url: string): string =>
  `${url.replace(/\/+$/, '').replace(/\/api\/data\/v\d+(\.\d+)*$/i, '')}/api/data/v9.2/`;

export function createTransport(options: TransportOptions): Transport {
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
      const answer = await response.arrayBuffer();
      return {
        status: response.status,
        headers: response.headers,
        text: new TextDecoder().decode(answer),
        bytes: answer.byteLength,
      };
    } catch (error) {
      throw unreachable(error);
    } finally {
      cancelLimit();
      signal?.removeEventListener('abort', stop);
    }
  }

  async function twiceIfRefused(request: CrmRequest): Promise<RawAnswer> {
    const bearer = await token(request.signal);
    const answer = await once(request, bearer);
    // What a batch answers part by part has begun, though one of its parts was refused like this.
    if (answer.status !== 401 || boundaryIn(answer.headers) !== null) return answer;
    // A request answered by 401 was not carried out, so repeating it is safe.
    return once(request, await token(request.signal, bearer));
  }

  return async (request, read) => {
    try {
      const answer = await twiceIfRefused(request);
      const result = attempt(answer, read);
      onOutcome('ok');
      return result;
    } catch (error) {
      const failure = error instanceof CrmError ? error : unreachable(error);
      if (!request.signal?.aborted) onOutcome(failure.failure);
      throw failure;
    }
  };
}

function attempt<T>(answer: RawAnswer, read: (answer: RawAnswer) => T): T {
  try {
    return read(answer);
  } catch (error) {
    throw error instanceof CrmError ? error : notCrm({ status: answer.status }, error);
  }
}
