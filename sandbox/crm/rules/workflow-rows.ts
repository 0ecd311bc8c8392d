import { CrmFault, faults } from '../errors';
import { rowOf, type RowRule } from './row-change';
import { readSteps } from './workflow-steps';

/** An activated workflow has steps that can be done, and something that starts it. */
export const workflowRows: RowRule = {
  applies: ({ name }) => name === 'workflow',
  before(change) {
    const { organization, before, values } = change;
    const row = rowOf(change);
    const table = organization.model.tables.get(String(row['primaryentity']));
    if (!table?.hasNotes)
      throw faults.argument(`There are no workflows on '${String(row['primaryentity'])}'.`);
    if (row['statecode'] !== 1) return;
    if (before?.['statecode'] === 1 && [...values.keys()].some((name) => name !== 'statecode'))
      throw faults.argument('A workflow is changed while it is not activated.');
    if (row['mode'] === 1) throw faults.notCovered('real-time workflows');
    if (row['triggerondelete'] === 1) throw faults.notCovered('workflows that deleting starts');
    if (!row['triggeroncreate'] && !row['ondemand'] && !row['triggeronupdateattributelist'])
      throw new CrmFault(
        400,
        '0x80045018',
        'Automatic workflow cannot be published if no activation parameters have been specified.',
      );
    readSteps(organization, table, row['clientdata']);
  },
};
