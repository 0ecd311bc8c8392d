import type { Seed } from '../seed/seed';
import { fill } from './storage/fill';
import { Organization } from './organization';
import { batch } from './http/batch';
import { dispatch } from './dispatch';
import { readAddress } from './http/api-address';
import { asFault, Dropped, errorResponse, faults } from './errors';
import type { Exchange } from './exchange';
import { delayOf, faultAnswer, Faults, type FaultRequest } from './calls/faults';
import { dress, newRequestId, preflight, toResponse } from './http/http';
import { Limits } from './http/limits';
import {
  readText,
  refuseHeaders,
  requireForm,
  requireMethod,
  requireVersion,
} from './http/negotiation';
import { readPreferences } from './http/prefer';
import { asksForDuplicates } from './rules/duplicates';
import { seedNamed } from './seeds';
import { signedIn, unauthorized } from './http/sign-in';
import { Store } from './storage/store';
import { settleWorkflows } from './rules/workflow-runs';

export interface EngineOptions {
  /** `demo`, `empty` or `large:N`. */
  readonly seed: string;
  /** Folder that keeps the data; null: memory. */
  readonly data?: string | null;
  readonly now?: () => number;
}

/** Longest address of a request that is not in a batch, in characters. */
const longest = 32_768;

/** The CRM without a socket. */
export class Engine {
  readonly faults = new Faults();
  readonly limits = new Limits();
  readonly #store: Store;
  readonly #now: () => number;
  #organization: Organization;

  constructor({ seed, data = null, now = Date.now }: EngineOptions) {
    const made = seedNamed(seed);
    this.#now = now;
    this.#store = new Store(data);
    try {
      this.#organization = this.#open(made);
    } catch (error) {
      this.#store.close();
      throw error;
    }
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
    this.#organization = this.#store.transaction(() => {
      this.#store.clear();
      return this.#open(seed);
    });
    this.faults.clear();
    this.limits.reset();
  }

  /** Does the workflow runs that are due: those that earlier requests left, and those that waited until now. */
  settle(): void {
    settleWorkflows(this.#organization);
  }

  close(): void {
    this.faults.clear();
    this.#store.close();
  }

  /** Answers a request to the Web API. Rejects with {@link Dropped} where the connection shall end without an answer. */
  async handle(request: Request): Promise<Response> {
    if (request.method === 'OPTIONS') return preflight(request);
    const requestId = newRequestId();
    this.settle();
    const { pathname } = new URL(request.url);
    const kind = request.method === 'POST' && pathname.endsWith('/$batch') ? 'batch' : 'single';
    const fault = this.faults.strike(kind, request.method, pathname);
    const instead = fault && faultAnswer(fault);
    const response = instead
      ? toResponse(instead, [])
      : await this.#admit(request, requestId, fault);
    if (fault?.kind === 'drop-after-commit') throw new Dropped();
    return dress(
      response,
      request.headers.get('Origin'),
      fault?.kind === 'html' ? null : requestId,
    );
  }

  /** Lets the user's request in, as far as the service protection limits allow. */
  async #admit(request: Request, requestId: string, fault: FaultRequest | null): Promise<Response> {
    const prefer = readPreferences(request.headers.get('Prefer'));
    try {
      requireMethod(request.method);
      const address = readAddress(request.url, request.url, longest);
      const user = signedIn(this.#organization, request.headers.get('Authorization'));
      if (!user) return unauthorized();
      if (user.disabled) throw faults.disabled(user.id);
      const visit = this.limits.enter(user.name, () => this.#organization.now());
      this.#store.queryLimitMs = this.limits.settings.query * 1000;
      try {
        if (fault?.kind === 'delay') await this.faults.hold(delayOf(fault));
        const body = await readText(request);
        const exchange: Exchange = {
          organization: this.#organization,
          user,
          method: request.method,
          path: address.path,
          search: address.search,
          headers: request.headers,
          body,
          prefer,
          refusesDuplicates: asksForDuplicates(request.headers),
          root: `${new URL(request.url).origin}${address.prefix}`,
          requestId,
          batch: null,
        };
        const response = await this.#answer(exchange, fault?.kind === 'half-batch');
        for (const [name, value] of Object.entries(visit.headers))
          response.headers.set(name, value);
        return response;
      } finally {
        visit.leave();
      }
    } catch (error) {
      if (error instanceof Dropped) throw error;
      return errorResponse(asFault(error), prefer.everything);
    }
  }

  async #answer(exchange: Exchange, half: boolean): Promise<Response> {
    const { headers, path, method, prefer } = exchange;
    if (path === '$batch' && method === 'POST') {
      requireVersion(headers);
      refuseHeaders(headers);
      return batch(exchange, this.faults, half);
    }
    requireForm(exchange);
    return toResponse(dispatch(exchange), prefer.applied);
  }
}
