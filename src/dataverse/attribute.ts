import type { Column, ColumnType } from '../domain/table';
import type { Json } from './json';
import { objectIn, textIn } from './json';
import { labelIn } from './table-definition';

/** A column as the metadata introduces it; `parties` stands for one of the party lists of an activity. */
export interface Attribute {
  readonly column: Pick<
    Column,
    'name' | 'label' | 'type' | 'required' | 'canCreate' | 'canUpdate' | 'secured'
  >;
  /** The organisation asks for a value, whoever gives it. */
  readonly businessRequired: boolean;
}

export const attributeSelect = [
  'LogicalName',
  'AttributeType',
  'AttributeTypeName',
  'DisplayName',
  'RequiredLevel',
  'AttributeOf',
  'IsValidForCreate',
  'IsValidForUpdate',
  'IsValidForRead',
  'IsSecured',
  'MetadataId',
].join(',');

const types: Readonly<Record<string, ColumnType>> = {
  String: 'text',
  Memo: 'memo',
  Integer: 'integer',
  Decimal: 'decimal',
  Double: 'double',
  Money: 'money',
  Boolean: 'boolean',
  DateTime: 'date',
  Picklist: 'choice',
  State: 'state',
  Status: 'status',
  Lookup: 'lookup',
  Customer: 'lookup',
  Owner: 'lookup',
  PartyList: 'parties',
  Uniqueidentifier: 'uniqueidentifier',
};

/** Where the platform gives a value itself, a required column does not have to be filled in. */
const filledByPlatform: ReadonlySet<ColumnType> = new Set([
  'state',
  'status',
  'boolean',
  'uniqueidentifier',
  'parties',
]);

/** Null for what Carryon does not show: parts of other columns, unreadable columns, images and the like. */
export function decodeAttribute(raw: Json): Attribute | null {
  const attributeType = textIn(raw['AttributeType']);
  const isChoices =
    textIn(objectIn(raw['AttributeTypeName'])['Value']) === 'MultiSelectPicklistType';
  const type = isChoices ? 'choices' : types[attributeType];
  if (type === undefined || textIn(raw['AttributeOf']) !== '' || raw['IsValidForRead'] === false)
    return null;
  const name = textIn(raw['LogicalName']);
  const canCreate = raw['IsValidForCreate'] === true;
  const canUpdate = raw['IsValidForUpdate'] === true;
  const level = textIn(objectIn(raw['RequiredLevel'])['Value']);
  const required =
    (level === 'ApplicationRequired' || level === 'SystemRequired') &&
    (canCreate || canUpdate) &&
    attributeType !== 'Owner' &&
    !filledByPlatform.has(type);
  return {
    column: {
      name,
      label: labelIn(raw['DisplayName']) || name,
      type,
      required,
      canCreate,
      canUpdate,
      ...(raw['IsSecured'] === true && { secured: textIn(raw['MetadataId']).toLowerCase() }),
    },
    businessRequired: required && level === 'ApplicationRequired',
  };
}
