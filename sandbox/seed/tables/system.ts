import {
  choice,
  email,
  integer,
  lookup,
  memo,
  numbered,
  phone,
  states,
  text,
  yesNo,
} from '../columns';
import type { ColumnDefinition, TableDefinition } from '../definition';

const fixed = (column: ColumnDefinition): ColumnDefinition => ({
  ...column,
  create: false,
  update: false,
});

/** What can take part in an activity, be regarded by one, or own one. */
const parties = ['account', 'contact', 'lead', 'systemuser', 'opportunity', 'incident'] as const;

/** The tables that every organisation has beneath its own. */
export const systemTables: readonly TableDefinition[] = [
  {
    name: 'systemuser',
    label: 'User',
    schemaName: 'User',
    objectTypeCode: 8,
    primaryName: 'fullname',
    ownership: 'organization',
    withoutMessages: ['Delete'],
    columns: [
      text('fullname', 'Full Name', 200, {
        joins: { columns: ['firstname', 'lastname'], by: ' ' },
      }),
      text('firstname', 'First Name', 256),
      text('lastname', 'Last Name', 256),
      text('domainname', 'User Name', 1024),
      email('internalemailaddress', 'Primary Email'),
      text('title', 'Title', 128),
      phone('address1_telephone1', 'Main Phone'),
      yesNo('isdisabled', 'Status', 'Enabled', 'Disabled'),
      choice(
        'accessmode',
        'Access Mode',
        numbered(
          [
            'Read-Write',
            'Administrative',
            'Read',
            'Support User',
            'Non-interactive',
            'Delegated Admin',
          ],
          0,
        ),
        { default: 0 },
      ),
      lookup('businessunitid', 'Business Unit', ['businessunit'], {
        onDelete: 'Restrict',
        relationship: { businessunit: 'business_unit_system_users' },
      }),
      lookup('parentsystemuserid', 'Manager', ['systemuser'], {
        relationship: { systemuser: 'user_parent_user' },
      }),
    ],
  },
  {
    name: 'team',
    label: 'Team',
    schemaName: 'Team',
    objectTypeCode: 9,
    primaryName: 'name',
    ownership: 'organization',
    columns: [
      text('name', 'Team Name', 160),
      memo('description', 'Description'),
      choice(
        'teamtype',
        'Team Type',
        numbered(['Owner', 'Access', 'Security Group', 'Office Group'], 0),
        { default: 0, update: false },
      ),
      yesNo('isdefault', 'Is Default', 'No', 'Yes', { create: false, update: false }),
      lookup('businessunitid', 'Business Unit', ['businessunit'], {
        onDelete: 'Restrict',
        relationship: { businessunit: 'business_unit_teams' },
      }),
      lookup('administratorid', 'Administrator', ['systemuser'], {
        relationship: { systemuser: 'lk_teambase_administratorid' },
      }),
    ],
    links: [{ name: 'teammembership_association', other: 'systemuser' }],
  },
  {
    name: 'businessunit',
    label: 'Business Unit',
    schemaName: 'BusinessUnit',
    objectTypeCode: 10,
    primaryName: 'name',
    ownership: 'organization',
    columns: [
      text('name', 'Name', 160),
      lookup('parentbusinessunitid', 'Parent Business', ['businessunit'], {
        relationship: { businessunit: 'business_unit_parent_business_unit' },
      }),
    ],
  },
  {
    name: 'transactioncurrency',
    label: 'Currency',
    pluralLabel: 'Currencies',
    setName: 'transactioncurrencies',
    schemaName: 'Currency',
    objectTypeCode: 9105,
    primaryName: 'currencyname',
    ownership: 'organization',
    columns: [
      text('currencyname', 'Currency Name', 100),
      text('isocurrencycode', 'Currency Code', 5),
      text('currencysymbol', 'Currency Symbol', 13),
      integer('currencyprecision', 'Currency Precision', 0, 4),
      { name: 'exchangerate', label: 'Exchange Rate', type: 'decimal', precision: 10 },
      ...states({ Active: { 1: 'Active' }, Inactive: { 2: 'Inactive' } }),
    ],
  },
  {
    name: 'organization',
    label: 'Organization',
    schemaName: 'Organization',
    objectTypeCode: 1019,
    primaryName: 'name',
    ownership: 'organization',
    withoutMessages: ['Create', 'Delete'],
    columns: [
      fixed(text('name', 'Organization Name', 160)),
      lookup('basecurrencyid', 'Currency', ['transactioncurrency'], {
        create: false,
        update: false,
      }),
      integer('maxuploadfilesize', 'Max Upload File Size', 0, 131_072_000),
      yesNo('isduplicatedetectionenabled', 'Is Duplicate Detection Enabled'),
      yesNo(
        'isduplicatedetectionenabledforonlinecreateupdate',
        'Is Duplicate Detection Enabled For Online Create/Update',
      ),
      yesNo(
        'isduplicatedetectionenabledforofflinesync',
        'Is Duplicate Detection Enabled For Offline Synchronization',
      ),
      yesNo('isduplicatedetectionenabledforimport', 'Is Duplicate Detection Enabled For Import'),
      memo('blockedattachments', 'Block Attachments', 1_073_741_823),
      integer(
        'expirechangetrackingindays',
        'Days to Expire Change Tracking Deleted Records',
        0,
        365,
      ),
      fixed(integer('languagecode', 'Language', 0, 2_147_483_647)),
    ],
  },
  {
    name: 'systemform',
    label: 'System Form',
    schemaName: 'SystemForm',
    objectTypeCode: 1030,
    primaryId: 'formid',
    changeTracking: false,
    primaryName: 'name',
    ownership: 'organization',
    optimisticConcurrency: false,
    columns: [
      text('name', 'Name', 100),
      { name: 'objecttypecode', label: 'Entity Name', type: 'entityname' },
      choice('type', 'Form Type', [
        { value: 2, label: 'Main' },
        { value: 6, label: 'Quick View Form' },
        { value: 7, label: 'Quick Create' },
        { value: 11, label: 'Card' },
      ]),
      choice('formactivationstate', 'Form State', numbered(['Inactive', 'Active'], 0), {
        default: 1,
      }),
      yesNo('isdefault', 'Default Form'),
      memo('formxml', 'Form XML', 1_073_741_823),
    ],
  },
  {
    name: 'activityparty',
    label: 'Activity Party',
    pluralLabel: 'Activity Parties',
    setName: 'activityparties',
    schemaName: 'ActivityParty',
    objectTypeCode: 135,
    primaryName: 'addressused',
    ownership: 'none',
    follows: 'activityid',
    collectionOnly: true,
    columns: [
      lookup('activityid', 'Activity', [], {
        targetsOf: 'activity',
        collection: '{name}_activity_parties',
        onDelete: 'Cascade',
      }),
      lookup('partyid', 'Party', parties),
      choice(
        'participationtypemask',
        'Participation Type',
        numbered([
          'Sender',
          'To Recipient',
          'CC Recipient',
          'BCC Recipient',
          'Required attendee',
          'Optional attendee',
          'Organizer',
          'Regarding',
          'Owner',
          'Resource',
          'Customer',
          'Chat Participant',
          'Related',
        ]),
        { required: 'SystemRequired' },
      ),
      text('addressused', 'Address', 320, { format: 'Email' }),
      text('unresolvedpartyname', 'Unresolved Party Name', 200),
    ],
  },
];
