import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  byCodePoint,
  fits,
  written,
  type Kind,
  type Property,
  type Query,
  type Relations,
  type Row,
  type Scalar,
} from './naive-filter';
import { long, seedOr } from '../../../chance';
import { id, onlyNew, rowsOf, start, type Reply, type World } from '../world';

const seed = seedOr(20260505);
const numRuns = long ? 2000 : 300;
const now = '2026-05-05T10:30:00Z';

/** Signs that mean something to OData, SQL, LIKE, JSON, XML or addresses, and signs of several lengths. */
const sign = fc.constantFrom(...Array.from('abAzZ %_[]^-\'"\\;&#+/=@(){}<>.,:*éÉßñ漢字😀'));
const text = fc.oneof(
  fc.string({ unit: sign, minLength: 1, maxLength: 5 }),
  fc.constantFrom('ab', 'AB', 'É', 'é', "'; DROP TABLE account;--", '__proto__', 'null', '😀'),
);
const whole = fc.integer({ min: -3, max: 12 });
const cents = fc.integer({ min: -300, max: 300 }).map((value) => value / 100);
const day = fc
  .integer({ min: -70, max: 40 })
  .map((days) => new Date(Date.parse('2026-05-05T00:00:00Z') + days * 86_400_000));
const time = fc
  .tuple(day, fc.constantFrom(0, 37_799, 37_800, 37_801, 86_399))
  .map(([at, seconds]) => `${new Date(at.getTime() + seconds * 1000).toISOString().slice(0, 19)}Z`);
const number = fc.integer({ min: 1, max: 20 });

const values: Readonly<Record<Kind, fc.Arbitrary<Scalar>>> = {
  text,
  number: fc.oneof(whole, cents),
  boolean: fc.boolean(),
  choices: fc.constantFrom('1', '1,2', '2,12'),
  time,
  day: day.map((at) => at.toISOString().slice(0, 10)),
  id: number.map((n) => id(n)),
};

const columns: Readonly<
  Record<string, { kind: Kind; definition: object; values: fc.Arbitrary<Scalar> }>
> = {
  new_name: { kind: 'text', definition: { type: 'text' }, values: text },
  new_other: { kind: 'text', definition: { type: 'memo' }, values: text },
  new_whole: { kind: 'number', definition: { type: 'integer', min: -99, max: 99 }, values: whole },
  new_price: { kind: 'number', definition: { type: 'decimal', min: -99, max: 99 }, values: cents },
  new_flag: {
    kind: 'boolean',
    definition: {
      type: 'boolean',
      options: [
        { value: 0, label: 'No' },
        { value: 1, label: 'Yes' },
      ],
    },
    values: fc.boolean(),
  },
  new_colors: {
    kind: 'choices',
    definition: { type: 'choices', options: [1, 2, 12].map((value) => ({ value, label: 'C' })) },
    values: values.choices,
  },
  new_at: { kind: 'time', definition: { type: 'date' }, values: time },
  new_day: {
    kind: 'day',
    definition: { type: 'date', format: 'DateOnly', behavior: 'DateOnly' },
    values: values.day,
  },
};

const tables = ['new_group', 'new_thing'] as const;
const things: Row[] = [];
const groups: Row[] = [];
/** N:N: thing and group. */
const tags: (readonly [string, string])[] = [];

const relations: Relations = {
  single: (row, navigation) => {
    const way = { new_groupid: '_new_groupid_value', new_parentid: '_new_parentid_value' }[
      navigation
    ];
    return groups.find((group) => group['new_groupid'] === row[way ?? '']) ?? null;
  },
  collection: (row, name) => {
    if (name === 'new_group_things')
      return things.filter((thing) => thing['_new_groupid_value'] === row['new_groupid']);
    if (name === 'new_group_children')
      return groups.filter((group) => group['_new_parentid_value'] === row['new_groupid']);
    const [mine, theirs, rows, key] =
      row['new_thingid'] === undefined
        ? ([1, 0, things, 'new_thingid'] as const)
        : ([0, 1, groups, 'new_groupid'] as const);
    const own = row[mine === 0 ? 'new_thingid' : 'new_groupid'];
    const ids = tags.filter((tag) => tag[mine] === own).map((tag) => tag[theirs]);
    return rows.filter((each) => ids.includes(String(each[key])));
  },
};

let world: World;
const user = 'ada';
async function make(table: (typeof tables)[number], key: number, row: Row): Promise<void> {
  const body = Object.fromEntries(
    Object.entries(row)
      .filter(([name, value]) => value !== null && name !== `${table}id`)
      .map(([name, value]) =>
        name.startsWith('_')
          ? [`${name.slice(1, -'_value'.length)}@odata.bind`, `new_groups(${String(value)})`]
          : [name, value],
      ),
  );
  const answer = await world.ask(`${table}s(${id(key)})`, {
    method: 'PATCH',
    headers: onlyNew,
    body,
    user,
  });
  expect([answer.status, answer.text]).toEqual([204, '']);
}

beforeAll(async () => {
  world = await start();
  await world.sandbox('POST clock', { now, back: true });
  const own = Object.entries(columns).map(([name, { definition }]) => ({
    name,
    label: name,
    ...definition,
  }));
  const lookup = (name: string, relationship: string): object => ({
    name,
    label: name,
    type: 'lookup',
    targets: ['new_group'],
    relationship: { new_group: relationship },
  });
  await world.sandbox('POST tables', {
    name: 'new_group',
    label: 'Group',
    columns: [...own, lookup('new_parentid', 'new_group_children')],
  });
  await world.sandbox('POST tables', {
    name: 'new_thing',
    label: 'Thing',
    columns: [...own, lookup('new_groupid', 'new_group_things')],
    links: [{ name: 'new_thing_tags', other: 'new_group' }],
  });
  const row = fc.record(
    Object.fromEntries(
      Object.entries(columns).map(([name, { values: some }]) => [
        name,
        fc.option(some, { freq: 4 }),
      ]),
    ),
  );
  const some = (seedOf: number, count: number): Row[] =>
    fc.sample(row, { seed: seedOf, numRuns: count });
  for (const [index, each] of some(seed, 12).entries()) {
    const parent = index % 3 === 0 ? null : id(Math.floor(index / 3) + 1);
    const group = { new_groupid: id(index + 1), ...each, _new_parentid_value: parent };
    await make('new_group', index + 1, group);
    groups.push(group);
  }
  for (const [index, each] of some(seed + 1, 60).entries()) {
    const group = index % 4 === 0 ? null : id((index * 7) % 13 || 1);
    const known =
      group !== null && groups.some((one) => one['new_groupid'] === group) ? group : null;
    const thing = { new_thingid: id(index + 1), ...each, _new_groupid_value: known };
    await make('new_thing', index + 1, thing);
    things.push(thing);
    if (index % 5 !== 0) continue;
    const group2 = id((index % 11) + 1);
    const linked = await world.ask(`new_things(${id(index + 1)})/new_thing_tags/$ref`, {
      method: 'POST',
      user,
      body: { '@odata.id': `new_groups(${group2})` },
    });
    expect(linked.status).toBe(204);
    tags.push([id(index + 1), group2]);
  }
}, 60_000);
afterAll(() => world.crm.close());

const own: readonly Property[] = Object.entries(columns).map(([name, { kind }]) => ({
  path: [name],
  kind,
}));
const behind = (...steps: string[]): Property[] =>
  own.map(({ path, kind }) => ({ path: [...steps, ...path], kind }));
const propertiesOf = (table: (typeof tables)[number]): Property[] =>
  table === 'new_thing'
    ? [
        ...own,
        { path: ['new_thingid'], kind: 'id' },
        { path: ['_new_groupid_value'], kind: 'id' },
        ...behind('new_groupid'),
        ...behind('new_groupid', 'new_parentid'),
      ]
    : [
        ...own,
        { path: ['new_groupid'], kind: 'id' },
        { path: ['_new_parentid_value'], kind: 'id' },
        ...behind('new_parentid'),
      ];
const collectionsOf = {
  new_thing: [['new_thing_tags', 'new_group']],
  new_group: [
    ['new_group_things', 'new_thing'],
    ['new_group_children', 'new_group'],
    ['new_thing_tags', 'new_thing'],
  ],
} as const;

const by = fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le');

function predicate(table: (typeof tables)[number], depth: number): fc.Arbitrary<Query> {
  const all = propertiesOf(table);
  const of = (...kinds: Kind[]): fc.Arbitrary<Property> =>
    fc.constantFrom(...all.filter(({ kind }) => kinds.includes(kind)));
  const any = of('text', 'number', 'boolean', 'time', 'day', 'id');
  const lambda = fc.constantFrom(...collectionsOf[table]).chain(([collection, other]) =>
    fc.record({
      is: fc.constant('lambda' as const),
      collection: fc.constant(collection),
      how: fc.constantFrom('any' as const, 'all' as const),
      of: query(other, depth - 1),
    }),
  );
  const parts: fc.Arbitrary<Query>[] = [
    any.chain((property) =>
      fc.record({
        is: fc.constant('compare' as const),
        property: fc.constant(property),
        by:
          property.kind === 'boolean' || property.kind === 'id' ? fc.constantFrom('eq', 'ne') : by,
        value: fc.option<Scalar, null>(values[property.kind], { freq: 5 }),
        flipped: fc.boolean(),
      }),
    ),
    any.chain((left) =>
      fc.record({
        is: fc.constant('columns' as const),
        left: fc.constant(left),
        right: of(left.kind),
        by: fc.constantFrom('eq', 'ne'),
      }),
    ),
    fc.record({
      is: fc.constant('like' as const),
      property: of('text'),
      how: fc.constantFrom('contains', 'startswith', 'endswith'),
      value: fc.oneof(
        fc.string({ unit: sign, maxLength: 4 }),
        fc.constantFrom('[a-c]', '[^a]%', '_b', '[[]', '['),
      ),
    }),
    of('text', 'number', 'id', 'time').chain((property) =>
      fc.record({
        is: fc.constant('list' as const),
        property: fc.constant(property),
        how: fc.constantFrom('In', 'NotIn'),
        values: fc.array(values[property.kind], { minLength: 1, maxLength: 4 }),
      }),
    ),
    of('number', 'time', 'day').chain((property) =>
      fc.record({
        is: fc.constant('list' as const),
        property: fc.constant(property),
        how: fc.constantFrom('Between', 'NotBetween'),
        values: fc.array(values[property.kind], { minLength: 2, maxLength: 2 }),
      }),
    ),
    fc.record({
      is: fc.constant('choices' as const),
      property: of('choices'),
      how: fc.constantFrom('ContainValues', 'DoesNotContainValues'),
      values: fc.array(fc.constantFrom(1, 2, 12), { minLength: 1, maxLength: 2 }),
    }),
    fc.record({
      is: fc.constant('date' as const),
      property: of('time', 'day'),
      how: fc.constantFrom(
        'Today',
        'ThisMonth',
        'ThisYear',
        'LastXDays',
        'NextXDays',
        'OlderThanXHours',
        'LastXMonths',
      ),
      x: fc.integer({ min: 1, max: 40 }),
    }),
    ...(depth > 0 ? [lambda] : []),
  ];
  return fc.oneof(...parts);
}

function query(table: (typeof tables)[number], depth: number): fc.Arbitrary<Query> {
  const one = predicate(table, depth);
  if (depth <= 0) return one;
  const inner = query(table, depth - 1);
  return fc.oneof(
    { weight: 4, arbitrary: one },
    {
      weight: 2,
      arbitrary: fc.record({
        is: fc.constantFrom('and', 'or'),
        of: fc.array(inner, { minLength: 2, maxLength: 3 }),
      }),
    },
    { weight: 1, arbitrary: inner.map((of): Query => ({ is: 'not', of })) },
  );
}

const keyOf = (table: (typeof tables)[number]): string => `${table}id`;
const rowsIn = { new_thing: things, new_group: groups };

async function all(path: string, size: number): Promise<string[]> {
  const found: string[] = [];
  let link: string | undefined = path;
  while (link !== undefined) {
    const page: Reply = await world.ask(link, {
      user,
      headers: { Prefer: `odata.maxpagesize=${size}` },
    });
    expect([page.status, page.status === 200 ? '' : page.text]).toEqual([200, '']);
    const rows = rowsOf(page);
    expect(rows.length).toBeLessThanOrEqual(size);
    found.push(...rows.map((row) => String(row['new_thingid'] ?? row['new_groupid'])));
    link = page.json['@odata.nextLink'] as string | undefined;
  }
  return found;
}

it('finds by any filter exactly the rows that fit', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...tables).chain((table) => fc.tuple(fc.constant(table), query(table, 3))),
      async ([table, filter]) => {
        const fitting = rowsIn[table].filter((row) => fits(filter, row, relations, new Date(now)));
        const found = await all(
          `${table}s?$select=${keyOf(table)}&$filter=${encodeURIComponent(written(filter))}`,
          5000,
        );
        expect(found).toEqual(fitting.map((row) => row[keyOf(table)]));
      },
    ),
    { seed, numRuns },
  );
}, 600_000);

/** Text goes by the letters of ASCII without case, then by code points; what is empty comes first. */
function ordered(a: Scalar, b: Scalar): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  if (typeof a !== 'string' || typeof b !== 'string') return Number(a) - Number(b);
  const lower = (value: string): string => value.replaceAll(/[A-Z]/g, (each) => each.toLowerCase());
  return byCodePoint(lower(a), lower(b));
}

it('leads through the pages of any order, each row once', async () => {
  const orders = fc.array(
    fc.record({
      property: fc.constantFrom(...propertiesOf('new_thing').filter(({ kind }) => kind !== 'id')),
      descending: fc.boolean(),
    }),
    { maxLength: 3 },
  );
  await fc.assert(
    fc.asyncProperty(
      orders,
      fc.integer({ min: 1, max: 25 }),
      fc.option(query('new_thing', 1)),
      async (order, size, filter) => {
        const value = (row: Row, { path }: Property): Scalar => {
          let at: Row | null = row;
          for (const step of path.slice(0, -1)) at = at && relations.single(at, step);
          return at?.[path.at(-1) ?? ''] ?? null;
        };
        const expected = things
          .filter((row) => !filter || fits(filter, row, relations, new Date(now)))
          .sort((a, b) => {
            for (const { property, descending } of order) {
              const difference = ordered(value(a, property), value(b, property));
              if (difference !== 0) return descending ? -difference : difference;
            }
            return byCodePoint(String(a['new_thingid']), String(b['new_thingid']));
          });
        const options = [
          '$select=new_thingid',
          ...(filter ? [`$filter=${encodeURIComponent(written(filter))}`] : []),
          ...(order.length > 0
            ? [
                `$orderby=${order.map(({ property, descending }) => property.path.join('/') + (descending ? ' desc' : '')).join(',')}`,
              ]
            : []),
        ];
        expect(await all(`new_things?${options.join('&')}`, size)).toEqual(
          expected.map((row) => row['new_thingid']),
        );
      },
    ),
    { seed, numRuns: Math.ceil(numRuns / 4) },
  );
}, 600_000);
