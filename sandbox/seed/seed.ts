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

export interface SeedUser {
  /** Sign-in name. */
  readonly name: string;
  readonly id: string;
  readonly businessUnitId: string;
  /** Key of `roles`. */
  readonly role: string;
}

export interface SeedUnit {
  readonly id: string;
  readonly parent: string | null;
}

/** What an organisation begins with. */
export interface Seed {
  readonly name: string;
  readonly tables: readonly TableDefinition[];
  readonly users: readonly SeedUser[];
  readonly units: readonly SeedUnit[];
  /** The currency that new rows get. */
  readonly currencyId: string;
  readonly rows: Iterable<SeedRow>;
}
