import { CrmFault } from '../errors';
import type { Answer } from '../exchange';
import { boundTo, type Call, type Message } from './message';
import { parseOptions } from '../query/query-options';
import { rowJson } from '../query/read-rows';
import { existing, readable } from '../write/row-requests';
import { enqueue } from '../rules/workflow-triggers';

function execute(call: Call): Answer {
  const { exchange, given } = call;
  const { organization, user } = exchange;
  const { table, id } = boundTo(call);
  const workflow = readable(exchange, table, id);
  if (workflow['statecode'] !== 1)
    throw new CrmFault(400, '0x80045047', 'Workflow must be in Published state.');
  if (workflow['ondemand'] !== 1)
    throw new CrmFault(
      400,
      '0x80045046',
      'Workflow must be marked as on-demand or child workflow.',
    );
  const entity = organization.table(String(workflow['primaryentity']));
  const recordId = given.text('EntityId').toLowerCase();
  readable(exchange, entity, recordId);
  const job = organization.store.transaction(() => {
    const added = enqueue(organization, user, workflow, { table: entity.name, id: recordId }, 1);
    organization.keepVersion();
    return added;
  });
  const jobs = organization.table('asyncoperation');
  return {
    status: 200,
    json: rowJson(exchange, jobs, existing(exchange, jobs, job), parseOptions(jobs, new Map())),
  };
}

/** Source: Microsoft's reference of the Web API's actions. */
export const workflowMessages: readonly Message[] = [
  {
    name: 'ExecuteWorkflow',
    kind: 'action',
    on: { table: 'workflow' },
    parameters: [{ name: 'EntityId', type: 'Edm.Guid' }],
    answers: 'mscrm.asyncoperation',
    run: execute,
  },
];
