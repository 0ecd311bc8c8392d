import { columnKind } from '../model/column-kind';
import { fetchFaults } from './faults';
import { propertyOf, sourceNamed, type FetchContext, type Source } from './source';
import type { FetchOrder } from './tree';
import { nameSql, type OrderTerm } from '../query/order';
import type { Property } from '../query/property-path';
import { sql, type Sql } from '../storage/sql';

/** One term of the order of rows, and whose column it is. */
export interface FetchTerm extends OrderTerm {
  readonly source: Source;
}

const labelled = ['choice', 'state', 'status'];

/** Choices are ordered by their labels: by the place of the value in the list of the values so ordered. */
function labelSql({ text, column }: Property): Sql {
  const values = [...(column.options ?? [])]
    .sort((a, b) => a.label.localeCompare(b.label, 'en'))
    .map(({ value }) => value);
  return sql(`instr(?, ',' || ${text} || ',')`, `,${values.join(',')},`);
}

function term(
  context: FetchContext,
  here: Source,
  order: FetchOrder,
  rawOrder: boolean,
): FetchTerm {
  const aliased = context.sources.flatMap((source) =>
    source.entity.attributes
      .filter(({ alias }) => order.alias !== null && alias === order.alias)
      .map(({ name }) => ({ source, name })),
  )[0];
  if (order.alias !== null && !aliased)
    throw fetchFaults.xml(`There is no attribute with the alias '${order.alias.slice(0, 100)}'.`);
  const source = aliased?.source ?? sourceNamed(context, here, order.entityName);
  const name = aliased?.name ?? order.attribute;
  if (name === null) throw fetchFaults.xml("The attribute 'attribute' of 'order' is missing.");
  const property = propertyOf(source, name);
  const { column } = property;
  const common = { name, descending: order.descending, source };
  if (column.type === 'lookup')
    return { ...common, sql: nameSql(context.organization.model, property), kind: 'text' };
  const byLabel = labelled.includes(column.type) && !rawOrder;
  return { ...common, sql: byLabel ? labelSql(property) : property, kind: columnKind(column) };
}

const key = (source: Source): FetchTerm => ({
  name: source.table.primaryId,
  sql: propertyOf(source, source.table.primaryId),
  kind: 'id',
  descending: false,
  source,
});

/** The order of the rows: as asked, the entity's before the links', then by their keys so that it is always the same. */
export function orderOf(
  context: FetchContext,
  rawOrder: boolean,
  distinct: boolean,
): readonly FetchTerm[] {
  const asked = context.sources.flatMap((source) =>
    source.entity.orders.map((order) => term(context, source, order, rawOrder)),
  );
  return distinct ? asked : [...asked, ...context.sources.map(key)];
}
