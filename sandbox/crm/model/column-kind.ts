import type { Column } from './model';

/** How a column's values compare. */
export type ColumnKind = 'number' | 'boolean' | 'date' | 'id' | 'text';

export function columnKind({ type }: Column): ColumnKind {
  switch (type) {
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'double':
    case 'money':
    case 'choice':
    case 'state':
    case 'status':
      return 'number';
    case 'boolean':
    case 'date':
      return type;
    case 'lookup':
    case 'uniqueidentifier':
      return 'id';
    default:
      return 'text';
  }
}

export const textual = (column: Column): boolean => columnKind(column) === 'text';
