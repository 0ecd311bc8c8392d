import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startCrm } from '../../sandbox/crm/server';
import {
  type Condition,
  conditionProblem,
  type Conditions,
  conditionsIn,
  type Operand,
  type Operator,
} from '../../src/domain/condition';
import { rowFilter } from '../../src/domain/trip';
import type { Lookup } from '../../src/domain/value';
import { SandboxControl } from '../browser/support/sandbox-control';
import { worldAt } from './crm-world';
import { openCrm, type OpenCrm } from './open-crm';
import { sandboxTokens } from './sandbox-world';

let crm: OpenCrm;
let api: string;
let people: readonly Lookup[];
/** An account and a contact of which nothing but the name is known. */
let empty: readonly string[];

const toppings = [1, 2, 12].map((value) => ({ value, label: `Topping ${value}` }));

beforeAll(async () => {
  const { port, url, close } = await startCrm({ port: 0, seed: 'demo' });
  api = url;
  await new SandboxControl(`http://localhost:${port}`).addTable({
    name: 'new_pizza',
    label: 'Pizza',
    columns: [{ name: 'new_toppings', label: 'Toppings', type: 'choices', options: toppings }],
  });
  crm = await openCrm(worldAt(url, sandboxTokens('ada'), close), null);
  for (const chosen of [[1, 12], [2], [12], null])
    await crm.create('new_pizza', { new_name: 'Pizza', new_toppings: chosen });
  const made = [
    await crm.create('account', { name: 'Nothing known' }),
    await crm.create('contact', { lastname: 'Nothing known' }),
  ];
  await crm.create('account', {
    name: 'Known',
    revenue: '1000000.00',
    donotemail: true,
    industrycode: 3,
  });
  empty = made.map(({ id }) => id);
  people = await crm.server.readColleagues();
});
afterAll(() => crm.close());

/** The ids of rows that the CRM itself finds. */
async function asked(table: string, condition: string): Promise<string[]> {
  const { entitySetName, primaryId } = crm.table(table);
  const xml = `<fetch><entity name="${table}"><filter>${condition}</filter></entity></fetch>`;
  const answer = await fetch(`${api}${entitySetName}?fetchXml=${encodeURIComponent(xml)}`, {
    headers: { Authorization: 'Bearer sandbox:ada' },
  });
  const { value } = (await answer.json()) as { value: Record<string, string>[] };
  return value.map((row) => row[primaryId]!).sort();
}

/** The ids of rows that a trip with the condition brings, as the copy asks for them. */
async function brought(table: string, ...list: Conditions['list']): Promise<string[]> {
  const of = crm.table(table);
  for (const condition of conditionsIn({ list }))
    expect(conditionProblem(condition, of)).toBeNull();
  const filter = rowFilter(
    { rows: 'all', conditions: { join: 'and', list } },
    of,
    crm.me,
    {},
    Date.now(),
  );
  const query = { table: of, filter, since: '0', bare: true, pageSize: 5000 };
  const { rows } = await crm.server.readPage(query, null);
  expect(await crm.server.count(query)).toEqual({ count: rows.length, more: false });
  return rows.map(({ id }) => id).sort();
}

const total = async (table: string): Promise<number> => {
  const { count } = await crm.server.count({
    table: crm.table(table),
    filter: { kind: 'all' },
    pageSize: 1,
  });
  return count;
};

describe('A condition of a trip, before the sandbox, brings what the CRM itself finds', () => {
  const valueOf = (operand: Operand): string =>
    typeof operand === 'object' ? operand.id : String(operand);
  const fetched = (column: string, operator: string, values: readonly Operand[]): string =>
    `<condition attribute="${column}" operator="${operator}">` +
    `${values.map((value) => `<value>${valueOf(value)}</value>`).join('')}</condition>`;
  const fetchedOne = (column: string, operator: string, value: string): string =>
    `<condition attribute="${column}" operator="${operator}" value="${value}" />`;

  it.each<[table: string, column: string, Operator, Operand, like: string, pattern: string]>([
    ['account', 'name', 'ne', 'known', 'ne', 'known'],
    ['account', 'websiteurl', 'not-contain', 'example', 'not-like', '%example%'],
    ['contact', 'jobtitle', 'ne', 'Buyer', 'ne', 'Buyer'],
    ['contact', 'jobtitle', 'not-contain', 'a', 'not-like', '%a%'],
    ['contact', 'jobtitle', 'not-begin-with', 'p', 'not-begin-with', 'p'],
    ['account', 'revenue', 'ne', '1000000', 'ne', '1000000'],
    ['account', 'donotemail', 'ne', true, 'ne', '1'],
  ])('SE23 of %s by %s %s %j', async (table, column, operator, value, like, pattern) => {
    const found = await brought(table, { column, operator, values: [value] });
    expect(found).toEqual(await asked(table, fetchedOne(column, like, pattern)));
    expect(found.filter((id) => empty.includes(id))).toHaveLength(1);
    expect(found.length).toBeLessThan(await total(table));
  });

  it('SE8 of a day, by what is due on it', async () => {
    const { rows } = await crm.server.readPage(
      { table: crm.table('opportunity'), filter: { kind: 'all' }, pageSize: 500 },
      null,
    );
    const column = 'estimatedclosedate';
    const day = rows.map(({ values }) => values[column]).find((value) => value !== null) as string;
    const found = await brought('opportunity', { column, operator: 'on', values: [day] });
    expect(found).toEqual(await asked('opportunity', fetchedOne(column, 'on', day)));
    expect(found).toEqual(
      rows
        .filter(({ values }) => values[column] === day)
        .map(({ id }) => id)
        .sort(),
    );
  });

  it('SE23 of choices, with the rows that have none of them', async () => {
    const values = [2, 12];
    const column = 'new_toppings';
    for (const [operator, count] of [
      ['contain-values', 3],
      ['not-contain-values', 1],
    ] as const) {
      const found = await brought('new_pizza', { column, operator, values });
      expect(found).toHaveLength(count);
      expect(found).toEqual(await asked('new_pizza', fetched(column, operator, values)));
    }
    for (const operator of ['in', 'not-in'] as const) {
      const condition = { column: 'industrycode', operator, values: [1, 3] };
      const found = await brought('account', condition);
      expect(found).toEqual(await asked('account', fetched('industrycode', operator, [1, 3])));
    }
  });

  it('SE26 of groups, each joined on its own', async () => {
    const is = (column: string, operator: Operator, ...values: Operand[]): Condition => ({
      column,
      operator,
      values,
    });
    const groups = [
      { join: 'or', list: [is('jobtitle', 'null'), is('jobtitle', 'begins-with', 'p')] },
      { join: 'or', list: [is('lastname', 'not-contain', 'e'), is('emailaddress1', 'null')] },
    ] as const;
    const found = await brought('contact', ...groups);
    const any = (...conditions: string[]) => `<filter type="or">${conditions.join('')}</filter>`;
    expect(found).toEqual(
      await asked(
        'contact',
        any(fetched('jobtitle', 'null', []), fetchedOne('jobtitle', 'begins-with', 'p')) +
          any(fetchedOne('lastname', 'not-like', '%e%'), fetched('emailaddress1', 'null', [])),
      ),
    );
    expect(found.length).toBeGreaterThan(1);
    expect(found.length).toBeLessThan(await total('contact'));
  });

  it('SE23 of owners, each row by its owner or by all others', async () => {
    const owners = people.filter(({ name }) => /^(Omar|Dana|Service Desk)/.test(name));
    expect(new Set(owners.map(({ table }) => table))).toEqual(new Set(['systemuser', 'team']));
    for (const owner of owners) {
      const by = (operator: 'eq' | 'ne') =>
        brought('incident', { column: 'ownerid', operator, values: [owner] });
      const [theirs, others] = [await by('eq'), await by('ne')];
      expect(theirs.length).toBeGreaterThan(0);
      expect(theirs).toEqual(await asked('incident', fetchedOne('ownerid', 'eq', owner.id)));
      expect(theirs.length + others.length).toBe(await total('incident'));
    }
  });

  it('SE23 of what a column refers to, with the rows that refer to nothing', async () => {
    const { rows } = await crm.server.readPage(
      { table: crm.table('account'), filter: { kind: 'all' }, pageSize: 500 },
      null,
    );
    const someone = rows.flatMap(
      ({ values }) => (values['primarycontactid'] as Lookup | null) ?? [],
    )[0]!;
    const column = 'primarycontactid';
    const found = await brought('account', { column, operator: 'ne', values: [someone] });
    expect(found).toEqual(await asked('account', fetchedOne(column, 'ne', someone.id)));
    expect(found).toContain(empty[0]);
    expect(found.length).toBeLessThan(rows.length);
  });
});
