import { type Condition, operatorsFor } from '../../domain/condition';
import type { Table } from '../../domain/table';
import { conditionColumns } from './condition-columns';

/** A condition on the table's name, or where that has no operator on its first column; null: there is no column. */
export function newCondition(table: Table): Condition | null {
  const columns = conditionColumns(table);
  const column = columns.find(({ name }) => name === table.primaryName) ?? columns[0];
  const [operator] = column ? operatorsFor(column) : [];
  return column && operator ? { column: column.name, operator, values: [] } : null;
}
