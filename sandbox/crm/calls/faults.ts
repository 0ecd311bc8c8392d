import { CrmFault, Dropped, errorAnswer } from '../errors';
import type { Answer } from '../exchange';

export type FaultKind = 'status' | 'drop' | 'drop-after-commit' | 'delay' | 'html' | 'half-batch';

/** What `POST /_sandbox/faults` takes. */
export interface FaultRequest {
  readonly match?: { readonly method?: string; readonly path?: string };
  /** How often it strikes; without it until faults are cleared. */
  readonly times?: number;
  /** Requests that pass first. */
  readonly skip?: number;
  readonly kind: FaultKind;
  readonly status?: number;
  readonly code?: string;
  /** Seconds, for the header Retry-After. */
  readonly retryAfter?: number;
  readonly ms?: number;
  readonly body?: string;
}

export interface Fault extends FaultRequest {
  readonly fired: number;
}

interface Armed {
  readonly request: FaultRequest;
  readonly path: RegExp;
  seen: number;
  fired: number;
}

/** Codes that go with a status where the test names none. */
const codes: Readonly<Record<number, string>> = {
  429: '0x80072322',
  403: '0x80040220',
  404: '0x80040217',
  412: '0x80060882',
};

/** The failures that a test has ordered. */
export class Faults {
  #armed: Armed[] = [];
  readonly #waiting = new Set<() => void>();

  add(request: FaultRequest): Fault {
    this.#armed.push({ request, path: new RegExp(request.match?.path ?? ''), seen: 0, fired: 0 });
    return { ...request, fired: 0 };
  }

  list(): Fault[] {
    return this.#armed.map(({ request, fired }) => ({ ...request, fired }));
  }

  /** Requests that are held back go on. */
  clear(): void {
    this.#armed = [];
    for (const goOn of this.#waiting) goOn();
  }

  /** Holds a request back for milliseconds, or until faults are cleared. */
  async hold(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const goOn = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(goOn);
        resolve();
      };
      const timer = setTimeout(goOn, ms);
      this.#waiting.add(goOn);
    });
  }

  /** The first fault that strikes this request, if any; it counts as fired. */
  strike(what: 'single' | 'batch' | 'part', method: string, path: string): FaultRequest | null {
    for (const armed of this.#armed) {
      const { kind, match, times, skip = 0 } = armed.request;
      if (kind === 'half-batch' && what !== 'batch') continue;
      if (match?.method !== undefined && match.method.toUpperCase() !== method) continue;
      if (!armed.path.test(path)) continue;
      if (times !== undefined && armed.fired >= times) continue;
      armed.seen += 1;
      if (armed.seen <= skip) continue;
      armed.fired += 1;
      return armed.request;
    }
    return null;
  }
}

/** How long a fault holds a request back. */
export const delayOf = (fault: FaultRequest | null): number =>
  fault?.kind === 'delay' ? (fault.ms ?? 1000) : 0;

/** The answer that a fault of kind `status` or `html` gives instead. Throws {@link Dropped} for `drop`. */
export function faultAnswer(fault: FaultRequest): Answer | null {
  const retry: Record<string, string> =
    fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
  switch (fault.kind) {
    case 'drop':
      throw new Dropped();
    case 'status': {
      const status = fault.status ?? 500;
      const message =
        fault.body ??
        (status === 429
          ? 'Number of requests exceeded the limit of 6000 over time window of 300 seconds.'
          : 'A fault that a test has ordered.');
      return errorAnswer(new CrmFault(status, fault.code ?? codes[status] ?? '', message, retry));
    }
    case 'html': {
      const body =
        fault.body ??
        '<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body><h1>Welcome</h1><p>Accept the terms to go on.</p></body></html>';
      return {
        status: fault.status ?? 502,
        text: { body, type: 'text/html; charset=utf-8' },
        headers: retry,
      };
    }
    default:
      return null;
  }
}
