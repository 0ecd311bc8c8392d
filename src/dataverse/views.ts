import type { CrmServer } from '../domain/crm-server';
import type { Table } from '../domain/table';
import type { View, ViewRef } from '../domain/view';
import { textIn, rowsIn } from './json';
import { anyOf, called } from './query';
import { nullIfAbsent } from './reads';
import type { Send } from './send';
import { viewCondition } from './view-condition';

/** Views are read with their XML, and there are hundreds. */
const limitMs = 120_000;

const sets = { savedquery: 'savedqueries', userquery: 'userqueries' } as const;
const kinds = ['savedquery', 'userquery'] as const;

export function createViews(send: Send): Pick<CrmServer, 'readViews'> {
  const read = async (
    kind: ViewRef['kind'],
    tables: readonly Table[],
    only: readonly ViewRef[] | null,
    signal: AbortSignal | undefined,
  ): Promise<readonly View[]> => {
    const ids = only?.filter((view) => view.kind === kind).map(({ id }) => id);
    if (ids?.length === 0) return [];
    const which = [
      // Lists; the others are for looking up, finding and reporting.
      'querytype eq 0 and statecode eq 0',
      `(${anyOf(
        'returnedtypecode',
        tables.map(({ name }) => name),
      )})`,
      ...(ids === undefined ? [] : [called('In', `${kind}id`, ids)]),
    ].join(' and ');
    const address =
      `${sets[kind]}?$select=name,returnedtypecode,fetchxml` +
      `&$filter=${encodeURIComponent(which)}&$orderby=name`;
    const found = await send({ method: 'GET', address, limitMs, signal }, ({ body }) =>
      rowsIn(body),
    ).catch(nullIfAbsent);
    return (found ?? []).flatMap((row) => {
      const table = tables.find(({ name }) => name === row['returnedtypecode']);
      if (table === undefined) return [];
      return [
        {
          kind,
          id: textIn(row[`${kind}id`]).toLowerCase(),
          name: textIn(row['name']),
          table: table.name,
          condition: viewCondition(textIn(row['fetchxml']), table),
        },
      ];
    });
  };
  return {
    async readViews(tables, only, signal) {
      if (tables.length === 0) return [];
      const found = await Promise.all(kinds.map((kind) => read(kind, tables, only, signal)));
      return found.flat();
    },
  };
}
