import type { ColumnDefinition, LinkDefinition, TableDefinition } from '../../seed/definition';

/** A N:N relationship. */
export interface Link {
  readonly name: string;
  /** The two tables; the database keeps the pairs of ids as `left` and `right`. */
  readonly left: string;
  readonly right: string;
  readonly intersect: string;
  readonly columns: readonly ColumnDefinition[];
  readonly readOnly: boolean;
  /** The lookups of `intersect` that make the pairs, where that is a table with rows of its own. */
  readonly over: { readonly left: string; readonly right: string } | null;
}

export const primaryIdOf = ({ name, primaryId, activity }: TableDefinition): string =>
  primaryId ?? (activity ? 'activityid' : `${name}id`);

export const linkOf = (left: string, definition: LinkDefinition): Link => ({
  name: definition.name,
  left,
  right: definition.other,
  intersect:
    definition.over?.table ?? definition.intersect ?? definition.name.replace('_association', ''),
  columns: definition.columns ?? [],
  readOnly: definition.readOnly ?? definition.over !== undefined,
  over: definition.over ?? null,
});

/** The columns of the intersect table that hold the two ids. */
export function intersectIds(
  link: Link,
  primaryId: (table: string) => string,
): readonly [left: string, right: string] {
  if (link.over) return [link.over.left, link.over.right];
  const left = primaryId(link.left);
  const right = primaryId(link.right);
  return left === right ? [`${left}one`, `${right}two`] : [left, right];
}

const id = (name: string): ColumnDefinition => ({ name, label: name, type: 'uniqueidentifier' });

/** The table whose rows are the pairs of a N:N relationship; to read only. */
export function intersectTable(link: Link, primaryId: (table: string) => string): TableDefinition {
  const { intersect } = link;
  const primary = `${intersect.replace(/s$/, '')}id`;
  return {
    name: intersect,
    label: intersect,
    setName: intersect.endsWith('s') ? `${intersect}collection` : `${intersect}s`,
    primaryId: primary,
    primaryName: primary,
    ownership: 'none',
    readOnly: true,
    columns: [...intersectIds(link, primaryId).map(id), ...link.columns],
  };
}
