import { conditionsFilter, dayAt, plusDays } from '../../domain/condition-filter';
import type { RowFilter } from '../../domain/crm-server';
import { referencesOf, type RowRef } from '../../domain/row';
import { addressees, appointments, type TripSource } from '../../domain/trip-source';
import { parts } from '../parts';
import { readAll, type SourceContext } from './read-all';

/** E-mail addresses in one request. */
const ADDRESSES = 20;

/** What a source names by itself. */
export interface Beginnings {
  /** Rows that it keeps for their own sake. */
  readonly kept: readonly RowRef[];
  /** Rows that those are about or with. */
  readonly named: readonly RowRef[];
}

/** Appointments that are not over before today, and begin before so many days from now have passed. */
async function inDiary(context: SourceContext, days: number): Promise<Beginnings> {
  const table = context.model[appointments.table];
  const parties = Object.values(table?.columns ?? {}).find(({ type }) => type === 'parties');
  if (table === undefined || parties === undefined) return { kept: [], named: [] };
  const { columns } = table;
  const today = dayAt(context.now);
  const when = conditionsFilter(
    {
      join: 'and',
      list: [
        { column: 'scheduledend', operator: 'on-or-after', values: [today] },
        { column: 'scheduledstart', operator: 'on-or-before', values: [plusDays(today, days)] },
      ],
    },
    table,
    context.now,
  );
  const { roles, states } = appointments;
  const filters: RowFilter[] = [
    { kind: 'party', column: parties.name, userId: context.userId, roles },
    { kind: 'column', column: 'statecode', operator: 'in', values: states },
  ];
  const rows = await readAll(
    context,
    table,
    { kind: 'and', filters: [when, ...filters] },
    Object.values(columns).filter(({ type }) => type === 'parties' || type === 'lookup'),
  );
  return { kept: rows, named: rows.flatMap(({ values }) => referencesOf(values)) };
}

/** Whoever has one of these addresses. */
async function having(context: SourceContext, addresses: readonly string[]): Promise<Beginnings> {
  const found: RowRef[] = [];
  for (const name of addressees) {
    const table = context.model[name];
    const columns = Object.values(table?.columns ?? {}).filter(
      (column) => column.format === 'email',
    );
    if (table === undefined || columns.length === 0) continue;
    for (const values of parts(addresses, ADDRESSES)) {
      const filters = columns.map((column): RowFilter => ({
        kind: 'column',
        column: column.name,
        operator: 'in',
        values,
      }));
      found.push(...(await readAll(context, table, { kind: 'or', filters }, [])));
    }
  }
  return { kept: [], named: found };
}

/** Rejects with a CrmError. */
export const beginningsOf = (context: SourceContext, source: TripSource): Promise<Beginnings> =>
  source.kind === 'diary' ? inDiary(context, source.days) : having(context, source.addresses);
