import { choice, lookup, memo, merging, numbered, states, text, time, yesNo } from '../columns';
import type { TableDefinition } from '../definition';

export const incident: TableDefinition = {
  name: 'incident',
  label: 'Case',
  schemaName: 'Incident',
  objectTypeCode: 112,
  primaryName: 'title',
  offline: true,
  columns: [
    text('title', 'Case Title', 200, { required: 'ApplicationRequired' }),
    text('ticketnumber', 'Case Number', 100, { update: false }),
    lookup('customerid', 'Customer', ['account', 'contact'], {
      required: 'SystemRequired',
      relationship: {
        account: 'incident_customer_accounts',
        contact: 'incident_customer_contacts',
      },
      onDelete: 'Cascade',
      cascade: 'Cascade',
    }),
    lookup('primarycontactid', 'Contact', ['contact'], {
      relationship: { contact: 'contact_as_primary_contact' },
    }),
    choice('casetypecode', 'Case Type', numbered(['Question', 'Problem', 'Request'])),
    choice('caseorigincode', 'Origin', numbered(['Phone', 'Email', 'Web'])),
    choice('prioritycode', 'Priority', numbered(['High', 'Normal', 'Low']), { default: 2 }),
    choice('severitycode', 'Severity', numbered(['Default Value']), { default: 1 }),
    text('productserialnumber', 'Serial Number', 100),
    time('followupby', 'Follow Up By', { format: 'DateOnly' }),
    time('escalatedon', 'Escalated On'),
    yesNo('isescalated', 'Is Escalated'),
    memo('description', 'Description'),
    ...merging('incident'),
    ...states({
      Active: { 1: 'In Progress', 2: 'On Hold', 3: 'Waiting for Details', 4: 'Researching' },
      Resolved: { 5: 'Problem Solved', 1000: 'Information Provided' },
      Canceled: { 6: 'Canceled', 2000: 'Merged' },
    }),
  ],
  form: [
    {
      tab: 'Summary',
      label: 'Case Details',
      columns: [
        'title',
        'ticketnumber',
        'customerid',
        'primarycontactid',
        'prioritycode',
        'casetypecode',
        'caseorigincode',
        'statuscode',
        'ownerid',
      ],
    },
    { tab: 'Summary', label: 'Description', columns: ['description'] },
    {
      tab: 'Details',
      label: 'Additional Details',
      columns: ['productserialnumber', 'followupby', 'isescalated', 'escalatedon', 'severitycode'],
    },
  ],
};
