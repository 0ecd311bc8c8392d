import { readableColumns } from '../../domain/column-security';
import { operatorsFor } from '../../domain/condition';
import type { Column, Table } from '../../domain/table';

/** Whose rows they are is said by the choice of rows. */
const ofOwner = ['ownerid', 'owningbusinessunit'];

/** The columns that conditions can be on, by label. */
export const conditionColumns = (table: Table): readonly Column[] =>
  readableColumns(table)
    .filter((column) => !ofOwner.includes(column.name) && operatorsFor(column).length > 0)
    .sort((a, b) => a.label.localeCompare(b.label));
