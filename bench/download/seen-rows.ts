import type { CrmServer, RowPage, RowQuery } from '../../src/domain/crm-server';
import { nameOf, type RowRef } from '../../src/domain/row';
import { moment } from './loading';

/** What was seen of the requests for rows. */
export interface Seen {
  /** When the first one left. */
  from: number;
  /** The last row that came with its name. */
  last: (RowRef & { readonly name: string }) | null;
}

/** The same CRM, watched. */
export function seenRows(server: CrmServer): { readonly server: CrmServer; readonly seen: Seen } {
  const seen: Seen = { from: 0, last: null };
  const note = ({ table }: RowQuery, page: RowPage | undefined): void => {
    const row = page?.rows.at(-1);
    if (row !== undefined && table.primaryName in row.values)
      seen.last = { table: row.table, id: row.id, name: nameOf(table, row.values) };
  };
  return {
    seen,
    server: {
      ...server,
      count(query, signal) {
        if (seen.from === 0) seen.from = moment();
        return server.count(query, signal);
      },
      async readPage(query, next, signal) {
        const page = await server.readPage(query, next, signal);
        note(query, page);
        return page;
      },
      async readPages(queries, signal) {
        const pages = await server.readPages(queries, signal);
        queries.forEach((query, n) => note(query, pages[n]));
        return pages;
      },
    },
  };
}
