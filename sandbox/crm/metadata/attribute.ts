import { guid } from '../../seed/guid';
import { label, managed, noLabel } from './label';
import { globalOptionSet, optionSet } from './option-set';
import type { Column, Table } from '../model/model';

export type Metadata = Record<string, unknown>;

/** AttributeType and the name of the metadata class by column type. */
const types: Record<Column['type'], readonly [type: string, name: string]> = {
  text: ['String', 'String'],
  memo: ['Memo', 'Memo'],
  integer: ['Integer', 'Integer'],
  bigint: ['BigInt', 'BigInt'],
  decimal: ['Decimal', 'Decimal'],
  double: ['Double', 'Double'],
  money: ['Money', 'Money'],
  boolean: ['Boolean', 'Boolean'],
  date: ['DateTime', 'DateTime'],
  choice: ['Picklist', 'Picklist'],
  choices: ['Virtual', 'MultiSelectPicklist'],
  state: ['State', 'State'],
  status: ['Status', 'Status'],
  lookup: ['Lookup', 'Lookup'],
  parties: ['PartyList', 'Lookup'],
  uniqueidentifier: ['Uniqueidentifier', 'UniqueIdentifier'],
  entityname: ['EntityName', 'EntityName'],
};

function typeOf(column: Column): readonly [string, string] {
  if (column.name === 'ownerid') return ['Owner', 'Lookup'];
  if (column.type === 'lookup' && /^(customerid|parentcustomerid)$/.test(column.name))
    return ['Customer', 'Lookup'];
  return types[column.type];
}

function details(table: Table, column: Column): Metadata {
  const numbers = {
    MinValue: column.min ?? -100_000_000_000,
    MaxValue: column.max ?? 100_000_000_000,
  };
  switch (column.type) {
    case 'text': {
      const format = column.format ?? 'Text';
      return {
        MaxLength: column.maxLength ?? 100,
        Format: format,
        FormatName: { Value: format },
        ImeMode: 'Auto',
        IsLocalizable: false,
      };
    }
    case 'memo': {
      const format = column.format ?? 'TextArea';
      return {
        MaxLength: column.maxLength ?? 2000,
        Format: format === 'RichText' ? null : format,
        FormatName: { Value: format },
        ImeMode: 'Auto',
      };
    }
    case 'integer':
      return { ...numbers, Format: 'None' };
    case 'bigint':
      return { MinValue: '-9223372036854775808', MaxValue: '9223372036854775807' };
    case 'decimal':
    case 'double':
      return { ...numbers, Precision: column.precision ?? 2 };
    case 'money':
      return {
        ...numbers,
        Precision: column.precision ?? 2,
        PrecisionSource: 2,
        CalculationOf: null,
      };
    case 'date':
      return {
        Format: column.format ?? 'DateAndTime',
        DateTimeBehavior: { Value: column.behavior ?? 'UserLocal' },
        CanChangeDateTimeBehavior: managed(false, 'canchangedatetimebehavior'),
      };
    case 'boolean':
      return {
        DefaultValue: column.default === true,
        OptionSet: optionSet(table, column),
        GlobalOptionSet: null,
      };
    case 'choice':
    case 'choices':
    case 'state':
    case 'status':
      return {
        DefaultFormValue: column.default ?? -1,
        OptionSet: optionSet(table, column),
        GlobalOptionSet: globalOptionSet(column),
      };
    case 'lookup':
      return { Targets: column.targets, Format: 'None' };
    case 'parties':
      return { Targets: ['account', 'contact', 'lead', 'systemuser'], Format: 'None' };
    default:
      return {};
  }
}

/** The same for every column. */
const alike: Metadata = {
  AutoNumberFormat: null,
  CanBeSecuredForCreate: false,
  CanBeSecuredForRead: false,
  CanBeSecuredForUpdate: false,
  CanModifyAdditionalSettings: managed(true, 'canmodifyadditionalsettings'),
  DeprecatedVersion: null,
  ExternalName: null,
  InheritsFrom: null,
  IntroducedVersion: '1.0.0.0',
  IsAuditEnabled: managed(false, 'canmodifyauditsettings'),
  IsCustomizable: managed(true, 'iscustomizable'),
  IsDataSourceSecret: false,
  IsGlobalFilterEnabled: managed(false, 'canmodifyglobalfiltersettings'),
  IsRenameable: managed(true, 'isrenameable'),
  IsRequiredForForm: false,
  IsRetrievable: true,
  IsSearchable: true,
  IsSortableEnabled: managed(true, 'canmodifyissortablesettings'),
  IsValidForAdvancedFind: managed(true, 'canmodifysearchsettings'),
  IsValidForGrid: true,
  IsValidODataAttribute: true,
  LinkedAttributeId: null,
};

/** What is shown of a column without a cast to its type. */
export const commonAttribute: ReadonlySet<string> = new Set([
  '@odata.type',
  'MetadataId',
  'HasChanged',
  'LogicalName',
  'SchemaName',
  'EntityLogicalName',
  'AttributeType',
  'AttributeTypeName',
  'DisplayName',
  'Description',
  'IsCustomAttribute',
  'IsManaged',
  'SourceType',
  'AttributeOf',
  'IsValidForCreate',
  'IsValidForUpdate',
  'IsValidForRead',
  'IsValidForForm',
  'IsLogical',
  'IsPrimaryId',
  'IsPrimaryName',
  'IsSecured',
  'IsFilterable',
  'RequiredLevel',
  ...Object.keys(alike),
]);

const logical = (
  table: Table,
  name: string,
  schemaName: string,
  type: string,
  typeName: string,
  text: string | null,
): Metadata => ({
  MetadataId: guid('attribute', table.name, name),
  HasChanged: null,
  LogicalName: name,
  SchemaName: schemaName,
  EntityLogicalName: table.name,
  AttributeType: type,
  AttributeTypeName: { Value: `${typeName}Type` },
  DisplayName: text === null ? noLabel : label(text),
  Description: noLabel,
  IsCustomAttribute: name.includes('_') && !name.startsWith('address1_'),
  IsManaged: true,
  SourceType: 0,
  ...alike,
});

/** The name that goes with a lookup or choice: listed in the metadata, never a property of a row. */
function shadows(table: Table, column: Column): Metadata[] {
  if (!['lookup', 'choice', 'choices', 'state', 'status', 'boolean'].includes(column.type))
    return [];
  const shadow = (suffix: string, type: string): Metadata => ({
    '@odata.type': `#Microsoft.Dynamics.CRM.${type === 'Virtual' ? '' : type}AttributeMetadata`,
    ...logical(table, column.name + suffix, column.schemaName + suffix, type, type, null),
    AttributeOf: column.name,
    IsValidForCreate: false,
    IsValidForUpdate: false,
    IsValidForRead: true,
    IsValidForForm: false,
    IsSecured: false,
    IsFilterable: false,
    IsLogical: true,
    IsPrimaryId: false,
    IsPrimaryName: false,
    RequiredLevel: managed('None', 'canmodifyrequirementlevelsettings'),
    ...(type === 'String'
      ? {
          MaxLength: 100,
          Format: 'Text',
          FormatName: { Value: 'Text' },
          ImeMode: 'Auto',
          IsLocalizable: false,
        }
      : {}),
  });
  if (column.type !== 'lookup') return [shadow('name', 'Virtual')];
  return [
    shadow('name', 'String'),
    ...(column.targets.length > 1 ? [shadow('type', 'EntityName')] : []),
  ];
}

/** Columns of the table's own can be secured, but for what names a row. */
const securable = (column: Column): Metadata => {
  const can = column.own && column.type !== 'parties';
  return {
    CanBeSecuredForCreate: can && column.create,
    CanBeSecuredForRead: can,
    CanBeSecuredForUpdate: can && column.update,
  };
};

/** The metadata of one column, and of the columns that only accompany it. */
export function attributeMetadata(table: Table, column: Column): Metadata[] {
  const [type, className] = typeOf(column);
  return [
    {
      '@odata.type': `#Microsoft.Dynamics.CRM.${className}AttributeMetadata`,
      ...logical(
        table,
        column.name,
        column.schemaName,
        type,
        column.type === 'choices' ? className : type,
        column.label,
      ),
      AttributeOf: null,
      IsValidForCreate: column.create,
      IsValidForUpdate: column.update,
      IsValidForRead: true,
      IsValidForForm: column.type !== 'bigint',
      IsLogical: column.type === 'parties',
      IsPrimaryId: column.name === table.primaryId,
      IsPrimaryName: column.name === table.primaryName,
      IsSecured: column.secured ?? false,
      ...securable(column),
      IsFilterable: column.filterable ?? column.format !== 'RichText',
      IsValidODataAttribute: column.type !== 'parties',
      IsValidForAdvancedFind: managed(column.filterable ?? true, 'canmodifysearchsettings'),
      RequiredLevel: managed(
        column.required ?? 'None',
        'canmodifyrequirementlevelsettings',
        column.required !== 'SystemRequired',
      ),
      ...details(table, column),
    },
    ...shadows(table, column),
  ];
}
