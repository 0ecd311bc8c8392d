import {
  choice,
  day,
  integer,
  lookup,
  memo,
  money,
  numbered,
  states,
  text,
  yesNo,
} from '../columns';
import type { TableDefinition } from '../definition';

export const stages = ['1-Qualify', '2-Develop', '3-Propose', '4-Close'];

export const opportunity: TableDefinition = {
  name: 'opportunity',
  label: 'Opportunity',
  pluralLabel: 'Opportunities',
  setName: 'opportunities',
  schemaName: 'Opportunity',
  objectTypeCode: 3,
  primaryName: 'name',
  offline: true,
  columns: [
    text('name', 'Topic', 300, { required: 'ApplicationRequired' }),
    lookup('parentaccountid', 'Account', ['account'], {
      relationship: { account: 'opportunity_parent_account' },
    }),
    lookup('parentcontactid', 'Contact', ['contact'], {
      relationship: { contact: 'opportunity_parent_contact' },
    }),
    lookup('customerid', 'Potential Customer', ['account', 'contact'], {
      relationship: {
        account: 'opportunity_customer_accounts',
        contact: 'opportunity_customer_contacts',
      },
      onDelete: 'Cascade',
      cascade: 'Cascade',
    }),
    lookup('originatingleadid', 'Originating Lead', ['lead'], {
      relationship: { lead: 'opportunity_originating_lead' },
    }),
    money('budgetamount', 'Budget Amount', { min: -922337203685477, max: 922337203685477 }),
    money('estimatedvalue', 'Est. Revenue', { min: -922337203685477, max: 922337203685477 }),
    money('actualvalue', 'Actual Revenue', { min: 0, max: 1_000_000_000_000 }),
    day('estimatedclosedate', 'Est. Close Date'),
    day('actualclosedate', 'Actual Close Date'),
    integer('closeprobability', 'Probability', 0, 100),
    text('stepname', 'Pipeline Phase', 200),
    choice('opportunityratingcode', 'Rating', numbered(['Hot', 'Warm', 'Cold']), { default: 2 }),
    choice(
      'purchasetimeframe',
      'Purchase Timeframe',
      numbered(['Immediate', 'This Quarter', 'Next Quarter', 'This Year', 'Unknown'], 0),
      { globalOptions: 'purchasetimeframe' },
    ),
    choice(
      'budgetstatus',
      'Budget',
      numbered(['No Committed Budget', 'May Buy', 'Can Buy', 'Will Buy'], 0),
      { globalOptions: 'budgetstatus' },
    ),
    yesNo('decisionmaker', 'Decision Maker?', 'mark complete', 'completed'),
    yesNo('isrevenuesystemcalculated', 'Revenue', 'User Provided', 'System Calculated'),
    memo('customerneed', 'Customer Need'),
    memo('currentsituation', 'Current Situation'),
    memo('proposedsolution', 'Proposed Solution'),
    memo('description', 'Description'),
    ...states({
      Open: { 1: 'In Progress', 2: 'On Hold' },
      Won: { 3: 'Won' },
      Lost: { 4: 'Canceled', 5: 'Out-Sold' },
    }),
  ],
  form: [
    {
      tab: 'Summary',
      label: 'Opportunity',
      columns: [
        'name',
        'parentaccountid',
        'parentcontactid',
        'customerid',
        'statuscode',
        'ownerid',
      ],
    },
    {
      tab: 'Summary',
      label: 'Forecast',
      columns: [
        'estimatedclosedate',
        'estimatedvalue',
        'budgetamount',
        'transactioncurrencyid',
        'closeprobability',
        'opportunityratingcode',
        'stepname',
      ],
    },
    {
      tab: 'Summary',
      label: 'Qualification',
      columns: ['purchasetimeframe', 'budgetstatus', 'decisionmaker'],
    },
    {
      tab: 'Details',
      label: 'Notes',
      columns: ['description', 'currentsituation', 'customerneed', 'proposedsolution'],
    },
    {
      tab: 'Details',
      label: 'Result',
      columns: ['actualvalue', 'actualclosedate', 'originatingleadid'],
    },
  ],
};
