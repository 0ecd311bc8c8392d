import { detectsDuplicates, duplicatesOf } from '../rules/duplicates';
import { CrmFault, faults } from '../errors';
import type { Answer, Exchange } from '../exchange';
import { commit } from '../storage/journal';
import { boundTo, noContent, type Call, type Message } from './message';
import type { Table } from '../model/model';
import { computeJoins } from '../write/computed-columns';
import { readPayload } from '../write/payload';
import { parseOptions } from '../query/query-options';
import { rowJson } from '../query/read-rows';
import { requireAccess, requirePrivilege } from '../rights/rights';
import { rowsToJson, selection } from '../query/row-json';
import { existing, readable } from '../write/row-requests';
import { quote, type SqlRow } from '../storage/store';
import { addJob, jobStatus, operationType } from '../rules/system-job';

const most = 5000;

const tableNamed = ({ organization }: Exchange, name: unknown): Table => {
  const table = organization.model.tables.get(String(name));
  if (!table) throw faults.argument(`The entity with a name = '${String(name)}' was not found.`);
  return table;
};

/** The row that the entity means: saved or not, with what is given about it. */
function businessEntity(exchange: Exchange, value: unknown): { table: Table; row: SqlRow } {
  const { '@odata.type': type, ...given } = value as Record<string, unknown>;
  if (typeof type !== 'string')
    throw faults.argument(
      "BusinessEntity needs '@odata.type', such as Microsoft.Dynamics.CRM.contact.",
    );
  const table = tableNamed(exchange, type.replace(/^#?Microsoft\.Dynamics\.CRM\./, ''));
  const { values } = readPayload(exchange, table, given, true);
  const id = values.get(table.primaryId);
  const saved = typeof id === 'string' ? readable(exchange, table, id) : null;
  const complete = new Map(values);
  computeJoins(table, complete, saved);
  return { table, row: { ...saved, ...Object.fromEntries(complete) } };
}

function pageOf(value: unknown): { offset: number; count: number } {
  const { PageNumber = 1, Count = most } = value as Record<string, unknown>;
  const whole = (each: unknown): each is number => Number.isSafeInteger(each) && Number(each) >= 0;
  if (!whole(PageNumber) || !whole(Count) || PageNumber < 1)
    throw faults.argument('PagingInfo needs a PageNumber from 1 and a Count.');
  const count = Count === 0 ? most : Math.min(Count, most);
  return { offset: (PageNumber - 1) * count, count };
}

function retrieveDuplicates({ exchange, given }: Call): Answer {
  const { organization, user, root, prefer } = exchange;
  const { store, model } = organization;
  const { table, row } = businessEntity(exchange, given.value('BusinessEntity'));
  const matching = tableNamed(exchange, given.text('MatchingEntityName'));
  const { offset, count } = pageOf(given.value('PagingInfo'));
  requirePrivilege(organization, user, matching, 'Read');
  const found = detectsDuplicates(organization, table)
    ? duplicatesOf(organization, user, table, row, matching)
    : null;
  const { select } = parseOptions(matching, new Map());
  const rows = found
    ? store.all(
        `SELECT ${selection(matching, select)} FROM ${quote(matching.name)} AS r WHERE ${found.text} ORDER BY r.${quote(matching.primaryId)} LIMIT ? OFFSET ?`,
        [...found.values, count, offset],
      )
    : [];
  return {
    status: 200,
    json: {
      '@odata.context': `${root}$metadata#${matching.setName}`,
      value: rowsToJson(store, model, matching, select, rows, prefer),
    },
  };
}

/** The rule, which the user may change. */
function ruleToChange(exchange: Exchange, id: string): SqlRow {
  const table = exchange.organization.table('duplicaterule');
  const row = existing(exchange, table, id);
  requireAccess(exchange.organization, exchange.user, table, 'Write', row);
  return row;
}

const setStatus = (exchange: Exchange, id: string, state: number, status: number): void =>
  void exchange.organization.store.run(
    'UPDATE duplicaterule SET statecode = ?, statuscode = ?, modifiedon = ?, modifiedby = ?, versionnumber = ? WHERE duplicateruleid = ?',
    [
      state,
      status,
      exchange.organization.timestamp(),
      exchange.user.id,
      exchange.organization.nextVersion(),
      id,
    ],
  );

function publish(call: Call): Answer {
  const { exchange } = call;
  const { organization, user } = exchange;
  const { id } = boundTo(call);
  const row = ruleToChange(exchange, id);
  const criteria = organization.store.get(
    'SELECT 1 FROM duplicaterulecondition WHERE regardingobjectid = ?',
    [id],
  );
  if (!criteria)
    throw new CrmFault(
      400,
      '0x80048414',
      'No criteria have been specified. Add criteria, and then publish the duplicate detection rule.',
    );
  let job = '';
  commit(exchange, { table: 'duplicaterule', id, changes: { statuscode: 2 } }, () => {
    setStatus(exchange, id, 1, 2);
    const now = organization.timestamp();
    job = addJob(organization, user, {
      name: `Publish duplicate detection rule: ${String(row['name'])}`,
      operationtype: operationType.publishDuplicateRule,
      status: jobStatus.succeeded,
      more: { startedon: now, completedon: now },
    });
  });
  const jobs = organization.table('asyncoperation');
  return {
    status: 200,
    json: rowJson(exchange, jobs, existing(exchange, jobs, job), parseOptions(jobs, new Map())),
  };
}

function unpublish({ exchange, given }: Call): Answer {
  const id = given.text('DuplicateRuleId').toLowerCase();
  ruleToChange(exchange, id);
  commit(exchange, { table: 'duplicaterule', id, changes: { statuscode: 0 } }, () =>
    setStatus(exchange, id, 0, 0),
  );
  return noContent;
}

/** What is there beside the header of a write. Source: Microsoft's reference of functions and actions. */
export const duplicateMessages: readonly Message[] = [
  {
    name: 'RetrieveDuplicates',
    kind: 'function',
    parameters: [
      { name: 'BusinessEntity', type: 'mscrm.crmbaseentity' },
      { name: 'MatchingEntityName', type: 'Edm.String' },
      { name: 'PagingInfo', type: 'mscrm.PagingInfo' },
    ],
    answers: 'Collection(mscrm.crmbaseentity)',
    run: retrieveDuplicates,
  },
  {
    name: 'PublishDuplicateRule',
    kind: 'action',
    on: { table: 'duplicaterule' },
    answers: 'mscrm.asyncoperation',
    run: publish,
  },
  {
    name: 'UnpublishDuplicateRule',
    kind: 'action',
    parameters: [{ name: 'DuplicateRuleId', type: 'Edm.Guid' }],
    run: unpublish,
  },
];
