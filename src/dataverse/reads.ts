import { CrmError } from '../domain/crm-error';
import type { CrmServer, Identity, RowPage, RowQuery } from '../domain/crm-server';
import type { Row } from '../domain/row';
import type { Table } from '../domain/table';
import { countRows } from './count-rows';
import { decodeRow } from './decode-row';
import { isJson, rowsIn, textIn } from './json';
import type { Json } from './json';
import { annotations, columnsQuery, filterQuery, rowAddress } from './query';
import type { Send } from './send';

/** The probe must tell soon. */
const probeLimitMs = 10_000;

/** Dataverse itself gives up after two minutes; a page of 5000 rows over a slow network takes its time. */
const pageLimitMs = 120_000;

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Reads = Pick<CrmServer, 'whoAmI' | 'readPage' | 'readPages' | 'count' | 'readRow'>;

/** @param inOne sends what it is asked for together in one request. */
export function createReads(send: Send, inOne: () => Send): Reads {
  return {
    whoAmI: (signal) =>
      send({ method: 'GET', address: 'WhoAmI', limitMs: probeLimitMs, signal }, ({ body }) => {
        const id = (name: string): string => {
          const value = textIn(body?.[name]).toLowerCase();
          if (!guid.test(value)) throw new TypeError(`WhoAmI without ${name}`);
          return value;
        };
        const identity: Identity = {
          organizationId: id('OrganizationId'),
          userId: id('UserId'),
          businessUnitId: id('BusinessUnitId'),
        };
        return identity;
      }),

    readPage: (query, next, signal) => requestPage(send, query, next, signal),

    readPages(queries, signal) {
      const together = inOne();
      return Promise.all(queries.map((query) => requestPage(together, query, null, signal)));
    },

    count: (query, signal) => countRows(send, query, signal),

    readRow: (table, id, signal) => requestRow(send, table, id, signal).catch(nullIfAbsent),
  };
}

const requestPage = (
  send: Send,
  query: RowQuery,
  next: string | null,
  signal: AbortSignal | undefined,
): Promise<RowPage> =>
  send(
    {
      method: 'GET',
      address: next ?? pageAddress(query),
      headers: { Prefer: `odata.maxpagesize=${query.pageSize},${annotations}` },
      limitMs: pageLimitMs,
      signal,
    },
    ({ body, bytes }) => ({
      rows: rowsIn(body).map((row) => decodeRow(readTable(query), row)),
      next: textIn(body?.['@odata.nextLink']) || null,
      bytes,
    }),
  );

/** As the port's `readRow`, but a missing row is the server's refusal. */
export const requestRow = (send: Send, table: Table, id: string, signal: AbortSignal | undefined) =>
  send(
    {
      method: 'GET',
      address: `${rowAddress(table.entitySetName, id)}?${columnsQuery(table)}`,
      headers: { Prefer: annotations },
      signal,
    },
    ({ body }) => {
      if (!isJson(body)) throw new TypeError('No row in the answer');
      return decodeOnly(table, id, body);
    },
  );

/** The row that was asked for: another one is no answer of Dataverse. */
export function decodeOnly(table: Table, id: string, body: Json): Row {
  const row = decodeRow(table, body);
  if (row.id !== id.toLowerCase()) throw new TypeError(`Another row than ${id}`);
  return row;
}

/** The table with the columns that are asked for. */
const readTable = ({ table, bare = false, only }: RowQuery): Table => {
  const names = bare ? [] : only;
  if (names === undefined) return table;
  const columns = Object.values(table.columns).filter(({ name }) => names.includes(name));
  return { ...table, columns: Object.fromEntries(columns.map((each) => [each.name, each])) };
};

function pageAddress(query: RowQuery): string {
  const { table } = query;
  // Paging needs an order that never changes, or one in which rows only move towards its end.
  const by = (query.since ?? null) === null ? table.primaryId : 'versionnumber';
  const order = `&$orderby=${by}%20asc`;
  return `${table.entitySetName}?${columnsQuery(readTable(query))}${filterQuery(query)}${order}`;
}

/** No such row, or none that this user may read. Another 404 is a mistake in the address. */
export function nullIfAbsent(error: unknown): null {
  if (error instanceof CrmError && error.failure.kind === 'answered') {
    const { status, code } = error.failure;
    if (code === '0x80040217' || code === '0x80060891' || status === 403) return null;
  }
  throw error;
}
