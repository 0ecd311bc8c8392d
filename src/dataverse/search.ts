import { readableColumns } from '../domain/column-security';
import { CrmError } from '../domain/crm-error';
import type { CrmServer, SearchQuery } from '../domain/crm-server';
import { decide, type Decision } from '../domain/decision';
import type { Clock } from '../domain/ports';
import type { Row } from '../domain/row';
import type { Table } from '../domain/table';
import { type Answered, readBatch } from './batch-answer';
import { batchRequest } from './batch-request';
import { decodeRow } from './decode-row';
import { notCrm } from './errors';
import { rowsIn } from './json';
import { annotations, asPattern, propertyOf } from './query';
import type { CrmAnswer } from './send';
import type { Transport } from './transport';

/** A table that answers so has nothing to be found by this user; the others may. */
const leftOut: ReadonlySet<Decision> = new Set(['forbidden', 'gone', 'invalid', 'unsupported']);

/**
 * What may stand before a word, as a set of a pattern. Source: Microsoft's "Filter rows", wildcard characters in
 * conditions on text.
 */
const beforeWord = "[ .,/@(_&''-]";

export interface SearchOptions {
  readonly transport: Transport;
  /** The Web API's, with a trailing slash. */
  readonly root: string;
  readonly clock: Clock;
}

export function createSearch({ transport, root, clock }: SearchOptions): Pick<CrmServer, 'search'> {
  return {
    async search(query, signal) {
      const tables = query.tables.filter((table) => searchedColumns(table).length > 0);
      if (tables.length === 0) return [];
      const requests = tables.map((table) => [
        {
          method: 'GET' as const,
          address: searchAddress(table, query),
          headers: { Prefer: annotations },
        },
      ]);
      const expected = tables.map((table) => ({
        requests: 1,
        decode: ([answer]: readonly CrmAnswer[]) =>
          rowsIn(answer?.body ?? null).map((row) => decodeRow(table, row)),
      }));
      // One address, however many tables: a browser asks a server of another origin about each address first.
      const batch = batchRequest(requests, root);
      const headers = { ...batch.headers, Prefer: 'odata.continue-on-error' };
      const answered = await transport({ ...batch, headers, signal }, (answer) =>
        readBatch(answer, expected, clock.now(), true),
      );
      return answered.flatMap(rowsOf);
    },
  };
}

function rowsOf(answer: Answered<readonly Row[]>): readonly Row[] {
  if (answer.kind === 'done') return answer.result;
  if (answer.kind !== 'failed') throw notCrm({ status: 200 });
  if (leftOut.has(decide(answer.failure, false))) return [];
  throw new CrmError(answer.failure);
}

const searchedColumns = (table: Table): readonly string[] =>
  Object.values(table.columns)
    .filter(({ type }) => type === 'text')
    .filter((column) => column.name === table.primaryName || column.format === 'email')
    .map(({ name }) => name);

function searchAddress(table: Table, { words, limit }: SearchQuery): string {
  const columns = searchedColumns(table);
  const short = readableColumns(table)
    .filter(({ type }) => type !== 'parties' && type !== 'memo')
    .map(propertyOf);
  const select = [...new Set([table.primaryId, ...short])].join(',');
  const begins = (column: string, word: string): string =>
    `startswith(${column},'${word}') or contains(${column},'${beforeWord}${word}')`;
  const filter = words
    .map(asPattern)
    .map((word) => `(${columns.map((column) => begins(column, word)).join(' or ')})`)
    .join(' and ');
  const order = columns.includes(table.primaryName) ? `&$orderby=${table.primaryName}` : '';
  return `${table.entitySetName}?$select=${select}&$filter=${encodeURIComponent(filter)}${order}&$top=${limit}`;
}
