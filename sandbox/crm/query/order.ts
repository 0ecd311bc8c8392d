import { columnKind, type ColumnKind } from '../model/column-kind';
import type { Model } from '../model/model';
import { propertySql, type Property, type Scope } from './property-path';
import type { Ordering } from './query-options';
import type { Sql } from '../storage/sql';
import { quote } from '../storage/store';

/** What rows are ordered by, as SQL with the columns of an order. */
export interface OrderTerm {
  readonly sql: Sql;
  /** In the paging cookie. */
  readonly name: string;
  /** How its values compare, and how the cookie writes them. */
  readonly kind: ColumnKind;
  readonly descending: boolean;
}

/** A lookup is ordered by the name of the row it refers to. Source: Microsoft's "Order rows using OData". */
export function nameSql(model: Model, { text, values, column }: Property): Sql {
  const names = column.targets.flatMap((name) => {
    const target = model.tables.get(name);
    if (!target) return [];
    return [
      `(SELECT t.${quote(target.primaryName)} FROM ${quote(name)} AS t WHERE t.${quote(target.primaryId)} = ${text})`,
    ];
  });
  return {
    text: names.length > 1 ? `coalesce(${names.join(', ')})` : (names[0] ?? 'NULL'),
    values: names.flatMap(() => values),
  };
}

/** The order as asked, then by id so that it is always the same. */
export function orderTerms(scope: Scope, orderings: readonly Ordering[]): OrderTerm[] {
  const { table, alias, organization } = scope;
  const terms: OrderTerm[] = [];
  for (const { steps, descending } of orderings) {
    const property = propertySql(scope, steps);
    const lookup = property.column.type === 'lookup';
    terms.push({
      sql: lookup ? nameSql(organization.model, property) : property,
      name: [...steps.slice(0, -1), property.column.name].join('.'),
      kind: lookup ? 'text' : columnKind(property.column),
      descending,
    });
    // No two rows share an id: nothing after it matters.
    if (steps.length === 1 && property.column.name === table.primaryId) return terms;
  }
  return [
    ...terms,
    {
      sql: { text: `${alias}.${quote(table.primaryId)}`, values: [] },
      name: table.primaryId,
      kind: 'id',
      descending: false,
    },
  ];
}

/** What an ordering term is called in the rows of the answer. */
export const orderColumn = (index: number): string => `order:${index}`;

/** The terms as columns of a SELECT. */
export const orderColumnsSql = (terms: readonly OrderTerm[]): Sql => ({
  text: terms.map(({ sql }, index) => `${sql.text} AS ${quote(orderColumn(index))}`).join(', '),
  values: terms.flatMap(({ sql }) => [...sql.values]),
});

export const collated = (term: OrderTerm | undefined, index: number): string =>
  `${quote(orderColumn(index))}${term?.kind === 'text' ? ' COLLATE NOCASE' : ''}`;

/** ORDER BY over {@link orderColumnsSql}. */
export const orderSql = (terms: readonly OrderTerm[]): string =>
  terms
    .map((term, index) => `${collated(term, index)}${term.descending ? ' DESC' : ''}`)
    .join(', ');
