import { CrmError } from '../../domain/crm-error';
import type { RowFilter, RowPage } from '../../domain/crm-server';
import { decide } from '../../domain/decision';
import { type Row, rowKey } from '../../domain/row';
import type { Table } from '../../domain/table';
import { seesAll } from './passes';
import type { Reader } from './reader';
import type { TableMark } from './walk';
import { newer, newestOf } from './watermark';

/** Marks of the server expire. */
const isExpired = (error: unknown): boolean =>
  error instanceof CrmError && ['invalid', 'gone'].includes(decide(error.failure, false));

/** A server that gives the same rows again would be asked for ever. @throws CrmError */
function mustBeNewer(rows: readonly Row[], than: string): void {
  if (newer(newestOf(rows), than) !== than) return;
  throw new CrmError({
    kind: 'notCrm',
    status: 200,
    code: '',
    message: 'The CRM gives the same rows again and again.',
    retryAfterMs: null,
  });
}

/**
 * Reads a table pass by pass and page by page.
 * @param from how far it is read.
 * @param note keeps behind each page how far it is read, and the keys of its rows where they are to be noted.
 * @returns the mark behind the last page. Rejects with a CrmError or StoreError, and with what `note` does.
 */
export async function readTable(
  reader: Reader,
  table: Table,
  filter: RowFilter,
  from: TableMark,
  note: (mark: TableMark, seen: readonly string[] | null) => Promise<void>,
): Promise<TableMark> {
  let mark = from;
  for (let [pass] = mark.passes; pass !== undefined; [pass] = mark.passes) {
    const { next, newest } = mark;
    let page: RowPage;
    try {
      page = await reader.page(table, filter, pass, { next, newest });
    } catch (error) {
      if (!isExpired(error) || next === null) throw error;
      mark = { ...mark, next: null };
      continue;
    }
    const { length } = page.rows;
    if (pass.kind === 'rows' && page.next !== null) mustBeNewer(page.rows, newest ?? pass.since);
    const noted = seesAll(pass);
    const valued = pass.kind === 'rows';
    mark = {
      ...mark,
      passes: page.next === null ? mark.passes.slice(1) : mark.passes,
      // Versions are a mark that never expires.
      next: pass.kind === 'ids' ? page.next : null,
      pages: mark.pages + (noted ? 1 : 0),
      rows: mark.rows + (noted ? length : 0),
      fetched: mark.fetched + (valued ? length : 0),
      newest:
        pass.kind === 'late' || length === 0 ? newest : newer(newest ?? '0', newestOf(page.rows)),
    };
    await note(mark, noted ? page.rows.map(rowKey) : null);
  }
  return mark;
}
