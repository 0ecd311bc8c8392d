import { CrmFault, faults } from '../errors';

/** What Dataverse limits, the first three for each user (service protection); Infinity: none. */
export interface LimitSettings {
  /** Requests in the window. */
  readonly requests: number;
  /** Combined execution time in the window. */
  readonly seconds: number;
  /** Requests accepted and not yet answered. */
  readonly concurrent: number;
  /** Seconds that one query may take. */
  readonly query: number;
}

/** A request that was let in. */
export interface Visit {
  /** What the answer tells of what is left. Browsers hide these headers from scripts. */
  readonly headers: Readonly<Record<string, string>>;
  /** To be called when it is answered. */
  leave(): void;
}

// Source: Microsoft's service protection API limits, and its "Query data": two minutes.
const standard: LimitSettings = { requests: 6000, seconds: 1200, concurrent: 52, query: 120 };
const windowMs = 300_000;
const number = new Intl.NumberFormat('en-US');
const fraction = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});

type Limit = Exclude<keyof LimitSettings, 'query'>;

const refusals: Readonly<Record<Limit, readonly [string, (settings: LimitSettings) => string]>> = {
  requests: [
    '0x80072322',
    ({ requests }) =>
      `Number of requests exceeded the limit of ${requests} over time window of 300 seconds.`,
  ],
  seconds: [
    '0x80072321',
    ({ seconds }) =>
      `Combined execution time of incoming requests exceeded limit of ${number.format(seconds * 1000)} milliseconds over time window of 300 seconds. Decrease number of concurrent requests or reduce the duration of requests and try again later.`,
  ],
  concurrent: [
    '0x80072326',
    ({ concurrent }) => `Number of concurrent requests exceeded the limit of ${concurrent}.`,
  ],
};

/** What one user has used of the window. Times are the organisation's. */
class Use {
  readonly #arrivals: number[] = [];
  readonly #spent: { readonly at: number; readonly ms: number }[] = [];
  #spentMs = 0;
  #running = 0;
  #closed: { readonly by: Limit; readonly until: number } | null = null;
  /** When it was last used. */
  seen = 0;

  #forget(now: number): void {
    const end = now - windowMs;
    while ((this.#arrivals[0] ?? Infinity) <= end) this.#arrivals.shift();
    while ((this.#spent[0]?.at ?? Infinity) <= end) this.#spentMs -= this.#spent.shift()?.ms ?? 0;
  }

  /** The limit that is reached, and when it no longer is. */
  #reached({ requests, seconds, concurrent }: LimitSettings, now: number) {
    if (this.#arrivals.length >= requests) {
      const leaves = this.#arrivals[this.#arrivals.length - requests] ?? now;
      return { by: 'requests', until: leaves + windowMs } as const;
    }
    let spent = this.#spentMs;
    if (spent >= seconds * 1000)
      for (const { at, ms } of this.#spent) {
        spent -= ms;
        if (spent < seconds * 1000) return { by: 'seconds', until: at + windowMs } as const;
      }
    return this.#running >= concurrent ? ({ by: 'concurrent', until: now + 1000 } as const) : null;
  }

  /** Throws 429. Whoever keeps asking while it is closed waits longer, as Dataverse's documentation warns. */
  #refuse(settings: LimitSettings, now: number): void {
    const open = this.#closed === null || this.#closed.until <= now;
    this.#closed =
      this.#closed === null || open
        ? this.#reached(settings, now)
        : { ...this.#closed, until: Math.min(this.#closed.until + 1000, now + windowMs) };
    if (!this.#closed) return;
    const [code, text] = refusals[this.#closed.by];
    const seconds = Math.max(1, Math.ceil((this.#closed.until - now) / 1000));
    throw new CrmFault(429, code, text(settings), {
      'Retry-After': String(seconds),
      ...this.#left(settings),
    });
  }

  #left({ requests, seconds }: LimitSettings): Record<string, string> {
    return {
      'x-ms-ratelimit-burst-remaining-xrm-requests': String(
        Number.isFinite(requests)
          ? Math.max(0, requests - this.#arrivals.length)
          : standard.requests,
      ),
      'x-ms-ratelimit-time-remaining-xrm-requests': fraction.format(
        Math.max(0, (Number.isFinite(seconds) ? seconds : standard.seconds) - this.#spentMs / 1000),
      ),
      // What Microsoft's own client falls back to.
      'x-ms-dop-hint': '5',
    };
  }

  enter(settings: LimitSettings, now: () => number): Visit {
    const at = now();
    this.seen = at;
    this.#forget(at);
    this.#refuse(settings, at);
    if (Number.isFinite(settings.requests)) this.#arrivals.push(at);
    this.#running += 1;
    const began = performance.now();
    return {
      headers: this.#left(settings),
      leave: () => {
        this.#running -= 1;
        const ms = performance.now() - began;
        this.#spentMs += ms;
        this.#spent.push({ at: now(), ms });
      },
    };
  }
}

/** Counts what each user asks of the server, and refuses what is too much. */
export class Limits {
  #settings = standard;
  #uses = new Map<string, Use>();

  get settings(): LimitSettings {
    return this.#settings;
  }

  /** Changes limits and begins to count anew. */
  set(settings: Partial<LimitSettings>): void {
    this.#settings = { ...this.#settings, ...settings };
    this.#uses = new Map();
  }

  reset(): void {
    this.set(standard);
  }

  /** Throws 429. */
  enter(user: string, now: () => number): Visit {
    let use = this.#uses.get(user);
    // A clock that went back begins a new window.
    if (!use || use.seen > now()) this.#uses.set(user, (use = new Use()));
    return use.enter(this.#settings, now);
  }
}

/** What `POST /_sandbox/limits` asks for; null lifts a limit. */
export function readLimits(body: Readonly<Record<string, unknown>>): Partial<LimitSettings> {
  const settings: Partial<Record<keyof LimitSettings, number>> = {};
  for (const [name, value] of Object.entries(body)) {
    if (!Object.hasOwn(standard, name))
      throw faults.argument(
        `'${name.slice(0, 50)}' is no limit: ${Object.keys(standard).join(', ')}.`,
      );
    const whole = name === 'seconds' || name === 'query' || Number.isSafeInteger(value);
    if (value !== null && !(typeof value === 'number' && value > 0 && whole))
      throw faults.argument(`'${name}' has to be a number above 0, or null.`);
    settings[name as keyof LimitSettings] = value ?? Infinity;
  }
  return settings;
}
