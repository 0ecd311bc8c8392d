import { sandboxCall } from '../../sandbox/crm/calls/sandbox-calls';
import { Engine } from '../../sandbox/crm/engine';
import type { JournalEntry } from '../../sandbox/crm/storage/journal';
import { createDataverse } from '../../src/dataverse/dataverse';
import type { CrmServer, Identity } from '../../src/domain/crm-server';
import type { Clock } from '../../src/domain/ports';
import type { RowRef } from '../../src/domain/row';
import type { Model } from '../../src/domain/table';
import type { Lookup } from '../../src/domain/value';

const url = 'http://localhost/';

/** The user whose panes are played. */
export const me = 'dana';

const standing: Clock = { now: () => 0, after: () => () => undefined };

/** The CRM of a run, without a socket. One engine serves many runs, each with rows of its own. */
export class Crm {
  readonly #engine: Engine;
  #now: () => number = Date.now;
  model: Model = {};
  /** A workflow that may be run on a lead by hand, and leaves it as it is. */
  readonly workflow: Lookup = {
    table: 'workflow',
    id: '0000000f-0001-4000-8000-000000000000',
    name: 'Look at it',
  };
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
    await crm.#defineWorkflow();
    return crm;
  }

  /** Another run begins, by its clock. */
  useClock(clock: Clock): void {
    this.#now = clock.now;
  }

  readonly handle = (request: Request): Promise<Response> => this.#engine.handle(request);

  /** The real client. */
  readonly client = (fetchOf: typeof fetch, clock: Clock): CrmServer => {
    const tokens = { token: async () => `sandbox:${me}` };
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

  /** What the administrator posts. @returns whether it could be done. */
  async #post(path: string, body: object): Promise<boolean> {
    const answer = await this.handle(
      new Request(`${url}api/data/v9.2/${path}`, {
        method: 'POST',
        headers: { Authorization: 'Bearer sandbox:ada', 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      }),
    );
    return answer.ok;
  }

  #defineWorkflow(): Promise<boolean> {
    const steps = JSON.stringify([{ step: 'check', column: 'lastname', equals: '' }]);
    return this.#post('workflows', {
      // The same in every run: a seed goes the same way again.
      workflowid: this.workflow.id,
      name: this.workflow.name,
      primaryentity: 'lead',
      ondemand: true,
      scope: 4,
      clientdata: steps,
      statecode: 1,
      statuscode: 2,
    });
  }

  /** How often the workflow was run on a lead. */
  runs({ id }: RowRef): number {
    const [row] = this.#engine.organization.store.all(
      'SELECT COUNT(*) AS n FROM asyncoperation WHERE regardingobjectid = ?',
      [id],
    );
    return Number(row?.['n'] ?? 0);
  }

  /** Somebody else qualifies a lead. @returns whether it could be done. */
  qualify({ id }: RowRef): Promise<boolean> {
    const into = { CreateAccount: false, CreateContact: false, CreateOpportunity: true };
    return this.#post(`leads(${id})/Microsoft.Dynamics.CRM.QualifyLead`, { ...into, Status: 3 });
  }

  /** Somebody else loses an opportunity. @returns whether it could be done. */
  lose({ id }: RowRef): Promise<boolean> {
    const bind = { 'opportunityid@odata.bind': `opportunities(${id})` };
    const OpportunityClose = { subject: 'theirs', ...bind };
    return this.#post('LoseOpportunity', { Status: 4, OpportunityClose });
  }

  /** What the user may do from now on; null takes a privilege away. */
  readonly role = (privileges: object): Promise<boolean> =>
    this.#call('role', { user: me, privileges });

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
