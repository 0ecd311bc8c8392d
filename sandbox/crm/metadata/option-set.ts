import { guid } from '../../seed/guid';
import { label, managed, noLabel } from './label';
import type { Metadata } from './attribute';
import type { Column, Model, Table } from '../model/model';

const types: Partial<Record<Column['type'], string>> = {
  boolean: 'Boolean',
  state: 'State',
  status: 'Status',
};

function options(table: Table | null, column: Column): Metadata[] {
  const statuses = table?.columns.get('statuscode')?.options ?? [];
  return (column.options ?? []).map(({ value, label: text, state }) => ({
    Value: value,
    Label: label(text),
    Description: noLabel,
    Color: null,
    IsManaged: false,
    ExternalValue: null,
    ParentValues: [],
    Tag: null,
    IsHidden: false,
    MetadataId: null,
    HasChanged: null,
    ...(state === undefined ? {} : { State: state, TransitionData: null }),
    ...(column.type === 'state'
      ? {
          DefaultStatus: statuses.find((option) => option.state === value)?.value ?? -1,
          InvariantName: text,
        }
      : {}),
  }));
}

const common = (name: string, column: Column, isGlobal: boolean): Metadata => ({
  MetadataId: guid('optionset', name),
  HasChanged: null,
  Name: name,
  DisplayName: label(column.label),
  Description: noLabel,
  IsGlobal: isGlobal,
  IsCustomOptionSet: name.includes('_') && (isGlobal || column.name.includes('_')),
  IsManaged: true,
  IsCustomizable: managed(true, 'iscustomizable'),
  ExternalTypeName: null,
  IntroducedVersion: '1.0.0.0',
  OptionSetType: types[column.type] ?? 'Picklist',
});

/** The organisation's own choice that the column uses; null: it has options of its own. */
export const globalOptionSet = (column: Column): Metadata | null =>
  column.globalOptions === undefined
    ? null
    : {
        ...common(column.globalOptions, column, true),
        ParentOptionSetName: null,
        Options: options(null, column),
      };

/** The options of a column, whoever they belong to. */
export function optionSet(table: Table, column: Column): Metadata {
  const shared = globalOptionSet(column);
  if (shared) return shared;
  const own = common(`${table.name}_${column.name}`, column, false);
  const all = options(table, column);
  if (column.type !== 'boolean') return { ...own, ParentOptionSetName: null, Options: all };
  return {
    ...own,
    TrueOption: all.find(({ Value }) => Value === 1) ?? { Value: 1, Label: label('Yes') },
    FalseOption: all.find(({ Value }) => Value === 0) ?? { Value: 0, Label: label('No') },
  };
}

/** Every choice of the organisation. */
export function globalOptionSets(model: Model): Metadata[] {
  const found = new Map<string, Metadata>();
  for (const table of model.described.values())
    for (const column of table.columns.values()) {
      const set = globalOptionSet(column);
      if (set && column.globalOptions !== undefined)
        found.set(column.globalOptions, {
          '@odata.type': '#Microsoft.Dynamics.CRM.OptionSetMetadata',
          ...set,
        });
    }
  return [...found.values()];
}
