import type { RowFilter } from '../../domain/crm-server';
import { referencesOf, type RowRef } from '../../domain/row';
import { addressees, business, company, lead, person } from '../../domain/trip-source';
import { parts } from '../parts';
import { References } from '../references';
import { lookupsTo, readAll, type SourceContext } from './read-all';

/** Ids in one request: a longer address may not get through a proxy. */
const IDS = 100;

/** What the rows of a table refer to, of these tables. */
async function referred(
  context: SourceContext,
  name: string,
  ids: ReadonlySet<string>,
  targets: readonly string[],
): Promise<readonly RowRef[]> {
  const table = context.model[name];
  const columns = table === undefined ? [] : lookupsTo(table, targets);
  if (table === undefined || columns.length === 0) return [];
  const refs: RowRef[] = [];
  for (const part of parts([...ids], IDS))
    for (const { values } of await readAll(context, table, { kind: 'ids', ids: part }, columns))
      refs.push(...referencesOf(values).filter((ref) => targets.includes(ref.table)));
  return refs;
}

/** The open rows of a table that refer to one of these customers. */
async function openOf(
  context: SourceContext,
  name: string,
  customers: readonly string[],
): Promise<readonly RowRef[]> {
  const table = context.model[name];
  const columns = table === undefined ? [] : lookupsTo(table, [company, person]);
  if (table === undefined || columns.length === 0) return [];
  const states = Object.values(table.columns).filter(({ type }) => type === 'state');
  const open = states.map(({ name: column }): RowFilter => ({
    kind: 'column',
    column,
    operator: 'eq',
    values: [0],
  }));
  const found: RowRef[] = [];
  for (const values of parts(customers, Math.ceil(IDS / columns.length))) {
    const filters = columns.map((column): RowFilter => ({
      kind: 'column',
      column: column.name,
      operator: 'in',
      values,
    }));
    const filter: RowFilter = { kind: 'and', filters: [...open, { kind: 'or', filters }] };
    found.push(...(await readAll(context, table, filter, [])));
  }
  return found;
}

/**
 * Companies, people and leads among these rows, with what stands behind all of the rows: the companies and people that
 * they are about, the companies of those people, and what is open with any of them. Rejects with a CrmError.
 */
export async function behind(
  context: SourceContext,
  named: readonly RowRef[],
): Promise<readonly RowRef[]> {
  const found = new References();
  for (const ref of named) found.add(ref);
  for (const name of [...business, lead])
    for (const ref of await referred(context, name, found.of(name), [company, person]))
      found.add(ref);
  for (const ref of await referred(context, person, found.of(person), [company])) found.add(ref);
  const customers = [...found.of(company), ...found.of(person)];
  const kept = addressees.flatMap((table) => [...found.of(table)].map((id) => ({ table, id })));
  for (const name of business) kept.push(...(await openOf(context, name, customers)));
  return kept;
}
