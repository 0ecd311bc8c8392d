import { integer, lookup, memo, money, states, text, time } from '../columns';
import type { ColumnDefinition, TableDefinition } from '../definition';

const closed = (): ColumnDefinition[] =>
  states({ Open: { 1: 'Open' }, Completed: { 2: 'Completed' }, Canceled: { 3: 'Canceled' } });

/** How an opportunity ended. */
export const opportunityClose: TableDefinition = {
  name: 'opportunityclose',
  label: 'Opportunity Close',
  schemaName: 'OpportunityClose',
  objectTypeCode: 4208,
  primaryName: 'subject',
  activity: true,
  columns: [
    text('subject', 'Subject', 200),
    lookup('opportunityid', 'Opportunity', ['opportunity'], {
      onDelete: 'Cascade',
      cascade: 'Cascade',
      navigation: { opportunity: 'opportunityid' },
      relationship: { opportunity: 'Opportunity_OpportunityClose' },
    }),
    money('actualrevenue', 'Actual Revenue', { min: 0, max: 1_000_000_000_000 }),
    time('actualend', 'Close Date'),
    memo('description', 'Description'),
    ...closed(),
  ],
};

/** How a case ended. */
export const incidentResolution: TableDefinition = {
  name: 'incidentresolution',
  label: 'Case Resolution',
  schemaName: 'IncidentResolution',
  objectTypeCode: 4206,
  primaryName: 'subject',
  activity: true,
  columns: [
    text('subject', 'Subject', 200),
    lookup('incidentid', 'Case', ['incident'], {
      onDelete: 'Cascade',
      cascade: 'Cascade',
      navigation: { incident: 'incidentid' },
      relationship: { incident: 'Incident_IncidentResolutions' },
    }),
    integer('timespent', 'Time Spent', 0, 1_000_000_000),
    time('actualend', 'Actual End'),
    memo('description', 'Description'),
    ...closed(),
  ],
};
