import type { Column, Model, Table } from '../../../src/domain/table';

type Draft = Omit<Column, 'name' | 'required' | 'canCreate' | 'canUpdate'> & Partial<Column>;

const column = (name: string, draft: Draft): Column => ({
  name,
  required: false,
  canCreate: true,
  canUpdate: true,
  ...draft,
});

interface TableDraft {
  readonly label: string;
  readonly pluralLabel: string;
  readonly primaryName: string;
  readonly isActivity?: boolean;
  readonly ownership?: Table['ownership'];
  readonly columns: Readonly<Record<string, Draft>>;
  readonly sections: Table['sections'];
  readonly referencedBy?: Table['referencedBy'];
  readonly linkedTo?: Table['linkedTo'];
  readonly file?: NonNullable<Table['file']>;
  readonly about?: string;
}

const table = (name: string, draft: TableDraft): Table => ({
  name,
  label: draft.label,
  pluralLabel: draft.pluralLabel,
  entitySetName: `${name}s`,
  primaryId: `${name}id`,
  primaryName: draft.primaryName,
  ownership: draft.ownership ?? 'user',
  isActivity: draft.isActivity ?? false,
  optimisticConcurrency: true,
  columns: Object.fromEntries(
    Object.entries(draft.columns).map(([key, value]) => [key, column(key, value)]),
  ),
  referencedBy: draft.referencedBy ?? [],
  linkedTo: draft.linkedTo ?? [],
  privileges: {
    Create: `prvCreate${name}`,
    Read: `prvRead${name}`,
    Write: `prvWrite${name}`,
    Delete: `prvDelete${name}`,
  },
  sections: draft.sections,
  ...(draft.file && { file: draft.file }),
  ...(draft.about !== undefined && { about: draft.about }),
});

const stakeholders = (
  other: string,
  mine: string,
  theirs: string,
  label: string,
): NonNullable<Table['linkedTo']>[number] => ({
  name: 'new_stakeholders',
  navigation: 'new_stakeholders',
  table: other,
  label,
  intersect: 'new_stakeholder',
  mine,
  theirs,
});

const owner: Draft = {
  label: 'Owner',
  type: 'lookup',
  targets: ['systemuser', 'team'],
  canUpdate: false,
};
const currency: Draft = { label: 'Currency', type: 'lookup', targets: ['transactioncurrency'] };

const activity = {
  isActivity: true,
  primaryName: 'subject',
} as const;
const activityColumns: Readonly<Record<string, Draft>> = {
  subject: { label: 'Subject', type: 'text', required: true, maxLength: 200 },
  description: { label: 'Description', type: 'memo', maxLength: 2000 },
  regardingobjectid: {
    label: 'Regarding',
    type: 'lookup',
    targets: ['account', 'contact', 'opportunity'],
  },
  scheduledend: {
    label: 'Due',
    type: 'date',
    dateBehavior: 'UserLocal',
    dateFormat: 'DateAndTime',
  },
  prioritycode: {
    label: 'Priority',
    type: 'choice',
    options: [
      { value: 0, label: 'Low' },
      { value: 1, label: 'Normal' },
      { value: 2, label: 'High' },
    ],
  },
  ownerid: owner,
  statecode: {
    label: 'Activity status',
    type: 'state',
    canCreate: false,
    options: [
      { value: 0, label: 'Open', defaultStatus: 2 },
      { value: 1, label: 'Completed', defaultStatus: 5 },
      { value: 2, label: 'Canceled', defaultStatus: 6 },
    ],
  },
  statuscode: {
    label: 'Status reason',
    type: 'status',
    options: [
      { value: 2, label: 'Not started', state: 0 },
      { value: 5, label: 'Completed', state: 1 },
      { value: 6, label: 'Canceled', state: 2 },
    ],
  },
};
const activitySections = [
  {
    label: 'Task',
    columns: ['subject', 'regardingobjectid', 'scheduledend', 'prioritycode', 'description'],
  },
  { label: 'Administration', columns: ['ownerid', 'statecode', 'statuscode'] },
];

/** A small sales organisation's tables, one of them its own, with a column of every type. */
export const fakeModel: Model = Object.fromEntries(
  [
    table('account', {
      label: 'Account',
      pluralLabel: 'Accounts',
      primaryName: 'name',
      columns: {
        name: { label: 'Account name', type: 'text', required: true, maxLength: 160 },
        telephone1: { label: 'Main phone', type: 'text', format: 'phone', maxLength: 50 },
        websiteurl: { label: 'Website', type: 'text', format: 'url', maxLength: 200 },
        address1_city: { label: 'City', type: 'text', maxLength: 80 },
        primarycontactid: { label: 'Primary contact', type: 'lookup', targets: ['contact'] },
        industrycode: {
          label: 'Industry',
          type: 'choice',
          options: [
            { value: 1, label: 'Accounting' },
            { value: 7, label: 'Consulting' },
            { value: 15, label: 'Durable manufacturing' },
          ],
        },
        revenue: { label: 'Annual revenue', type: 'money', precision: 2, min: 0 },
        numberofemployees: { label: 'Employees', type: 'integer', min: 0, max: 1_000_000 },
        creditonhold: {
          label: 'Credit hold',
          type: 'boolean',
          options: [
            { value: 0, label: 'No' },
            { value: 1, label: 'Yes' },
          ],
        },
        description: { label: 'Description', type: 'memo', maxLength: 2000 },
        transactioncurrencyid: currency,
        ownerid: owner,
      },
      sections: [
        {
          label: 'Account',
          columns: ['name', 'telephone1', 'websiteurl', 'address1_city', 'primarycontactid'],
        },
        {
          label: 'Company profile',
          columns: [
            'industrycode',
            'revenue',
            'transactioncurrencyid',
            'numberofemployees',
            'creditonhold',
          ],
        },
        { label: '', columns: ['description', 'ownerid'] },
      ],
      referencedBy: [
        { table: 'contact', column: 'parentcustomerid' },
        { table: 'opportunity', column: 'parentaccountid' },
        { table: 'task', column: 'regardingobjectid' },
        { table: 'new_site', column: 'new_accountid' },
        { table: 'annotation', column: 'objectid' },
      ],
    }),
    table('contact', {
      label: 'Contact',
      pluralLabel: 'Contacts',
      primaryName: 'fullname',
      columns: {
        fullname: { label: 'Full name', type: 'text', canCreate: false, canUpdate: false },
        firstname: { label: 'First name', type: 'text', maxLength: 50 },
        lastname: { label: 'Last name', type: 'text', required: true, maxLength: 50 },
        jobtitle: { label: 'Job title', type: 'text', maxLength: 100 },
        parentcustomerid: { label: 'Company', type: 'lookup', targets: ['account', 'contact'] },
        emailaddress1: { label: 'Email', type: 'text', format: 'email', maxLength: 100 },
        mobilephone: { label: 'Mobile phone', type: 'text', format: 'phone', maxLength: 50 },
        birthdate: {
          label: 'Birthday',
          type: 'date',
          dateBehavior: 'DateOnly',
          dateFormat: 'DateOnly',
        },
        ownerid: owner,
      },
      sections: [
        {
          label: 'Contact',
          columns: [
            'firstname',
            'lastname',
            'jobtitle',
            'parentcustomerid',
            'emailaddress1',
            'mobilephone',
            'birthdate',
          ],
        },
        { label: '', columns: ['ownerid'] },
      ],
      referencedBy: [
        { table: 'opportunity', column: 'parentcontactid' },
        { table: 'task', column: 'regardingobjectid' },
        { table: 'email', column: 'regardingobjectid' },
      ],
      linkedTo: [stakeholders('opportunity', 'contactid', 'opportunityid', 'Has a say in')],
    }),
    table('opportunity', {
      label: 'Opportunity',
      pluralLabel: 'Opportunities',
      primaryName: 'name',
      columns: {
        name: { label: 'Topic', type: 'text', required: true, maxLength: 300 },
        parentaccountid: { label: 'Account', type: 'lookup', targets: ['account'] },
        parentcontactid: { label: 'Contact', type: 'lookup', targets: ['contact'] },
        budgetamount: { label: 'Budget amount', type: 'money', precision: 2 },
        estimatedclosedate: {
          label: 'Est. close date',
          type: 'date',
          dateBehavior: 'DateOnly',
          dateFormat: 'DateOnly',
        },
        closeprobability: { label: 'Probability', type: 'integer', min: 0, max: 100 },
        actualvalue: { label: 'Actual revenue', type: 'money', precision: 2, min: 0 },
        actualclosedate: {
          label: 'Actual close date',
          type: 'date',
          dateBehavior: 'DateOnly',
          dateFormat: 'DateOnly',
        },
        statecode: {
          label: 'Status',
          type: 'state',
          canCreate: false,
          options: [
            { value: 0, label: 'Open', defaultStatus: 1 },
            { value: 1, label: 'Won', defaultStatus: 3 },
            { value: 2, label: 'Lost', defaultStatus: 4 },
          ],
        },
        statuscode: {
          label: 'Status reason',
          type: 'status',
          options: [
            { value: 1, label: 'In progress', state: 0 },
            { value: 3, label: 'Won', state: 1 },
            { value: 4, label: 'Canceled', state: 2 },
            { value: 5, label: 'Out-sold', state: 2 },
          ],
        },
        transactioncurrencyid: currency,
        ownerid: owner,
      },
      sections: [
        {
          label: 'Opportunity',
          columns: [
            'name',
            'parentaccountid',
            'parentcontactid',
            'budgetamount',
            'transactioncurrencyid',
            'estimatedclosedate',
            'closeprobability',
            'ownerid',
          ],
        },
      ],
      referencedBy: [{ table: 'task', column: 'regardingobjectid' }],
      linkedTo: [stakeholders('contact', 'opportunityid', 'contactid', 'Stakeholders')],
    }),
    table('task', {
      label: 'Task',
      pluralLabel: 'Tasks',
      ...activity,
      columns: activityColumns,
      sections: activitySections,
    }),
    table('email', {
      label: 'E-mail',
      pluralLabel: 'E-mails',
      ...activity,
      columns: {
        ...activityColumns,
        description: { label: 'Text', type: 'memo', format: 'html', maxLength: 1_000_000 },
        messageid: { label: 'Message ID', type: 'text', maxLength: 320 },
        directioncode: { label: 'Direction', type: 'boolean' },
        email_activity_parties: {
          label: 'People',
          type: 'parties',
          targets: ['account', 'contact', 'systemuser'],
        },
      },
      sections: [
        {
          label: 'E-mail',
          columns: ['subject', 'regardingobjectid', 'email_activity_parties', 'description'],
        },
      ],
    }),
    table('new_site', {
      label: 'Site',
      pluralLabel: 'Sites',
      primaryName: 'new_name',
      columns: {
        new_name: { label: 'Name', type: 'text', required: true, maxLength: 100 },
        new_accountid: { label: 'Account', type: 'lookup', targets: ['account'] },
        new_features: {
          label: 'Features',
          type: 'choices',
          options: [
            { value: 1, label: 'Crane' },
            { value: 2, label: 'Railway siding' },
            { value: 3, label: 'Cold store' },
          ],
        },
        new_area: { label: 'Area', type: 'decimal', precision: 1, min: 0, max: 100_000 },
        new_inspection: {
          label: 'Inspection',
          type: 'date',
          dateBehavior: 'TimeZoneIndependent',
          dateFormat: 'DateAndTime',
        },
      },
      sections: [
        {
          label: 'Site',
          columns: ['new_name', 'new_accountid', 'new_features', 'new_area', 'new_inspection'],
        },
      ],
    }),
    table('transactioncurrency', {
      label: 'Currency',
      pluralLabel: 'Currencies',
      primaryName: 'currencyname',
      ownership: 'organization',
      columns: {
        currencyname: { label: 'Currency name', type: 'text' },
        isocurrencycode: { label: 'Code', type: 'text' },
      },
      sections: [{ label: '', columns: ['currencyname', 'isocurrencycode'] }],
    }),
    table('lead', {
      label: 'Lead',
      pluralLabel: 'Leads',
      primaryName: 'fullname',
      columns: {
        fullname: { label: 'Name', type: 'text', canCreate: false, canUpdate: false },
        subject: { label: 'Topic', type: 'text', required: true, maxLength: 300 },
        lastname: { label: 'Last name', type: 'text', required: true, maxLength: 50 },
        companyname: { label: 'Company name', type: 'text', maxLength: 100 },
        masterid: {
          label: 'Master ID',
          type: 'lookup',
          targets: ['lead'],
          canCreate: false,
          canUpdate: false,
        },
        statecode: {
          label: 'Status',
          type: 'state',
          canCreate: false,
          options: [
            { value: 0, label: 'Open', defaultStatus: 1 },
            { value: 1, label: 'Qualified', defaultStatus: 3 },
            { value: 2, label: 'Disqualified', defaultStatus: 4 },
          ],
        },
        statuscode: {
          label: 'Status reason',
          type: 'status',
          options: [
            { value: 1, label: 'New', state: 0 },
            { value: 3, label: 'Qualified', state: 1 },
            { value: 4, label: 'Lost', state: 2 },
            { value: 7, label: 'Canceled', state: 2 },
          ],
        },
        ownerid: owner,
      },
      sections: [{ label: 'Lead', columns: ['subject', 'lastname', 'companyname', 'ownerid'] }],
    }),
    table('annotation', {
      label: 'Note',
      pluralLabel: 'Notes',
      primaryName: 'subject',
      columns: {
        subject: { label: 'Title', type: 'text', maxLength: 500 },
        notetext: { label: 'Description', type: 'memo', maxLength: 100_000 },
        objectid: { label: 'Regarding', type: 'lookup', targets: ['account'] },
        filename: { label: 'File name', type: 'text', canCreate: false, canUpdate: false },
        filesize: { label: 'File size', type: 'integer', canCreate: false, canUpdate: false },
        ownerid: owner,
      },
      sections: [{ label: 'Note', columns: ['subject', 'notetext', 'objectid', 'ownerid'] }],
      file: { name: 'filename', size: 'filesize' },
      about: 'objectid',
    }),
  ].map((one) => [one.name, one]),
);
