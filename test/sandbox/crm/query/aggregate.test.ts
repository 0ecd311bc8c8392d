import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { errorOf, id, onlyNew, rowsOf, start, type World } from '../world';

let world: World;
beforeAll(async () => {
  world = await start();
  await world.sandbox('POST clock', { now: '2026-05-05T10:30:00Z', back: true });
  const make = async (set: string, number: number, body: object): Promise<void> => {
    const path = `${set}(${id(number)})`;
    const answer = await world.ask(path, { method: 'PATCH', headers: onlyNew, body, user: 'ada' });
    expect(answer.status).toBe(204);
  };
  await make('contacts', 1, { firstname: 'Jim', lastname: 'Glynn' });
  const rows: [number, object][] = [
    [1, { name: 'A', revenue: 0.1, numberofemployees: 5, industrycode: 1 }],
    [2, { name: 'a', revenue: 0.2, numberofemployees: 8, industrycode: 1 }],
    [3, { name: 'B', revenue: 1000, industrycode: 2 }],
    [4, { name: 'C', address1_city: 'Lund' }],
  ];
  for (const [number, body] of rows)
    await make('accounts', number, {
      ...body,
      ...(number < 3 ? { 'primarycontactid@odata.bind': `contacts(${id(1)})` } : {}),
    });
});
afterAll(() => world.crm.close());

const ask = (apply: string, more = '') =>
  world.ask(`accounts?$apply=${encodeURIComponent(apply)}${more}`, {
    user: 'ada',
    headers: {
      Prefer: 'odata.include-annotations="OData.Community.Display.V1.FormattedValue"',
    },
  });
const formatted = (name: string): string => `${name}@OData.Community.Display.V1.FormattedValue`;

it('gives sums, averages, extremes and counts, formatted', async () => {
  const answer = await ask(
    'aggregate(revenue with sum as total,revenue with average as mean,numberofemployees with average as staff,createdon with max as last,industrycode with countdistinct as kinds,$count as rows)',
  );
  expect(answer.json).toEqual({
    '@odata.context': `${world.crm.url}$metadata#accounts`,
    value: [
      {
        total: 1000.3,
        [formatted('total')]: '$1,000.30',
        mean: 333.4333333333,
        [formatted('mean')]: '$333.43',
        staff: 6,
        [formatted('staff')]: '6',
        last: '2026-05-05T10:30:00Z',
        [formatted('last')]: '5/5/2026 10:30 AM',
        kinds: 2,
        [formatted('kinds')]: '2',
        rows: 4,
        [formatted('rows')]: '4',
      },
    ],
  });
});

it('groups, leaving out what is empty', async () => {
  expect(rowsOf(await ask('groupby((industrycode),aggregate($count as count))'))).toEqual([
    { count: 1, [formatted('count')]: '1' },
    {
      industrycode: 1,
      [formatted('industrycode')]: 'Agriculture',
      count: 2,
      [formatted('count')]: '2',
    },
    {
      industrycode: 2,
      [formatted('industrycode')]: 'Construction',
      count: 1,
      [formatted('count')]: '1',
    },
  ]);
});

it('groups by lookups and by properties behind them', async () => {
  expect(
    rowsOf(await ask('groupby((primarycontactid/fullname),aggregate(revenue with sum as sum))')),
  ).toMatchObject([{ sum: 1000 }, { contact_fullname: 'Jim Glynn', sum: 0.3 }]);
  expect(rowsOf(await ask('groupby((_primarycontactid_value,statecode))'))).toEqual([
    { statecode: 0, [formatted('statecode')]: 'Active' },
    {
      _primarycontactid_value: id(1),
      [formatted('_primarycontactid_value')]: 'Jim Glynn',
      statecode: 0,
      [formatted('statecode')]: 'Active',
    },
  ]);
});

it('gives each text once, without regard to case', async () => {
  expect(rowsOf(await ask('groupby((name))'))).toHaveLength(3);
});

it('filters first, in collections too, and orders by what it groups', async () => {
  expect(
    rowsOf(await ask("filter(name ne 'B')/filter(revenue gt 0)/aggregate($count as n)")),
  ).toMatchObject([{ n: 2 }]);
  const collection = await world.ask(
    `contacts(${id(1)})/account_primary_contact?$apply=aggregate(revenue with max as most)`,
    { user: 'ada' },
  );
  expect(rowsOf(collection)).toEqual([{ most: 0.2 }]);
  const ordered = await ask(
    'groupby((industrycode),aggregate($count as n))',
    '&$orderby=industrycode desc&$top=1',
  );
  expect(rowsOf(ordered)).toMatchObject([{ industrycode: 2 }]);
  expect(
    rowsOf(await ask("filter(name eq 'none')/aggregate(revenue with sum as s,$count as n)")),
  ).toMatchObject([{ n: 0 }]);
});

it.each([
  ['groupby((createdon))', 400],
  ['groupby((nothing))', 400],
  ['groupby(())', 400],
  ['groupby((name),aggregate())', 400],
  ['aggregate(name with sum as s)', 400],
  ['aggregate(revenue with median as s)', 400],
  ['aggregate(revenue with sum as s,revenue with max as s)', 400],
  ['aggregate(revenue with sum as s', 400],
  ['', 400],
  ['concat(aggregate($count as n),identity)', 501],
  ['groupby((year(createdon)))', 501],
  ['groupby((name),topcount(1,revenue))', 501],
])('refuses %s', async (apply, status) => {
  expect((await ask(apply)).status).toBe(status);
});

it('does not order by what it aggregates, nor stand beside $filter', async () => {
  const apply = 'groupby((industrycode),aggregate($count as n))';
  expect(errorOf(await ask(apply, '&$orderby=n')).message).toBe(
    'The query node SingleValueOpenPropertyAccess is not supported.',
  );
  expect((await ask(apply, "&$filter=name eq 'A'")).status).toBe(501);
});
