import { operator } from './duplicate-rules';
import { faults } from '../errors';
import type { Column, Table } from '../model/model';
import type { Organization } from '../organization';
import { rowOf, type Change, type RowRule } from './row-change';
import type { SqlRow } from '../storage/store';

function tableNamed({ model }: Organization, name: unknown): Table {
  const table = model.tables.get(String(name));
  if (!table || table.ownership === 'none')
    throw faults.argument(`There is no table '${String(name)}' to find duplicates in.`);
  return table;
}

function columnNamed(table: Table, name: unknown): Column {
  const column = table.columns.get(String(name));
  if (!column || column.type === 'parties' || column.filterable === false)
    throw faults.argument(
      `The column '${String(name)}' of '${table.name}' cannot be used to find duplicates.`,
    );
  return column;
}

const texts: readonly string[] = ['text', 'memo'];
const choices: readonly string[] = ['choice', 'status', 'state', 'boolean'];

function fits(code: number, { type }: Column): boolean {
  switch (code) {
    case operator.firstCharacters:
    case operator.lastCharacters:
      return texts.includes(type);
    case operator.date:
    case operator.dateAndTime:
      return type === 'date';
    case operator.label:
    case operator.value:
      return choices.includes(type);
    default:
      return true;
  }
}

/** Changed criteria count when the rule is published again. */
const unpublish = (organization: Organization, { regardingobjectid }: SqlRow): void =>
  void organization.store.run(
    'UPDATE duplicaterule SET statecode = 0, statuscode = 0, versionnumber = ? WHERE duplicateruleid = ? AND statuscode <> 0',
    [organization.nextVersion(), regardingobjectid ?? null],
  );

function checkRule(change: Change): void {
  const { organization, before, values } = change;
  const row = rowOf(change);
  tableNamed(organization, row['baseentityname']);
  tableNamed(organization, row['matchingentityname']);
  if (Number(row['statuscode']) !== Number(before?.['statuscode'] ?? 0))
    throw faults.argument(
      'A duplicate detection rule is published by PublishDuplicateRule and UnpublishDuplicateRule.',
    );
  if (before && (values.has('iscasesensitive') || values.has('excludeinactiverecords')))
    values.set('statecode', 0).set('statuscode', 0);
}

function checkCondition(change: Change): void {
  const { organization } = change;
  const row = rowOf(change);
  const rule = organization.store.get('SELECT * FROM duplicaterule WHERE duplicateruleid = ?', [
    row['regardingobjectid'] ?? null,
  ]);
  if (!rule) throw faults.required('regardingobjectid');
  const code = Number(row['operatorcode']);
  const base = columnNamed(
    tableNamed(organization, rule['baseentityname']),
    row['baseattributename'],
  );
  const matching = columnNamed(
    tableNamed(organization, rule['matchingentityname']),
    row['matchingattributename'],
  );
  if (!fits(code, base) || !fits(code, matching))
    throw faults.argument(`The operator ${code} does not fit the columns' types.`);
  const counted = code === operator.firstCharacters || code === operator.lastCharacters;
  if (counted !== ((row['operatorparam'] ?? null) !== null))
    throw faults.argument(
      'Operators on first or last characters, and no others, have an operatorparam.',
    );
}

/** Rules name tables and columns that are there, and are published by their own actions. */
export const duplicateRuleRows: RowRule = {
  applies: ({ name }) => name === 'duplicaterule',
  before: checkRule,
};

/** Conditions fit their columns; changing them takes their rule back. */
export const duplicateConditionRows: RowRule = {
  applies: ({ name }) => name === 'duplicaterulecondition',
  before: checkCondition,
  after: (change) => unpublish(change.organization, rowOf(change)),
  deleted: ({ organization, before }) => unpublish(organization, before),
};
