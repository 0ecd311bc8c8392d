import type { RowFilter, RowPage, RowQuery } from '../../domain/crm-server';
import type { Row } from '../../domain/row';
import type { Column, Model, Table } from '../../domain/table';
import { IDS_PAGE } from '../copy/passes';

/** What is known, and who is asked. */
export interface SourceContext {
  /** The tables that the user may read. */
  readonly model: Model;
  readonly userId: string;
  /** Milliseconds since 1970: days count from there. */
  readonly now: number;
  /** Asks the CRM. Rejects with a CrmError. */
  readonly read: (query: RowQuery, next: string | null) => Promise<RowPage>;
}

/** All rows of a filter, with these columns alone. Rejects with a CrmError. */
export async function readAll(
  { read }: Pick<SourceContext, 'read'>,
  table: Table,
  filter: RowFilter,
  columns: readonly Column[],
): Promise<Row[]> {
  const narrow = {
    ...table,
    columns: Object.fromEntries(columns.map((column) => [column.name, column])),
  };
  const rows: Row[] = [];
  for (let next: string | null = null; ;) {
    const page: RowPage = await read({ table: narrow, filter, pageSize: IDS_PAGE }, next);
    rows.push(...page.rows);
    if (page.next === null) return rows;
    next = page.next;
  }
}

/** The columns of a table that refer to rows of one of these. */
export const lookupsTo = (table: Table, targets: readonly string[]): readonly Column[] =>
  Object.values(table.columns).filter(
    (column) => column.type === 'lookup' && column.targets?.some((to) => targets.includes(to)),
  );
