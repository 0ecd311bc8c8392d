import { choice, integer, lookup, memo, numbered, states, text, time, yesNo } from '../columns';
import type { TableDefinition } from '../definition';

const readOnly = { create: false, update: false } as const;

/** Workflows, their runs and what they tell people. Source: Microsoft's table reference. */
export const processTables: readonly TableDefinition[] = [
  {
    name: 'workflow',
    label: 'Process',
    pluralLabel: 'Processes',
    schemaName: 'Workflow',
    objectTypeCode: 4703,
    primaryName: 'name',
    hasActivities: false,
    hasNotes: false,
    columns: [
      text('name', 'Process Name', 100, { required: 'SystemRequired' }),
      memo('description', 'Description', 100_000),
      choice('category', 'Category', [{ value: 0, label: 'Workflow' }], { default: 0 }),
      choice('type', 'Type', numbered(['Definition', 'Activation', 'Template']), { default: 1 }),
      choice('mode', 'Mode', numbered(['Background', 'Real-time'], 0), { default: 0 }),
      choice(
        'scope',
        'Scope',
        numbered(['User', 'Business Unit', 'Parent: Child Business Units', 'Organization']),
        { default: 1 },
      ),
      {
        name: 'primaryentity',
        label: 'Primary Entity',
        type: 'entityname',
        required: 'SystemRequired',
      },
      yesNo('ondemand', 'Run as On Demand'),
      yesNo('asyncautodelete', 'Delete Job On Completion'),
      yesNo('triggeroncreate', 'Trigger On Create'),
      yesNo('triggerondelete', 'Trigger On Delete'),
      memo('triggeronupdateattributelist', 'Trigger On Update Attribute List', 1_073_741_823),
      memo('clientdata', 'Client Data', 1_073_741_823, { filterable: false }),
      ...states({ Draft: { 1: 'Draft' }, Activated: { 2: 'Activated' } }),
    ],
  },
  {
    name: 'asyncoperation',
    label: 'System Job',
    schemaName: 'AsyncOperation',
    objectTypeCode: 4700,
    primaryName: 'name',
    follows: 'regardingobjectid',
    hasActivities: false,
    hasNotes: false,
    columns: [
      text('name', 'System Job Name', 256, readOnly),
      choice(
        'operationtype',
        'System Job Type',
        [
          { value: 7, label: 'Publish duplicate detection rule' },
          { value: 10, label: 'Workflow' },
        ],
        readOnly,
      ),
      time('startedon', 'Started On', readOnly),
      time('completedon', 'Completed On', readOnly),
      time('postponeuntil', 'Postpone Until', readOnly),
      integer('depth', 'Depth', 0, 2_147_483_647, readOnly),
      integer('sequence', 'Sequence', 0, 2_147_483_647, readOnly),
      integer('errorcode', 'Error Code', -2_147_483_648, 2_147_483_647, readOnly),
      memo('friendlymessage', 'Message', 1_073_741_823, readOnly),
      memo('message', 'Message', 1_073_741_823, readOnly),
      { name: 'primaryentitytype', label: 'Primary Entity Type', type: 'entityname', ...readOnly },
      lookup('regardingobjectid', 'Regarding', [], { targetsOf: 'hasNotes', ...readOnly }),
      lookup('workflowactivationid', 'Workflow', ['workflow'], {
        relationship: { workflow: 'lk_asyncoperation_workflowactivationid' },
        ...readOnly,
      }),
      ...states({
        Ready: { 0: 'Waiting For Resources' },
        Suspended: { 10: 'Waiting' },
        Locked: { 20: 'In Progress', 21: 'Pausing', 22: 'Canceling' },
        Completed: { 30: 'Succeeded', 31: 'Failed', 32: 'Canceled' },
      }),
    ],
  },
  {
    name: 'appnotification',
    label: 'Notification',
    schemaName: 'appnotification',
    objectTypeCode: 10_152,
    primaryName: 'title',
    hasActivities: false,
    hasNotes: false,
    columns: [
      text('title', 'Title', 100, { required: 'ApplicationRequired' }),
      memo('body', 'Body', 500),
      choice(
        'icontype',
        'Icon Type',
        numbered(['Info', 'Success', 'Failure', 'Warning', 'Mention', 'Custom'], 100_000_000),
        { default: 100_000_000 },
      ),
      choice('toasttype', 'Toast Type', numbered(['Timed', 'Hidden'], 200_000_000), {
        default: 200_000_000,
      }),
      integer('ttlinseconds', 'Expiry (Seconds)', 0, 2_147_483_647),
      memo('data', 'Data', 5000),
    ],
  },
];
