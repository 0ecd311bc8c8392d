/** A FetchXML query as a tree. Names are as written; nothing is looked up yet. */
export interface Fetch {
  readonly top: number | null;
  readonly count: number | null;
  readonly page: number;
  /** What an earlier page gave; null without one. */
  readonly cookie: string | null;
  readonly distinct: boolean;
  readonly aggregate: boolean;
  readonly aggregateLimit: number | null;
  readonly countsAll: boolean;
  /** Choices in the order of their values, not of their labels. */
  readonly rawOrder: boolean;
  readonly entity: FetchEntity;
}

export interface FetchEntity {
  readonly name: string;
  readonly allAttributes: boolean;
  readonly attributes: readonly FetchAttribute[];
  readonly orders: readonly FetchOrder[];
  readonly filters: readonly FetchFilter[];
  readonly links: readonly FetchLink[];
}

export const joinTypes = ['inner', 'outer', 'matchfirstrowusingcrossapply'] as const;
export const filterTypes = ['any', 'not any', 'all', 'not all', 'exists', 'in'] as const;
export type LinkType = (typeof joinTypes)[number] | (typeof filterTypes)[number];

export interface FetchLink extends FetchEntity {
  /** Column of this entity. */
  readonly from: string;
  /** Column of the entity around it. */
  readonly to: string;
  readonly alias: string | null;
  readonly type: LinkType;
}

export const aggregates = ['count', 'countcolumn', 'sum', 'avg', 'min', 'max'] as const;
export const dateGroupings = [
  'day',
  'week',
  'month',
  'quarter',
  'year',
  'fiscal-period',
  'fiscal-year',
] as const;

export interface FetchAttribute {
  readonly name: string;
  readonly alias: string | null;
  readonly aggregate: (typeof aggregates)[number] | null;
  readonly groupBy: boolean;
  readonly dateGrouping: (typeof dateGroupings)[number] | null;
  readonly distinct: boolean;
  readonly countsChildren: boolean;
}

export interface FetchOrder {
  readonly attribute: string | null;
  /** Of an attribute with an alias. */
  readonly alias: string | null;
  /** Alias of the link that the attribute belongs to; null: where the order stands. */
  readonly entityName: string | null;
  readonly descending: boolean;
}

export type FetchFilter =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly FetchFilter[] }
  | { readonly kind: 'link'; readonly link: FetchLink }
  | FetchCondition;

export interface FetchCondition {
  readonly kind: 'condition';
  readonly attribute: string;
  readonly operator: string;
  readonly entityName: string | null;
  readonly values: readonly string[];
  /** Another column, instead of values. */
  readonly valueOf: string | null;
}
