import { readableColumns } from '../../domain/column-security';
import { operatorsFor } from '../../domain/condition';
import type { Column, Table } from '../../domain/table';

/** No business unit is known here that could be chosen. */
const notChosen = ['owningbusinessunit'];

/** The columns that conditions can be on, by label. */
export const conditionColumns = (table: Table): readonly Column[] =>
  readableColumns(table)
    .filter((column) => !notChosen.includes(column.name) && operatorsFor(column).length > 0)
    .sort((a, b) => a.label.localeCompare(b.label));
