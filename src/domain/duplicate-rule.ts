/** How two values are compared. Source: Microsoft's table reference, duplicaterulecondition, operatorcode. */
export type DuplicateOperator =
  | 'exactMatch'
  | 'sameFirstCharacters'
  | 'sameLastCharacters'
  | 'sameDate'
  | 'sameDateAndTime'
  | 'sameOptionLabel'
  | 'sameOptionValue';

export interface DuplicateCondition {
  /** Of the row that is written. */
  readonly column: string;
  /** Of the row that it may be a duplicate of. */
  readonly matchingColumn: string;
  readonly operator: DuplicateOperator;
  /** How many characters are compared; null where all of them are. */
  readonly characters: number | null;
  /** An empty value is no duplicate of an empty value. */
  readonly ignoreBlank: boolean;
}

/** A published rule: a row that meets every condition with another one, itself apart, is a duplicate. */
export interface DuplicateRule {
  readonly name: string;
  /** Logical name of the table of the row that is written. */
  readonly table: string;
  /** Logical name of the table in which duplicates are looked for. */
  readonly matchingTable: string;
  readonly caseSensitive: boolean;
  /** Inactive rows are no duplicates. */
  readonly excludesInactive: boolean;
  /** At least one. */
  readonly conditions: readonly DuplicateCondition[];
}
