import type { Column, Model, Table } from '../model/model';

const types: Record<Column['type'], string> = {
  text: 'Edm.String" Unicode="false',
  memo: 'Edm.String" Unicode="false',
  integer: 'Edm.Int32',
  bigint: 'Edm.Int64',
  decimal: 'Edm.Decimal" Scale="Variable',
  double: 'Edm.Double',
  money: 'Edm.Decimal" Scale="Variable',
  boolean: 'Edm.Boolean',
  date: 'Edm.DateTimeOffset',
  choice: 'Edm.Int32',
  choices: 'Edm.String" Unicode="false',
  state: 'Edm.Int32',
  status: 'Edm.Int32',
  lookup: 'Edm.Guid',
  parties: '',
  uniqueidentifier: 'Edm.Guid',
  entityname: 'Edm.String" Unicode="false',
};

/** A navigation property: what it is called, where it leads, and what it is on the other side. */
interface Navigation {
  readonly name: string;
  /** Logical name of the table; null: whoever owns rows. */
  readonly target: string | null;
  readonly many: boolean;
  readonly partner: string | null;
  /** Property with the other row's id, and that row's key. */
  readonly constraint: readonly [property: string, referenced: string] | null;
}

/** Navigation properties of every table, by its name. */
function navigationOf(model: Model): Map<string, Navigation[]> {
  const all = new Map(
    [...model.described.keys()].map((name): [string, Navigation[]] => [name, []]),
  );
  const add = (table: string, navigation: Navigation): void => {
    const list = all.get(table);
    if (list && !list.some(({ name }) => name === navigation.name)) list.push(navigation);
  };
  for (const table of model.described.values())
    for (const column of table.columns.values())
      for (const [target, name] of Object.entries(column.navigation)) {
        const shared = table.navigation.get(name)?.target === null;
        const collection = column.relationship[target] ?? '';
        const key = model.described.get(target)?.primaryId ?? '';
        add(table.name, {
          name,
          target: shared ? null : target,
          many: false,
          partner: shared ? null : collection,
          constraint: [column.wire, shared ? 'ownerid' : key],
        });
        add(target, {
          name: collection,
          target: table.name,
          many: true,
          partner: shared ? null : name,
          constraint: null,
        });
      }
  for (const { name, left, right } of model.links.values())
    for (const [here, target] of [
      [left, right],
      [right, left],
    ] as const)
      add(here, { name, target, many: true, partner: name, constraint: null });
  return all;
}

const typeOf = (column: Column): string =>
  column.type === 'date' && column.behavior === 'DateOnly' ? 'Edm.Date' : types[column.type];

function navigationXml({ name, target, many, partner, constraint }: Navigation): string {
  const type = `mscrm.${target ?? 'principal'}`;
  const start = `<NavigationProperty Name="${name}" Type="${many ? `Collection(${type})` : type}"${partner === null ? '' : ` Partner="${partner}"`}`;
  if (!constraint || target === null) return `${start} />`;
  return `${start}><ReferentialConstraint Property="${constraint[0]}" ReferencedProperty="${constraint[1]}" /></NavigationProperty>`;
}

/** Tables whose rows own others. */
const owners = (model: Model): ReadonlySet<string> =>
  new Set(
    [...model.described.values()].flatMap((table) => table.columns.get('ownerid')?.targets ?? []),
  );

/** Every table as an entity type, and as an entity set with where its navigation properties lead. */
export function entitiesXml(model: Model): { readonly types: string; readonly sets: string } {
  const navigation = navigationOf(model);
  const principals = owners(model);
  const entityType = (table: Table): string => {
    const properties = [...table.columns.values()]
      .filter(({ type }) => type !== 'parties')
      .map(
        (column) =>
          `<Property Name="${column.wire}" Type="${typeOf(column)}"${column.name === table.primaryId ? ' Nullable="false"' : ''} />`,
      );
    const base = principals.has(table.name) ? 'principal' : 'crmbaseentity';
    return `<EntityType Name="${table.name}" BaseType="mscrm.${base}"><Key><PropertyRef Name="${table.primaryId}" /></Key>${properties.join('')}${(navigation.get(table.name) ?? []).map(navigationXml).join('')}</EntityType>`;
  };
  const entitySet = (table: Table): string => {
    const bindings = (navigation.get(table.name) ?? []).flatMap(({ name, target }) => {
      const set = model.described.get(target ?? '')?.setName;
      return set === undefined
        ? []
        : [`<NavigationPropertyBinding Path="${name}" Target="${set}" />`];
    });
    return `<EntitySet Name="${table.setName}" EntityType="mscrm.${table.name}">${bindings.join('')}</EntitySet>`;
  };
  const tables = [...model.described.values()];
  return { types: tables.map(entityType).join(''), sets: tables.map(entitySet).join('') };
}
