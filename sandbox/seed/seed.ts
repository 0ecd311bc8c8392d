import type { TableDefinition } from './definition';

/** A row by its table's logical name and id. */
export interface SeedReference {
  readonly table: string;
  readonly id: string;
}

/** Values by column logical name; a column that is missing gets its default or stays empty. */
export interface SeedRow extends SeedReference {
  readonly values: Readonly<Record<string, string | number | boolean | null | SeedReference>>;
}

/** Two rows of an N:N relationship, by its name; the left one is the row of the table that defines it. */
export interface SeedLink {
  readonly link: string;
  readonly left: string;
  readonly right: string;
}

/** What an organisation begins with. */
export interface Seed {
  readonly name: string;
  readonly tables: readonly TableDefinition[];
  /** The currency that new rows get. */
  readonly currencyId: string;
  /** Who made the rows that have no owner. */
  readonly administratorId: string;
  readonly rows: Iterable<SeedRow>;
  readonly links: readonly SeedLink[];
}
