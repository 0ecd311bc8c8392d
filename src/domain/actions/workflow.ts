import type { Action, ActionKind, Mark, SentAction, Witness } from '../action';
import { isLookup, type Lookup, type Values } from '../value';

/** Runs a workflow on a record, by hand. */
export const runWorkflow = (workflow: Lookup): Action => ({
  name: 'executeWorkflow',
  params: { workflow },
});

function workflowIn({ workflow }: Values): Lookup {
  if (!isLookup(workflow ?? null)) throw new TypeError('No workflow to run');
  return workflow as Lookup;
}

/** The runs that this user has started of the workflow on the record. */
const runs = (crm: Witness, { ref, params, user }: Omit<SentAction, 'mark'>): Promise<Mark> =>
  crm.runsOf({ workflow: workflowIn(params).id, record: ref.id, user });

/**
 * Nothing keeps the CRM from running a workflow twice, so it is asked for the runs there are: before, and where the
 * answer was lost, afterwards.
 */
export const executeWorkflow: ActionKind = {
  needs: () => [],
  fits: () => true,
  effects: () => ({}),
  request: (ref, params) => ({
    name: 'ExecuteWorkflow',
    on: { table: 'workflow', id: workflowIn(params).id },
    parameters: { EntityId: ref.id },
  }),
  mark: runs,
  async happened(crm, sent) {
    const now = await runs(crm, sent);
    const { mark } = sent;
    return mark === null || now === null ? null : now.some((id) => !mark.includes(id));
  },
};
