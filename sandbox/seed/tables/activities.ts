import { choice, integer, memo, numbered, phone, states, text, time, yesNo } from '../columns';
import type { ColumnDefinition, TableDefinition } from '../definition';

const priority = choice('prioritycode', 'Priority', numbered(['Low', 'Normal', 'High'], 0), {
  default: 1,
});
const minutes = integer('actualdurationminutes', 'Duration', 0, 2_147_483_647);
const scheduled = integer('scheduleddurationminutes', 'Scheduled Duration', 0, 2_147_483_647, {
  create: false,
  update: false,
});
const subject = (maxLength = 200): ColumnDefinition =>
  text('subject', 'Subject', maxLength, { required: 'ApplicationRequired' });
const party = (name: string, label: string, mask: number): ColumnDefinition => ({
  name,
  label,
  type: 'parties',
  mask,
});

/** All activities as one set. */
export const activitypointer: TableDefinition = {
  name: 'activitypointer',
  label: 'Activity',
  pluralLabel: 'Activities',
  schemaName: 'ActivityPointer',
  objectTypeCode: 4200,
  primaryName: 'subject',
  activity: true,
  abstract: true,
  readOnly: true,
  columns: [
    subject(800),
    memo('description', 'Description'),
    time('scheduledstart', 'Start Date'),
    time('scheduledend', 'Due Date'),
    time('actualstart', 'Actual Start'),
    time('actualend', 'Actual End'),
    time('senton', 'Date Sent'),
    time('sortdate', 'Sort Date'),
    minutes,
    priority,
    ...states({
      Open: { 1: 'Open' },
      Completed: { 2: 'Completed' },
      Canceled: { 3: 'Canceled' },
      Scheduled: { 4: 'Scheduled' },
    }),
  ],
};

export const task: TableDefinition = {
  name: 'task',
  label: 'Task',
  schemaName: 'Task',
  objectTypeCode: 4212,
  primaryName: 'subject',
  activity: true,
  offline: true,
  columns: [
    subject(),
    memo('description', 'Description'),
    time('scheduledend', 'Due Date'),
    time('scheduledstart', 'Start Date'),
    time('actualend', 'Actual End'),
    minutes,
    scheduled,
    priority,
    integer('percentcomplete', 'Percent Complete', 0, 100),
    text('category', 'Category', 250),
    ...states({
      Open: { 2: 'Not Started', 3: 'In Progress', 4: 'Waiting on someone else', 7: 'Deferred' },
      Completed: { 5: 'Completed' },
      Canceled: { 6: 'Canceled' },
    }),
  ],
  form: [
    {
      tab: 'Task',
      label: 'Task',
      columns: [
        'subject',
        'description',
        'regardingobjectid',
        'scheduledend',
        'actualdurationminutes',
        'prioritycode',
        'statuscode',
        'ownerid',
      ],
    },
    {
      tab: 'Task',
      label: 'Details',
      columns: ['scheduledstart', 'percentcomplete', 'category', 'actualend'],
    },
  ],
};

export const phonecall: TableDefinition = {
  name: 'phonecall',
  label: 'Phone Call',
  schemaName: 'PhoneCall',
  objectTypeCode: 4210,
  primaryName: 'subject',
  activity: true,
  offline: true,
  columns: [
    subject(),
    party('from', 'Call From', 1),
    party('to', 'Call To', 2),
    phone('phonenumber', 'Phone Number'),
    yesNo('directioncode', 'Direction', 'Incoming', 'Outgoing', { default: true }),
    yesNo('leftvoicemail', 'Left Voice Mail'),
    memo('description', 'Description'),
    time('scheduledend', 'Due'),
    time('actualend', 'Actual End'),
    minutes,
    priority,
    ...states({
      Open: { 1: 'Open' },
      Completed: { 2: 'Made', 4: 'Received' },
      Canceled: { 3: 'Canceled' },
    }),
  ],
  form: [
    {
      tab: 'Phone Call',
      label: 'Phone Call',
      columns: ['subject', 'from', 'to', 'phonenumber', 'directioncode', 'description'],
    },
    {
      tab: 'Phone Call',
      label: 'Details',
      columns: [
        'regardingobjectid',
        'scheduledend',
        'actualdurationminutes',
        'prioritycode',
        'leftvoicemail',
        'statuscode',
        'ownerid',
      ],
    },
  ],
};

export const appointment: TableDefinition = {
  name: 'appointment',
  label: 'Appointment',
  schemaName: 'Appointment',
  objectTypeCode: 4201,
  primaryName: 'subject',
  activity: true,
  offline: true,
  columns: [
    subject(),
    party('requiredattendees', 'Required Attendees', 5),
    party('optionalattendees', 'Optional Attendees', 6),
    party('organizer', 'Organizer', 7),
    text('location', 'Location', 200),
    time('scheduledstart', 'Start Time', { required: 'ApplicationRequired' }),
    time('scheduledend', 'End Time', { required: 'ApplicationRequired' }),
    yesNo('isalldayevent', 'All Day Event'),
    memo('description', 'Description'),
    time('actualend', 'Actual End'),
    scheduled,
    priority,
    ...states({
      Open: { 1: 'Free', 2: 'Tentative' },
      Completed: { 3: 'Completed' },
      Canceled: { 4: 'Canceled' },
      Scheduled: { 5: 'Busy', 6: 'Out of Office' },
    }),
  ],
  form: [
    {
      tab: 'Appointment',
      label: 'Appointment',
      columns: [
        'subject',
        'location',
        'requiredattendees',
        'optionalattendees',
        'regardingobjectid',
        'description',
      ],
    },
    {
      tab: 'Appointment',
      label: 'Scheduling Information',
      columns: [
        'scheduledstart',
        'scheduledend',
        'isalldayevent',
        'prioritycode',
        'statuscode',
        'ownerid',
      ],
    },
  ],
};

export const email: TableDefinition = {
  name: 'email',
  label: 'Email',
  pluralLabel: 'Email Messages',
  schemaName: 'Email',
  objectTypeCode: 4202,
  primaryName: 'subject',
  activity: true,
  offline: true,
  columns: [
    subject(800),
    party('from', 'From', 1),
    party('to', 'To', 2),
    party('cc', 'Cc', 3),
    party('bcc', 'Bcc', 4),
    memo('description', 'Description', 1_073_741_823, { format: 'RichText', filterable: false }),
    yesNo('directioncode', 'Direction', 'Incoming', 'Outgoing', { default: true }),
    text('messageid', 'Message ID', 320, { unique: true }),
    text('sender', 'Sender', 250),
    text('torecipients', 'To Recipients', 500),
    text('submittedby', 'Submitted By', 250),
    text('trackingtoken', 'Tracking Token', 50),
    text('mimetype', 'Mime Type', 256),
    text('conversationindex', 'Conversation Index', 2048, { create: false, update: false }),
    text('inreplyto', 'In Reply To Message', 320, { create: false, update: false }),
    integer(
      'baseconversationindexhash',
      'Conversation Index (Hash)',
      -2_147_483_648,
      2_147_483_647,
    ),
    text('conversationtrackingid', 'Conversation Tracking Id', 100),
    text('internetmessageheaders', 'Internet Message Headers', 500),
    time('senton', 'Date Sent', { create: false, update: false }),
    time('scheduledstart', 'Start Date'),
    time('scheduledend', 'Due'),
    time('actualstart', 'Actual Start'),
    time('actualend', 'Actual End'),
    minutes,
    time('sortdate', 'Sort Date'),
    integer('attachmentcount', 'Attachment Count', 0, 2_147_483_647, {
      create: false,
      update: false,
      default: 0,
    }),
    priority,
    ...states({
      Open: { 1: 'Draft', 8: 'Failed' },
      Completed: { 2: 'Completed', 3: 'Sent', 4: 'Received', 6: 'Pending Send', 7: 'Sending' },
      Canceled: { 5: 'Canceled' },
    }),
  ],
  form: [
    { tab: 'Email', label: 'Email', columns: ['from', 'to', 'cc', 'subject', 'description'] },
    {
      tab: 'Email',
      label: 'Details',
      columns: [
        'regardingobjectid',
        'directioncode',
        'prioritycode',
        'senton',
        'statuscode',
        'ownerid',
      ],
    },
  ],
};
