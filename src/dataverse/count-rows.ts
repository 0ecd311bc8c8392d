import { CrmError } from '../domain/crm-error';
import type { CrmServer, RowQuery } from '../domain/crm-server';
import { decide } from '../domain/decision';
import { rowsIn } from './json';
import { filterQuery, totalQuery } from './query';
import type { Send } from './send';

/** Dataverse aggregates no more rows: it refuses with this code. Source: Microsoft's "Aggregate data". */
const aggregateLimit = 50_000;
const TOO_MANY = '0x8004e023';

/** Beside rows it counts no further. */
const countLimit = 5000;

const failureOf = (error: unknown) => (error instanceof CrmError ? error.failure : null);

/** How many rows, by an aggregate; beside a row of them where the table or the filter allows no aggregate. */
export async function countRows(
  send: Send,
  query: RowQuery,
  signal: AbortSignal | undefined,
): ReturnType<CrmServer['count']> {
  try {
    return { count: await total(send, query, signal), more: false };
  } catch (error) {
    const failure = failureOf(error);
    if (failure?.code === TOO_MANY) return { count: aggregateLimit, more: true };
    if (failure === null || !['invalid', 'unsupported'].includes(decide(failure, false)))
      throw error;
    return countBeside(send, query, signal);
  }
}

const total = (send: Send, query: RowQuery, signal: AbortSignal | undefined): Promise<number> =>
  send(
    {
      method: 'GET',
      address: `${query.table.entitySetName}?${totalQuery(query)}`,
      signal,
    },
    ({ body }) => counted(rowsIn(body).map((row) => row['n'])[0]),
  );

const countBeside = (send: Send, { table, ...which }: RowQuery, signal: AbortSignal | undefined) =>
  send(
    {
      method: 'GET',
      address:
        `${table.entitySetName}?$select=${table.primaryId}&$count=true&$top=1` +
        filterQuery({ table, ...which }),
      signal,
    },
    ({ body }) => {
      const count = counted(body?.['@odata.count']);
      return { count, more: count >= countLimit };
    },
  );

function counted(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError('No count');
  return value;
}
