import type { Random } from '../../sandbox/seed/random';
import type { Crm } from './crm';
import type { Owner, Scheduler } from './scheduler';
import type { TestClock } from '../offline/support/clock';

/** What may become of a request on its way, or of its answer on the way back; the worst of it more often. */
const fates = [
  'lostBefore',
  'lostAfter',
  'late',
  'hangsBefore',
  'hangsAfter',
  'portal',
  'busy',
  'throttledSeconds',
  'throttledDate',
  'throttledSilently',
  'downBefore',
  'gatewayAfter',
  'errorOfDataverse',
  'tokenExpired',
  'cutShort',
  'repeated',
  'repeated',
] as const;
type Fate = (typeof fates)[number] | 'well';

/** `unplugged`: nothing leaves; `portal`: a hotel answers everything; `down`: the organisation is being updated. */
export type Weather = 'well' | 'unplugged' | 'portal' | 'down';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const said = (status: number, text = '', headers: Record<string, string> = {}): Answer => ({
  status,
  headers: new Headers(headers),
  text,
});
const page = (status: number): Answer =>
  said(status, '<html><body>Welcome to our guest network</body></html>', {
    'Content-Type': 'text/html',
  });
const refusal = (status: number, code: string, more: Record<string, string> = {}): Answer =>
  said(status, JSON.stringify({ error: { code, message: 'on purpose' } }), {
    'Content-Type': 'application/json',
    'OData-Version': '4.0',
    ...more,
  });
const failed = (): TypeError => new TypeError('Failed to fetch');
const never = new Promise<never>(() => undefined);

/** As much of a Response as the client uses: reading it takes no turn of the event loop. */
const response = ({ status, headers, text }: Answer): Response => {
  const { buffer } = new TextEncoder().encode(text);
  return {
    status,
    headers,
    ok: status < 300,
    arrayBuffer: () => Promise.resolve(buffer),
  } as Response;
};

/** Milliseconds within which Dataverse may still carry out a request that nobody waits for. */
const SERVER_LIMIT = 120_000;

/** The way between the panes and the CRM. It goes on while panes freeze or die. */
export class Network implements Owner {
  readonly name = 'network';
  readonly life = 'running';
  weather: Weather = 'well';
  /** How likely it is that something befalls a reading: 0 to 1. Twice as likely befalls what writes. */
  trouble = 0;
  /** Told of each request that is repeated on its way, by its text. */
  repeated: (text: string) => void = () => undefined;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly crm: Crm,
    private readonly clock: TestClock,
    private readonly random: Random,
  ) {}

  /** What a pane calls as `fetch`. */
  readonly fetchFor =
    (owner: Owner): typeof fetch =>
    async (input, init) => {
      const url = String(input);
      const request = (): Request => new Request(url, init);
      const aborted = new Promise<never>((_resolve, reject) => {
        init?.signal?.addEventListener('abort', () =>
          reject(new DOMException('aborted', 'AbortError')),
        );
      });
      aborted.catch(() => undefined);
      const what = `${init?.method ?? 'GET'} ${decodeURIComponent(url.replace(/^.*v9\.2\//, '').split('?')[0] ?? '')}`;
      const answer = this.#travel(owner, what, request);
      return Promise.race([answer.then(response), aborted]);
    };

  async #travel(owner: Owner, what: string, request: () => Request): Promise<Answer> {
    let fate: Fate = 'well';
    const reached = await this.scheduler.step(this, `${what} of ${owner.name}`, async () => {
      if (this.weather === 'unplugged') throw failed();
      if (this.weather === 'portal') return page(200);
      if (this.weather === 'down') return said(503);
      const trouble = what.startsWith('GET') ? this.trouble : 2 * this.trouble;
      fate = this.random.next() < trouble ? this.random.pick(fates) : 'well';
      if (fate !== 'well') this.scheduler.note(`  befallen: ${fate}`);
      return this.#carryOut(fate, request);
    });
    if (reached === null) return never;
    return this.scheduler.step(owner, `hears of ${what}: ${reached.status}`, () => {
      if (fate === 'lostAfter') throw failed();
      return reached;
    });
  }

  /** Null: nobody will ever answer. */
  async #carryOut(fate: Fate, request: () => Request): Promise<Answer | null> {
    switch (fate) {
      case 'lostBefore':
        throw failed();
      case 'late':
        this.clock.after(Math.floor(this.random.next() * SERVER_LIMIT), () => {
          void this.scheduler.step(this, 'a late request arrives', () => this.#ask(request()));
        });
        throw failed();
      case 'hangsBefore':
        return null;
      case 'hangsAfter':
        await this.#ask(request());
        return null;
      case 'portal':
        return page(200);
      case 'busy':
        return refusal(503, '0x80044150');
      case 'throttledSeconds':
        return refusal(429, '0x80072322', { 'Retry-After': '7' });
      case 'throttledDate':
        return refusal(429, '0x80072321', {
          'Retry-After': new Date(this.clock.now() + 20_000).toUTCString(),
        });
      case 'throttledSilently':
        return refusal(429, '0x80072326');
      case 'downBefore':
        return page(502);
      case 'gatewayAfter':
        await this.#ask(request());
        return page(504);
      case 'errorOfDataverse':
        return refusal(500, '0x80040216');
      case 'tokenExpired':
        return said(401);
      case 'cutShort': {
        const whole = await this.#ask(request());
        return {
          ...whole,
          text: whole.text.slice(0, Math.floor(this.random.next() * whole.text.length)),
        };
      }
      case 'repeated':
        // A browser sends a request again by itself where the connection that it kept open breaks under it.
        this.repeated(await request().text());
        await this.#ask(request());
        return this.#ask(request());
      default:
        return this.#ask(request());
    }
  }

  async #ask(request: Request): Promise<Answer> {
    const answer = await this.crm.handle(request);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  }
}
