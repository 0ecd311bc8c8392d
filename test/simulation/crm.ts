import { sandboxCall } from '../../sandbox/crm/calls/sandbox-calls';
import { Engine } from '../../sandbox/crm/engine';
import type { JournalEntry } from '../../sandbox/crm/storage/journal';
import { createDataverse } from '../../src/dataverse/dataverse';
import type { CrmServer, Identity } from '../../src/domain/crm-server';
import type { Clock } from '../../src/domain/ports';
import type { RowRef } from '../../src/domain/row';
import type { Model } from '../../src/domain/table';

const url = 'http://localhost/';
const standing: Clock = { now: () => 0, after: () => () => undefined };

/** The CRM of a run, without a socket. One engine serves many runs, each with rows of its own. */
export class Crm {
  readonly #engine: Engine;
  #now: () => number = Date.now;
  model: Model = {};
  identity: Identity = { organizationId: '', userId: '', businessUnitId: '' };

  constructor() {
    this.#engine = new Engine({ seed: 'empty', now: () => this.#now() });
    this.#engine.limits.set({
      requests: Infinity,
      seconds: Infinity,
      concurrent: Infinity,
    });
  }

  static async start(): Promise<Crm> {
    const crm = new Crm();
    const server = crm.client((input, init) => crm.handle(new Request(input, init)), standing);
    crm.model = await server.readModel(null);
    crm.identity = await server.whoAmI();
    return crm;
  }

  /** Another run begins, by its clock. */
  useClock(clock: Clock): void {
    this.#now = clock.now;
  }

  readonly handle = (request: Request): Promise<Response> => this.#engine.handle(request);

  /** The real client. */
  readonly client = (fetchOf: typeof fetch, clock: Clock): CrmServer => {
    const tokens = { token: async () => 'sandbox:dana' };
    return createDataverse({ url, tokens, fetch: fetchOf, clock, onOutcome: () => undefined });
  };

  async #call(name: string, body: object): Promise<boolean> {
    const request = new Request(`${url}_sandbox/${name}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    return (await sandboxCall(this.#engine, { up: true }, request)).ok;
  }

  /** Another user's edit. @returns whether it could be done. */
  readonly edit = (ref: RowRef, changes: object): Promise<boolean> =>
    this.#call('edit', { user: 'ada', ...ref, changes });

  readonly remove = (ref: RowRef): Promise<boolean> =>
    this.#call('delete', { user: 'ada', ...ref });

  /** What the user may do from now on; null takes a privilege away. */
  readonly role = (privileges: object): Promise<boolean> =>
    this.#call('role', { user: 'dana', privileges });

  /** What the API has committed after a place, in order. */
  journal(after: number): JournalEntry[] {
    return this.#engine.organization.store
      .all('SELECT n, entry FROM "_journal" WHERE n > ? ORDER BY n', [after])
      .map((row) => ({
        n: Number(row['n']),
        ...(JSON.parse(String(row['entry'])) as Omit<JournalEntry, 'n'>),
      }));
  }
}
