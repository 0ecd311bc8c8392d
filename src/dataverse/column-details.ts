import type { Column, ColumnType, Option } from '../domain/table';
import { isJson, listIn, numberIn, objectIn, textIn } from './json';
import type { Json } from './json';
import { labelIn } from './table-definition';

/** What only the typed metadata says of a column. */
export type ColumnDetails = Omit<
  Partial<Column>,
  'name' | 'label' | 'type' | 'required' | 'canCreate' | 'canUpdate'
>;

interface TypedMetadata {
  /** The metadata type to cast the attributes to. */
  readonly cast: string;
  readonly query: string;
  readonly decode: (raw: Json) => ColumnDetails;
}

const formats: Readonly<Record<string, Pick<Column, 'format'>>> = {
  Email: { format: 'email' },
  Phone: { format: 'phone' },
  Url: { format: 'url' },
  RichText: { format: 'html' },
};

/** Leaves out what the metadata does not say. */
function present<K extends string, T>(
  entries: Readonly<Record<K, T | undefined>>,
): { [P in K]?: T } {
  const known = Object.entries(entries).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as { [P in K]?: T };
}

const length = (raw: Json): ColumnDetails => present({ maxLength: numberIn(raw['MaxLength']) });

const range = (raw: Json): ColumnDetails =>
  present({
    min: numberIn(raw['MinValue']),
    max: numberIn(raw['MaxValue']),
    precision: numberIn(raw['Precision']),
  });

const format = (raw: Json): Pick<Column, 'format'> =>
  formats[textIn(objectIn(raw['FormatName'])['Value'])] ?? {};

const text = (raw: Json): ColumnDetails => ({ format: 'text', ...length(raw), ...format(raw) });
const memo = (raw: Json): ColumnDetails => ({ ...length(raw), ...format(raw) });

function date(raw: Json): ColumnDetails {
  const behavior = textIn(objectIn(raw['DateTimeBehavior'])['Value']);
  return {
    dateBehavior:
      behavior === 'DateOnly' || behavior === 'TimeZoneIndependent' ? behavior : 'UserLocal',
    dateFormat: textIn(raw['Format']) === 'DateOnly' ? 'DateOnly' : 'DateAndTime',
  };
}

function option(raw: Json): Option {
  return {
    value: Number(raw['Value']),
    label: labelIn(raw['Label']),
    ...present({ state: numberIn(raw['State']), defaultStatus: numberIn(raw['DefaultStatus']) }),
  };
}

function options(raw: Json): ColumnDetails {
  const set = isJson(raw['OptionSet']) ? raw['OptionSet'] : objectIn(raw['GlobalOptionSet']);
  return { options: listIn(set['Options']).map(option) };
}

function twoOptions(raw: Json): ColumnDetails {
  const { FalseOption, TrueOption } = objectIn(raw['OptionSet']);
  return { options: [FalseOption, TrueOption].filter(isJson).map(option) };
}

const optionQuery = '$select=LogicalName&$expand=OptionSet,GlobalOptionSet';
const lengthQuery = '$select=LogicalName,MaxLength,FormatName';
const rangeQuery = '$select=LogicalName,MinValue,MaxValue,Precision';

/** Lookups are not here: their targets come from the relationships. */
export const typedMetadata: Readonly<Partial<Record<ColumnType, TypedMetadata>>> = {
  text: { cast: 'StringAttributeMetadata', query: lengthQuery, decode: text },
  memo: { cast: 'MemoAttributeMetadata', query: lengthQuery, decode: memo },
  integer: {
    cast: 'IntegerAttributeMetadata',
    query: '$select=LogicalName,MinValue,MaxValue',
    decode: range,
  },
  decimal: { cast: 'DecimalAttributeMetadata', query: rangeQuery, decode: range },
  double: { cast: 'DoubleAttributeMetadata', query: rangeQuery, decode: range },
  money: { cast: 'MoneyAttributeMetadata', query: rangeQuery, decode: range },
  date: {
    cast: 'DateTimeAttributeMetadata',
    query: '$select=LogicalName,Format,DateTimeBehavior',
    decode: date,
  },
  choice: { cast: 'PicklistAttributeMetadata', query: optionQuery, decode: options },
  choices: { cast: 'MultiSelectPicklistAttributeMetadata', query: optionQuery, decode: options },
  state: { cast: 'StateAttributeMetadata', query: optionQuery, decode: options },
  status: { cast: 'StatusAttributeMetadata', query: optionQuery, decode: options },
  boolean: { cast: 'BooleanAttributeMetadata', query: optionQuery, decode: twoOptions },
};
