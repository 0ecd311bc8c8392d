import type { Organization, User } from '../organization';
import { rowOf, type Change, type RowRule } from './row-change';
import type { SqlRow } from '../storage/store';
import { addJob, jobStatus, operationType } from './system-job';

/** So deep may workflows start one another. */
const deepest = 16;

const scope = { user: 1, unit: 2, unitsBelow: 3 } as const;

/** Whether the row is within reach of a workflow of this owner. */
function within({ security }: Organization, workflow: SqlRow, row: SqlRow): boolean {
  if (row['ownerid'] === undefined) return true;
  const unit = String(row['owningbusinessunit']);
  switch (workflow['scope']) {
    case scope.user:
      return row['ownerid'] === workflow['ownerid'];
    case scope.unit:
      return unit === workflow['owningbusinessunit'];
    case scope.unitsBelow:
      return security.unitsBelow(String(workflow['owningbusinessunit'])).includes(unit);
    default:
      return true;
  }
}

function starts(workflow: SqlRow, { before, values }: Change): boolean {
  if (!before) return workflow['triggeroncreate'] === 1;
  const columns = String(workflow['triggeronupdateattributelist'] ?? '').split(',');
  return columns.some((column) => values.has(column.trim()));
}

/** Puts a run of the workflow on the row among the jobs that are due. */
export function enqueue(
  organization: Organization,
  owner: User,
  workflow: SqlRow,
  record: { readonly table: string; readonly id: string },
  depth: number,
): string {
  const looping = depth > deepest;
  return addJob(organization, owner, {
    name: String(workflow['name']),
    operationtype: operationType.workflow,
    status: looping ? jobStatus.canceled : jobStatus.ready,
    more: {
      regardingobjectid: record.id,
      'regardingobjectid:type': record.table,
      primaryentitytype: record.table,
      workflowactivationid: workflow['workflowid'] ?? null,
      depth,
      sequence: 0,
      ...(looping
        ? {
            friendlymessage:
              'This workflow job was canceled because the workflow that started it included an infinite loop.',
            completedon: organization.timestamp(),
          }
        : {}),
    },
  });
}

/** Leaves a job for each workflow that the write starts, in the write's transaction. */
export const workflowTriggers: RowRule = {
  applies: ({ hasNotes }) => hasNotes,
  after(change) {
    const { organization, table, id, depth } = change;
    for (const workflow of organization.store.all(
      'SELECT * FROM workflow WHERE primaryentity = ? AND statecode = 1 ORDER BY name',
      [table.name],
    )) {
      const owner = organization.userById(String(workflow['ownerid']));
      if (owner && starts(workflow, change) && within(organization, workflow, rowOf(change)))
        enqueue(organization, owner, workflow, { table: table.name, id }, depth + 1);
    }
  },
};
