import type { CrmServer } from '../../domain/crm-server';
import type { DuplicateRule } from '../../domain/duplicate-rule';
import { matchcode } from '../../domain/matchcode';
import { type Row, rowKey } from '../../domain/row';
import type { Model, Table } from '../../domain/table';
import type { Values } from '../../domain/value';
import type { ForeseenRows } from './foreseen-rows';

/** Which rows the organisation's rules would call duplicates of a row. */
export class ForeseenDuplicates {
  #rules: Promise<readonly DuplicateRule[]> | null = null;

  constructor(
    private readonly server: Pick<CrmServer, 'readDuplicates' | 'readDuplicateRules'>,
    private readonly model: Model,
    private readonly rows: ForeseenRows,
  ) {}

  /**
   * @param row as the write would leave it.
   * @param written columns that an update writes: rules that compare none of them are passed over; null: a create.
   */
  async of(table: Table, row: Row, written: Values | null): Promise<Row[]> {
    this.#rules ??= this.server.readDuplicateRules();
    const rules = (await this.#rules).filter(
      (rule) =>
        rule.table === table.name &&
        (written === null || rule.conditions.some(({ column }) => column in written)),
    );
    const found: Row[] = [];
    for (const name of new Set(rules.map(({ matchingTable }) => matchingTable))) {
      const matching = this.model[name];
      if (matching === undefined) continue;
      const ofTable = rules.filter(({ matchingTable }) => matchingTable === name);
      found.push(...(await this.#among(matching, table, row, ofTable)));
    }
    return found;
  }

  async #among(
    matching: Table,
    table: Table,
    row: Row,
    rules: readonly DuplicateRule[],
  ): Promise<Row[]> {
    const compared = new Set(
      rules.flatMap(({ conditions }) => conditions.map(({ column }) => column)),
    );
    const values = Object.fromEntries(
      Object.entries(row.values).filter(([column]) => compared.has(column)),
    );
    const there = await this.rows.asRead(table, row.id);
    const id = there === null ? null : row.id;
    const asked = await this.server.readDuplicates({ table, id, values, matching });
    // The server went by all rules, and by its own rows.
    const meets = (rule: DuplicateRule, other: Row): boolean => {
      const code = matchcode(rule, 'written', table, row.values);
      return code !== null && code === matchcode(rule, 'there', matching, other.values);
    };
    const unknown = rules.some(
      ({ conditions }) =>
        !conditions.every(
          ({ column, matchingColumn }) =>
            column in table.columns && matchingColumn in matching.columns,
        ),
    );
    return [
      ...asked.filter(
        (other) =>
          !this.rows.isChanged(other) && (unknown || rules.some((rule) => meets(rule, other))),
      ),
      ...this.rows
        .changedOf(matching)
        .filter(
          (other) => rowKey(other) !== rowKey(row) && rules.some((rule) => meets(rule, other)),
        ),
    ];
  }
}
