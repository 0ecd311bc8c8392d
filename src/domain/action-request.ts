import type { RowRef } from './row';

/** A row that is there, by its key. */
export interface ReferenceParameter {
  readonly kind: 'reference';
  readonly ref: RowRef;
  /** Logical name of the table's primary key. */
  readonly primaryId: string;
}

/** A row that the action writes. Properties are named as the Web API writes them; a {@link RowRef} is a lookup. */
export interface EntityParameter {
  readonly kind: 'entity';
  readonly table: string;
  readonly properties: Readonly<Record<string, Parameter | RowRef>>;
}

/** A value of a complex type. */
export interface ComplexParameter {
  readonly kind: 'complex';
  readonly properties: Readonly<Record<string, Parameter>>;
}

/** A number in plain decimal notation, which keeps its digits. */
export interface DecimalParameter {
  readonly kind: 'decimal';
  readonly digits: string;
}

export type Parameter =
  | null
  | string
  | number
  | boolean
  | DecimalParameter
  | ReferenceParameter
  | EntityParameter
  | ComplexParameter;

/** A call of an action of the Web API. */
export interface ActionRequest {
  /** As the Web API names it: `WinOpportunity`. */
  readonly name: string;
  /** The row that it is bound to; null: it stands alone. */
  readonly on: RowRef | null;
  readonly parameters: Readonly<Record<string, Parameter>>;
}
