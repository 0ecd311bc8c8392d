import type { Parameter } from '../action-request';
import type { RowRef } from '../row';

/** A row as a parameter. @param primaryId logical name of its primary key. */
export const reference = ({ table, id }: RowRef, primaryId = `${table}id`): Parameter => ({
  kind: 'reference',
  ref: { table, id },
  primaryId,
});
