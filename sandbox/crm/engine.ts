import type { Seed } from '../seed/seed';
import { fill } from './fill';
import { Organization } from './organization';
import { batch } from './batch';
import { dispatch } from './dispatch';
import { CrmFault, Dropped, errorResponse, faults, unexpected } from './errors';
import type { Exchange } from './exchange';
import { faultAnswer, Faults } from './faults';
import { corsHeaders, newRequestId, preflight, toResponse } from './http';
import { readPreferences } from './prefer';
import { seedNamed } from './seeds';
import { signedIn, unauthorized } from './sign-in';
import { Store } from './store';

export interface EngineOptions {
  /** `demo`, `empty` or `large:N`. */
  readonly seed: string;
  /** Folder that keeps the data; null: memory. */
  readonly data?: string | null;
  readonly now?: () => number;
}

const prefix = '/api/data/v9.2/';
const largestBody = 16 * 1024 * 1024;

/** The CRM without a socket. */
export class Engine {
  readonly faults = new Faults();
  readonly #store: Store;
  readonly #now: () => number;
  #organization: Organization;

  constructor({ seed, data = null, now = Date.now }: EngineOptions) {
    const made = seedNamed(seed);
    this.#now = now;
    this.#store = new Store(data);
    this.#organization = this.#open(made);
  }

  #open(seed: () => Seed): Organization {
    return Organization.open(this.#store, seed, fill, this.#now);
  }

  get organization(): Organization {
    return this.#organization;
  }

  /** A fresh organisation. Throws a CrmFault for an unknown seed. */
  reset(name: string): void {
    const seed = seedNamed(name);
    this.#store.clear();
    this.#organization = this.#open(seed);
    this.faults.clear();
  }

  close(): void {
    this.#store.close();
  }

  /** Answers a request to the Web API. Rejects with {@link Dropped} where the connection shall end without an answer. */
  async handle(request: Request): Promise<Response> {
    if (request.method === 'OPTIONS') return preflight(request);
    const { pathname } = new URL(request.url);
    const origin = request.headers.get('Origin');
    const fault = this.faults.strike(request.method, pathname);
    if (fault?.kind === 'delay')
      await new Promise((resolve) => setTimeout(resolve, fault.ms ?? 1000));
    const instead = fault && faultAnswer(fault);
    const response = instead
      ? toResponse(instead, [])
      : await this.#answer(request, fault?.kind === 'half-batch');
    if (fault?.kind === 'drop-after-commit') throw new Dropped();
    const headers = new Headers(response.headers);
    for (const [name, value] of Object.entries(corsHeaders(origin))) headers.set(name, value);
    if (instead === null && !headers.has('REQ_ID')) headers.set('REQ_ID', newRequestId());
    return new Response(response.body, { status: response.status, headers });
  }

  async #answer(request: Request, half: boolean): Promise<Response> {
    const { pathname, search, origin } = new URL(request.url);
    const prefer = readPreferences(request.headers.get('Prefer'));
    const requestId = newRequestId();
    try {
      if (!pathname.startsWith(prefix))
        throw new CrmFault(404, '0x80060888', `Resource not found: '${pathname.slice(0, 100)}'.`);
      const user = signedIn(this.#organization, request.headers.get('Authorization'));
      if (!user) return unauthorized();
      if (user.disabled) throw faults.disabled(user.id);
      if (Number(request.headers.get('Content-Length') ?? 0) > largestBody) throw tooLarge();
      const body = await request.text();
      if (body.length > largestBody) throw tooLarge();
      const exchange: Exchange = {
        organization: this.#organization,
        user,
        method: request.method,
        path: pathname.slice(prefix.length),
        search,
        headers: request.headers,
        body,
        prefer,
        root: `${origin}${prefix}`,
        requestId,
        batch: null,
      };
      const response =
        exchange.path === '$batch' && request.method === 'POST'
          ? batch(exchange, this.faults, half)
          : toResponse(dispatch(exchange), prefer.applied);
      response.headers.set('REQ_ID', requestId);
      return response;
    } catch (error) {
      if (error instanceof Dropped) throw error;
      if (error instanceof CrmFault) return errorResponse(error, prefer.everything);
      return errorResponse(unexpected(error));
    }
  }
}

const tooLarge = (): CrmFault =>
  new CrmFault(413, '', `The request is larger than ${largestBody} bytes.`);
