import type { RowRef } from '../domain/row';

/** Ids of rows by table, each once. */
export class References {
  readonly #ids = new Map<string, Set<string>>();

  add({ table, id }: RowRef): void {
    this.#ids.set(table, this.of(table).add(id));
  }

  of(table: string): Set<string> {
    return this.#ids.get(table) ?? new Set();
  }
}
