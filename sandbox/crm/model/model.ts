import type { CascadeType, ColumnDefinition, TableDefinition } from '../../seed/definition';
import { intersectTable, linkOf, primaryIdOf, type Link } from './intersect';
import { completeColumns } from './standard-columns';

export type { Link } from './intersect';

/** A column with everything decided. */
export interface Column extends ColumnDefinition {
  readonly schemaName: string;
  readonly create: boolean;
  readonly update: boolean;
  /** Property name in rows: `_x_value` for lookups. */
  readonly wire: string;
  readonly targets: readonly string[];
  /** NoCascade where nobody owns the rows. */
  readonly cascade: CascadeType;
  /** lookup: navigation property by target. */
  readonly navigation: Readonly<Record<string, string>>;
  /** lookup: relationship (and collection on the other side) by target. */
  readonly relationship: Readonly<Record<string, string>>;
  /** Defined by the table itself, not common to all. */
  readonly own: boolean;
}

/** Columns whose values together name a row. */
export interface Key {
  readonly name: string;
  readonly label: string;
  readonly columns: readonly Column[];
}

export interface Table {
  readonly definition: TableDefinition;
  readonly name: string;
  readonly label: string;
  readonly pluralLabel: string;
  readonly setName: string;
  readonly schemaName: string;
  readonly objectTypeCode: number;
  readonly primaryId: string;
  readonly primaryName: string;
  readonly ownership: 'user' | 'organization' | 'none';
  readonly activity: boolean;
  readonly hasActivities: boolean;
  readonly hasNotes: boolean;
  readonly duplicateDetection: boolean;
  /** The lookup whose row decides about rights; null: the table has its own. */
  readonly follows: Column | null;
  readonly offline: boolean;
  readonly optimisticConcurrency: boolean;
  readonly changeTracking: boolean;
  /** Its rows are changed by other operations than create, update and delete. */
  readonly readOnly: boolean;
  /** The N:N relationship whose pairs are its rows. */
  readonly intersect: Link | null;
  /** Has no rows of its own: it shows those of all activities. */
  readonly abstract: boolean;
  readonly columns: ReadonlyMap<string, Column>;
  /** Columns by property name. */
  readonly byWire: ReadonlyMap<string, Column>;
  /** Alternate keys. */
  readonly keys: readonly Key[];
  /** Single-valued navigation properties; without a target where one property serves several tables (ownerid). */
  readonly navigation: ReadonlyMap<string, { column: Column; target: string | null }>;
}

/** One side of a 1:N relationship, as the other table's collection. */
export interface Collection {
  readonly table: Table;
  readonly column: Column;
}

export interface Model {
  /**
   * Whether the column is secured against whoever asks now: it shows as empty, in rows and in conditions.
   * Each request sets it; requests are answered one after another, none with a pause in it.
   */
  hides: (table: Table, column: Column) => boolean;
  /** Tables with rows. */
  readonly tables: ReadonlyMap<string, Table>;
  /** Tables that only show the rows of others (activitypointer). */
  readonly abstract: readonly Table[];
  /** Both: what addresses and queries may name, and what the metadata describes. */
  readonly described: ReadonlyMap<string, Table>;
  readonly bySet: ReadonlyMap<string, Table>;
  readonly links: ReadonlyMap<string, Link>;
  /** The lookups by which rows go with a row of `table` when it is assigned, shared or gets another parent. */
  children(table: Table): readonly Collection[];
  /** The collection `name` of `table`, if it has one. */
  collection(table: Table, name: string): Collection | undefined;
}

const identifier = /^[a-z][a-z0-9_]{0,60}$/;

/** Why a definition cannot be used. */
export class DefinitionError extends Error {}

function checkColumns(definition: TableDefinition): void {
  const names = [definition.name, ...definition.columns.map(({ name }) => name)];
  for (const name of names)
    if (!identifier.test(name)) throw new DefinitionError(`'${name}' is not a logical name.`);
  if (new Set(names.slice(1)).size < names.length - 1)
    throw new DefinitionError('Two columns have the same name.');
  // Paths, expansions and collections go along lookups without asking who may see them.
  for (const { name, secured, type } of definition.columns)
    if (secured && type === 'lookup')
      throw new DefinitionError(`The sandbox does not cover lookups that are secured: '${name}'.`);
}

const owned = ({ ownership, activity }: TableDefinition): boolean =>
  (ownership ?? 'user') === 'user' && !activity;

/** Tables by what lookups may ask of their targets. */
export type Groups = Readonly<Record<NonNullable<ColumnDefinition['targetsOf']>, string[]>>;

function groupsOf(definitions: readonly TableDefinition[]): Groups {
  const names = (test: (definition: TableDefinition) => boolean): string[] =>
    definitions.filter((each) => !each.abstract && test(each)).map(({ name }) => name);
  return {
    activity: names(({ activity }) => activity ?? false),
    hasActivities: names((each) => each.hasActivities ?? owned(each)),
    hasNotes: names((each) => each.hasNotes ?? (owned(each) || (each.activity ?? false))),
  };
}

function resolveTable(
  definition: TableDefinition,
  code: number,
  groups: Groups,
  intersect: Link | null,
): Table {
  checkColumns(definition);
  const { name, label } = definition;
  const table = {
    definition,
    name,
    label,
    pluralLabel: definition.pluralLabel ?? `${label}s`,
    setName: definition.setName ?? `${name}s`,
    schemaName: definition.schemaName ?? name,
    objectTypeCode: definition.objectTypeCode ?? code,
    primaryId: primaryIdOf(definition),
    primaryName:
      definition.primaryName ??
      definition.columns.find(({ type }) => type === 'text')?.name ??
      'createdon',
    ownership: definition.ownership ?? 'user',
    activity: definition.activity ?? false,
    hasActivities: groups.hasActivities.includes(name),
    hasNotes: groups.hasNotes.includes(name),
    duplicateDetection: definition.duplicateDetection ?? false,
    offline: definition.offline ?? name.includes('_'),
    optimisticConcurrency: definition.optimisticConcurrency ?? true,
    changeTracking:
      definition.changeTracking ??
      ((definition.ownership ?? 'user') !== 'none' && !definition.readOnly && !definition.abstract),
    readOnly: definition.readOnly ?? false,
    intersect,
    abstract: definition.abstract ?? false,
  } as const;
  const columns = new Map(completeColumns(table, groups).map((column) => [column.name, column]));
  const navigation = new Map<string, { column: Column; target: string | null }>();
  for (const column of columns.values())
    for (const [target, property] of Object.entries(column.navigation))
      navigation.set(property, { column, target: navigation.has(property) ? null : target });
  return {
    ...table,
    follows: columns.get(definition.follows ?? '') ?? null,
    columns,
    keys: (definition.keys ?? []).map((key) => ({
      name: key.name,
      label: key.label,
      columns: key.columns.map((each) => {
        const column = columns.get(each);
        if (!column) throw new DefinitionError(`The key '${key.name}' needs a column '${each}'.`);
        return column;
      }),
    })),
    byWire: new Map([...columns.values()].map((column) => [column.wire, column])),
    navigation,
  };
}

/** The lookup of rows that can be merged: to the one that such a row was merged into. */
const masterColumn = 'masterid';

/** Whether rows go, by this lookup, with those of the table that it refers to. */
export const cascades = (column: Column, target: Table | undefined): boolean =>
  column.cascade !== 'NoCascade' && target?.ownership === 'user';

/**
 * Whether rows of the table that refer to a row of the other by this lookup refer to the row that it is merged into
 * afterwards.
 */
export const merges = (table: Table, column: Column, other: Table): boolean =>
  other.columns.has(masterColumn) &&
  column.targets.includes(other.name) &&
  column.name !== masterColumn &&
  column.mirrors === undefined &&
  (column.create || table.readOnly);

/** Works out all that the definitions leave to defaults. Throws a {@link DefinitionError}. */
export function buildModel(definitions: readonly TableDefinition[]): Model {
  const groups = groupsOf(definitions);
  const links = definitions.flatMap((definition) =>
    (definition.links ?? []).map((link) => linkOf(definition.name, link)),
  );
  const primaryId = (name: string): string => {
    const definition = definitions.find((each) => each.name === name);
    if (!definition) throw new DefinitionError(`'${name}' in a relationship is no table.`);
    return primaryIdOf(definition);
  };
  let code = 10_000;
  for (const { objectTypeCode = 0 } of definitions) code = Math.max(code, objectTypeCode);
  const resolve = (definition: TableDefinition, intersect: Link | null): Table => {
    if (definition.objectTypeCode === undefined) code += 1;
    return resolveTable(definition, code, groups, intersect);
  };
  const all = [
    ...definitions.map((definition) => resolve(definition, null)),
    ...links
      .filter(({ over }) => !over)
      .map((link) => resolve(intersectTable(link, primaryId), link)),
  ];
  const tables = new Map(
    all.filter(({ abstract }) => !abstract).map((table) => [table.name, table]),
  );
  const collections = new Map<string, Collection>();
  const children = new Map<string, Collection[]>();
  for (const table of all)
    for (const column of table.columns.values())
      for (const [target, name] of Object.entries(column.relationship)) {
        if (!tables.has(target))
          throw new DefinitionError(
            `${table.name}.${column.name} refers to '${target}', which is no table.`,
          );
        collections.set(`${target}/${name}`, { table, column });
        if (!table.abstract && cascades(column, tables.get(target)))
          children.set(target, [...(children.get(target) ?? []), { table, column }]);
      }
  return {
    hides: () => false,
    tables,
    abstract: all.filter(({ abstract }) => abstract),
    described: new Map(all.map((table) => [table.name, table])),
    bySet: new Map(all.map((table) => [table.setName, table])),
    links: new Map(links.map((link) => [link.name, link])),
    children: (table) => children.get(table.name) ?? [],
    collection: (table, name) => collections.get(`${table.name}/${name}`),
  };
}
