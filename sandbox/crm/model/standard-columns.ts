import { lookup, states, time } from '../../seed/columns';
import type { ColumnDefinition, TableDefinition } from '../../seed/definition';
import type { Column, Groups } from './model';

/** What completing the columns needs to know of a table. */
interface Unfinished {
  readonly definition: TableDefinition;
  readonly name: string;
  readonly schemaName: string;
  readonly primaryId: string;
  readonly label: string;
  readonly ownership: 'user' | 'organization' | 'none';
  readonly activity: boolean;
  readonly abstract: boolean;
}

const readOnly = { create: false, update: false } as const;

function audit({ ownership, definition }: Unfinished): ColumnDefinition[] {
  const version: ColumnDefinition = {
    name: 'versionnumber',
    label: 'Version Number',
    type: 'bigint',
    ...readOnly,
  };
  if (ownership === 'none' || definition.audited === false) return [version];
  const common = [
    time('createdon', 'Created On', readOnly),
    time('modifiedon', 'Modified On', readOnly),
    lookup('createdby', 'Created By', ['systemuser'], readOnly),
    lookup('modifiedby', 'Modified By', ['systemuser'], readOnly),
    version,
  ];
  if (ownership === 'organization') return common;
  return [
    ...common,
    lookup('ownerid', 'Owner', ['systemuser', 'team'], { required: 'SystemRequired' }),
    lookup('owningbusinessunit', 'Owning Business Unit', ['businessunit'], readOnly),
    lookup('owninguser', 'Owning User', ['systemuser'], readOnly),
    lookup('owningteam', 'Owning Team', ['team'], readOnly),
  ];
}

const activityColumns = (): ColumnDefinition[] => [
  lookup('regardingobjectid', 'Regarding', [], {
    targetsOf: 'hasActivities',
    onDelete: 'Cascade',
    cascade: 'Cascade',
  }),
  { name: 'activitytypecode', label: 'Activity Type', type: 'entityname', ...readOnly },
];

const currency = (): ColumnDefinition[] => [
  lookup('transactioncurrencyid', 'Currency', ['transactioncurrency'], { onDelete: 'Restrict' }),
  { name: 'exchangerate', label: 'Exchange Rate', type: 'decimal', precision: 10, ...readOnly },
];

/** The navigation property of a lookup: activities add their name, polymorphic lookups the target's. */
function navigationName(table: Unfinished, column: ColumnDefinition, target: string): string {
  const given = column.navigation?.[target];
  if (given !== undefined) return given;
  const base = column.schemaName ?? column.name;
  const parts = [base];
  if (column.name !== 'ownerid' && (column.targets ?? []).length > 1) parts.push(target);
  if (table.activity && !table.abstract) parts.push(table.name);
  return parts.join('_');
}

const capital = (name: string): string =>
  name.includes('_') ? name : name.charAt(0).toUpperCase() + name.slice(1);

function relationshipName(table: Unfinished, column: ColumnDefinition, target: string): string {
  const given = column.relationship?.[target] ?? column.collection;
  if (given !== undefined)
    return given.replace('{name}', target).replace('{Name}', capital(target));
  // Account_Tasks, Opportunity_Emails
  if (column.name === 'regardingobjectid') return `${capital(target)}_${table.schemaName}s`;
  if (column.name === 'ownerid') return `${target === 'team' ? 'team' : 'user'}_${table.name}`;
  return `${table.name}_${target}_${column.name}`;
}

function finish(
  table: Unfinished,
  definition: ColumnDefinition,
  own: boolean,
  groups: Groups,
): Column {
  const { type, targetsOf } = definition;
  const targets =
    type !== 'lookup' ? [] : targetsOf ? groups[targetsOf] : (definition.targets ?? []);
  const column = { ...definition, targets };
  return {
    ...column,
    schemaName: column.schemaName ?? column.name,
    create: (column.create ?? true) && !column.joins,
    update: (column.update ?? true) && !column.joins,
    wire: column.type === 'lookup' ? `_${column.name}_value` : column.name,
    targets,
    cascade: (table.ownership === 'user' && column.cascade) || 'NoCascade',
    navigation: Object.fromEntries(
      targets.map((target) => [target, navigationName(table, column, target)]),
    ),
    relationship: Object.fromEntries(
      targets.map((target) => [target, relationshipName(table, column, target)]),
    ),
    own,
  };
}

/** The table's own columns and those that Dataverse adds to every table of its kind. */
export function completeColumns(table: Unfinished, groups: Groups): Column[] {
  const own = table.definition.columns;
  const has = (name: string): boolean => own.some((column) => column.name === name);
  const added: ColumnDefinition[] = [
    {
      name: table.primaryId,
      label: table.label,
      type: 'uniqueidentifier',
      required: 'SystemRequired',
      update: false,
    },
    ...(table.activity ? activityColumns() : []),
    ...(table.ownership === 'user' && !has('statecode') && !table.definition.stateless
      ? states({ Active: { 1: 'Active' }, Inactive: { 2: 'Inactive' } })
      : []),
    ...(own.some(({ type }) => type === 'money') ? currency() : []),
    ...audit(table),
  ];
  return [
    ...own.map((column) => finish(table, column, true, groups)),
    ...added.filter(({ name }) => !has(name)).map((column) => finish(table, column, false, groups)),
  ];
}
