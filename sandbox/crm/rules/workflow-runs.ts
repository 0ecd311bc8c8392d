import { CrmFault, faults } from '../errors';
import { noteEntry } from '../storage/journal';
import type { Column, Table } from '../model/model';
import type { Organization } from '../organization';
import { readPayload } from '../write/payload';
import { lookupTarget } from '../query/row-json';
import { quote, type SqlRow, type SqlValue } from '../storage/store';
import { jobStatus, operationType } from './system-job';
import { readSteps, type Step } from './workflow-steps';
import { createRow, updateRow, type Actor } from '../write/write-rows';

/** What a run works on. */
interface Run {
  readonly job: SqlRow;
  readonly actor: Actor;
  readonly table: Table;
  readonly id: string;
}

const missing = (): CrmFault =>
  new CrmFault(400, '0x80045031', 'A record required by this workflow job could not be found.');

function recordOf({ actor, table, id }: Run): SqlRow {
  const row = actor.organization.store.get(
    `SELECT * FROM ${quote(table.name)} WHERE ${quote(table.primaryId)} = ?`,
    [id],
  );
  if (!row) throw missing();
  return row;
}

function textOf({ actor, table, id }: Run, row: SqlRow, name: string): string {
  if (name === 'record') return `${table.setName}(${id})`;
  const column = table.columns.get(name);
  const value = row[name] ?? null;
  if (value === null) return '';
  const target =
    column?.type === 'lookup' && actor.organization.model.tables.get(lookupTarget(column, row));
  return target ? `${target.setName}(${value})` : String(value);
}

/** The values with the record's in place of names in braces. */
function filled(run: Run, row: SqlRow, values: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]): [string, unknown] => [
      name,
      typeof value === 'string'
        ? value.replaceAll(/\{(\w+)\}/g, (_, column: string) => textOf(run, row, column))
        : value,
    ]),
  );
}

function note(run: Run, method: string, table: Table, id: string, changes: object): void {
  const { organization, user } = run.actor;
  noteEntry(organization, {
    at: new Date(organization.now()).toISOString(),
    user: user.name,
    method,
    table: table.name,
    id,
    changes: { ...changes },
    batch: null,
    requestId: String(run.job['asyncoperationid']),
    cause: String(run.job['name']),
  });
}

function create(run: Run, name: string, values: Readonly<Record<string, unknown>>): void {
  const { actor } = run;
  const table = actor.organization.table(name);
  const changes = filled(run, recordOf(run), values);
  const id = actor.organization.nextId();
  createRow(actor, table, id, readPayload(actor, table, changes, true));
  note(run, 'POST', table, id, changes);
}

function change(run: Run, values: Readonly<Record<string, unknown>>): void {
  const { actor, table, id } = run;
  const row = recordOf(run);
  const changes = filled(run, row, values);
  updateRow(actor, table, row, readPayload(actor, table, changes, false));
  note(run, 'PATCH', table, id, changes);
}

/** When the wait is over, as columns hold it; null: it is. */
function waitsFor({ actor }: Run, row: SqlRow, column: Column | undefined): string | null {
  const value = String(column ? (row[column.name] ?? '') : '');
  const until = value.length === 10 ? `${value}T00:00:00Z` : value;
  return until > actor.organization.timestamp() ? until : null;
}

/** Goes on where the run stands; answers how its job is afterwards. */
function advance(run: Run, steps: readonly Step[]): Record<string, SqlValue> {
  for (let at = Number(run.job['sequence']); at < steps.length; at += 1) {
    const step = steps[at] as Step;
    switch (step.step) {
      case 'set':
        change(run, step.values);
        break;
      case 'create':
        create(run, step.table, step.values);
        break;
      case 'notify':
        create(run, 'appnotification', {
          title: step.title,
          body: step.body ?? null,
          'ownerid@odata.bind': '{ownerid}',
        });
        break;
      case 'wait': {
        const until = waitsFor(run, recordOf(run), run.table.columns.get(step.until));
        if (until !== null) return { ...jobStatus.waiting, sequence: at, postponeuntil: until };
        break;
      }
      case 'check':
        if (recordOf(run)[step.column] !== step.equals) return { ...jobStatus.succeeded };
        break;
      case 'fail':
        throw new CrmFault(400, '0x80040265', step.message);
    }
  }
  return { ...jobStatus.succeeded };
}

const failed = ({ code, message }: CrmFault): Record<string, SqlValue> => ({
  ...jobStatus.failed,
  // The code as the signed number that the column holds.
  errorcode: Number.parseInt(code, 16) | 0,
  friendlymessage: message,
  message: `${message}\n${code}`,
});

function perform(organization: Organization, job: SqlRow): Record<string, SqlValue> {
  const user = organization.userById(String(job['ownerid']));
  const workflow = organization.store.get('SELECT * FROM workflow WHERE workflowid = ?', [
    job['workflowactivationid'] ?? null,
  ]);
  const table = organization.model.tables.get(String(job['primaryentitytype']));
  if (!user || !workflow || !table) throw missing();
  const actor = { organization, user, depth: Number(job['depth']) };
  const run: Run = { job, actor, table, id: String(job['regardingobjectid']) };
  recordOf(run);
  return advance(run, readSteps(organization, table, workflow['clientdata']));
}

/** All that the run does counts, or nothing of it. */
function outcome(organization: Organization, job: SqlRow): Record<string, SqlValue> {
  try {
    return organization.store.transaction(() => perform(organization, job));
  } catch (error) {
    if (error instanceof CrmFault) return failed(error);
    process.stderr.write(`${String(error)}\n`);
    return failed(faults.argument('An unexpected error occurred.'));
  }
}

function runJob(organization: Organization, job: SqlRow): void {
  const { store } = organization;
  store.transaction(() => {
    const now = organization.timestamp();
    const result = outcome(organization, job);
    const values: Record<string, SqlValue> = {
      startedon: job['startedon'] ?? now,
      postponeuntil: null,
      ...result,
      completedon: result['statecode'] === jobStatus.succeeded.statecode ? now : null,
      modifiedon: now,
      versionnumber: organization.nextVersion(),
    };
    store.run(
      `UPDATE asyncoperation SET ${Object.keys(values)
        .map((name) => `${quote(name)} = ?`)
        .join(', ')} WHERE asyncoperationid = ?`,
      [...Object.values(values), job['asyncoperationid'] ?? null],
    );
    organization.keepVersion();
  });
}

/** Does the workflow runs that are due, in the order they were started, until none is. */
export function settleWorkflows(organization: Organization): void {
  for (;;) {
    const job = organization.store.get(
      'SELECT * FROM asyncoperation WHERE operationtype = ? AND (statecode = 0 OR (statuscode = 10 AND postponeuntil <= ?)) ORDER BY asyncoperationid LIMIT 1',
      [operationType.workflow, organization.timestamp()],
    );
    if (!job) return;
    runJob(organization, job);
  }
}

/** Every workflow run, oldest first. */
export function processes(organization: Organization): object[] {
  const statuses = organization.table('asyncoperation').columns.get('statuscode')?.options ?? [];
  return organization.store
    .all('SELECT * FROM asyncoperation WHERE operationtype = ? ORDER BY asyncoperationid', [
      operationType.workflow,
    ])
    .map((job, index) => ({
      n: index + 1,
      name: job['name'],
      table: job['primaryentitytype'],
      id: job['regardingobjectid'],
      status: statuses.find(({ value }) => value === job['statuscode'])?.label,
      at: job['completedon'] ?? job['createdon'],
    }));
}
