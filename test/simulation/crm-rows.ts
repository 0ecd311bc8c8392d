/** What the columns for free text hold in the CRM. */
export class Rows {
  readonly #values = new Map<string, string>();

  /** @returns what was there. */
  set(row: string, column: string, text: string): string | undefined {
    const key = `${row}.${column}`;
    const before = this.#values.get(key);
    this.#values.set(key, text);
    return before;
  }

  /** The row is gone: what comes under its id later overwrites nothing. */
  forget(row: string): void {
    for (const key of this.#values.keys()) if (key.startsWith(`${row}.`)) this.#values.delete(key);
  }
}
