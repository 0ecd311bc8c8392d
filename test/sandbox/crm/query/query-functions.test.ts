import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorOf, id, onlyNew, rowsOf, start, type World } from '../world';

let world: World;
/** Tuesday, the second quarter. */
const now = '2026-05-05T10:30:00Z';
const dates = [
  '2025-05-05T10:30:00Z',
  '2026-03-31T23:59:59Z',
  '2026-04-28T00:00:00Z',
  '2026-05-03T00:00:00Z',
  '2026-05-04T23:59:59Z',
  '2026-05-05T09:00:00Z',
  '2026-05-05T10:30:00Z',
  '2026-05-05T11:00:00Z',
  '2026-05-06T00:00:00Z',
  '2026-05-12T23:59:59Z',
  '2026-06-01T00:00:00Z',
  '2027-01-01T00:00:00Z',
];

async function make(set: string, number: number, body: object): Promise<void> {
  const path = `${set}(${id(number)})`;
  const answer = await world.ask(path, { method: 'PATCH', headers: onlyNew, body, user: 'ada' });
  expect([answer.status, answer.text]).toEqual([204, '']);
}
beforeAll(async () => {
  world = await start();
  await world.sandbox('POST clock', { now, back: true });
  await world.sandbox('POST tables', {
    name: 'new_thing',
    label: 'Thing',
    columns: [
      { name: 'new_name', label: 'Name', type: 'text' },
      { name: 'new_at', label: 'At', type: 'date' },
      { name: 'new_day', label: 'Day', type: 'date', format: 'DateOnly', behavior: 'DateOnly' },
      { name: 'new_language', label: 'Language', type: 'integer', min: 0, max: 9999 },
      {
        name: 'new_colors',
        label: 'Colors',
        type: 'choices',
        options: [1, 2, 12].map((value) => ({ value, label: `Color ${value}` })),
      },
    ],
  });
  for (const [index, at] of dates.entries())
    await make('new_things', index, {
      new_name: `At ${index}`,
      new_at: at,
      new_day: at.slice(0, 10),
    });
  await make('new_things', 20, { new_name: "O'Brien", new_colors: '1,12', new_language: 1033 });
  await make('new_things', 21, { new_name: 'Łódź', new_colors: '2', new_language: 1031 });
  await make('accounts', 1, { name: 'Top' });
  for (const [child, parent] of [
    [2, 1],
    [3, 2],
    [4, 1],
  ] as const)
    await make('accounts', child, {
      name: `Below ${parent}`,
      'parentaccountid@odata.bind': `accounts(${id(parent)})`,
    });
});
afterAll(() => world.crm.close());

const ask = (name: string, property: string, more = '', set = 'new_things', user = 'ada') =>
  world.ask(
    `${set}?$filter=${encodeURIComponent(`Microsoft.Dynamics.CRM.${name}(PropertyName='${property}'${more})`)}`,
    { user },
  );
/** The numbers of the rows found. */
const found = async (...query: Parameters<typeof ask>): Promise<number[]> =>
  rowsOf(await ask(...query))
    .map((row) => Number(String(row['new_thingid'] ?? row['accountid']).slice(-12)))
    .sort((a, b) => a - b);

describe('dates against the clock', () => {
  it.each([
    ['Today', '', [5, 6, 7], [5, 6, 7]],
    ['Yesterday', '', [4], [4]],
    ['Tomorrow', '', [8], [8]],
    ['ThisWeek', '', [3, 4, 5, 6, 7, 8], [3, 4, 5, 6, 7, 8]],
    ['LastWeek', '', [2], [2]],
    ['NextWeek', '', [9], [9]],
    ['ThisMonth', '', [3, 4, 5, 6, 7, 8, 9], [3, 4, 5, 6, 7, 8, 9]],
    ['LastMonth', '', [2], [2]],
    ['NextMonth', '', [10], [10]],
    ['ThisYear', '', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    ['LastYear', '', [0], [0]],
    ['NextYear', '', [11], [11]],
    ['Last7Days', '', [2, 3, 4, 5, 6], [2, 3, 4, 5, 6, 7]],
    ['Next7Days', '', [6, 7, 8, 9], [8, 9]],
    ['LastXHours', '1', [5, 6], []],
    ['LastXHours', "'2'", [5, 6], []],
    ['NextXHours', '1', [6, 7], []],
    ['LastXDays', '1', [4, 5, 6], [4, 5, 6, 7]],
    ['LastXWeeks', '1', [2, 3, 4, 5, 6], [2, 3, 4, 5, 6, 7]],
    ['LastXMonths', '2', [1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6, 7]],
    ['LastXYears', '1', [0, 1, 2, 3, 4, 5, 6], [0, 1, 2, 3, 4, 5, 6, 7]],
    ['NextXDays', '1', [6, 7, 8], [8]],
    ['NextXWeeks', '1', [6, 7, 8, 9], [8, 9]],
    ['NextXMonths', '1', [6, 7, 8, 9, 10], [8, 9, 10]],
    ['NextXYears', '1', [6, 7, 8, 9, 10, 11], [8, 9, 10, 11]],
    ['OlderThanXMinutes', '90', [0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 5, 6, 7]],
    ['OlderThanXHours', '11', [0, 1, 2, 3], [0, 1, 2, 3, 4]],
    ['OlderThanXDays', '2', [0, 1, 2, 3], [0, 1, 2, 3]],
    ['OlderThanXWeeks', '1', [0, 1, 2], [0, 1, 2]],
    ['OlderThanXMonths', '1', [0, 1], [0, 1]],
    ['OlderThanXYears', '1', [], [0]],
    ['On', '2026-05-05', [5, 6, 7], [5, 6, 7]],
    ['OnOrAfter', '2026-06-01', [10, 11], [10, 11]],
    ['OnOrBefore', "'2026-03-31'", [0, 1], [0, 1]],
    ['ThisFiscalYear', '', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    ['LastFiscalYear', '', [0], [0]],
    ['NextFiscalYear', '', [11], [11]],
    ['ThisFiscalPeriod', '', [2, 3, 4, 5, 6, 7, 8, 9, 10], [2, 3, 4, 5, 6, 7, 8, 9, 10]],
    ['LastFiscalPeriod', '', [1], [1]],
    ['NextFiscalPeriod', '', [], []],
    ['InFiscalYear', '2025', [0], [0]],
    ['InFiscalPeriod', '1', [1, 11], [1, 11]],
  ])('%s %s', async (name, value, times, days) => {
    const more = value === '' ? '' : `,PropertyValue=${value}`;
    expect(await found(name, 'new_at', more)).toEqual(times);
    expect(await found(name, 'new_day', more)).toEqual(days);
  });

  it('know periods of fiscal years', async () => {
    const second = ',PropertyValue1=2,PropertyValue2=2026';
    expect(await found('InFiscalPeriodAndYear', 'new_day', second)).toEqual([
      2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
    expect(await found('InOrBeforeFiscalPeriodAndYear', 'new_day', second)).toHaveLength(11);
    expect(await found('InOrAfterFiscalPeriodAndYear', 'new_at', second)).toHaveLength(10);
  });

  it('say with "not" also rows without a date', async () => {
    expect(await found('NotOn', 'new_at', ',PropertyValue=2026-05-05')).toEqual([
      0, 1, 2, 3, 4, 8, 9, 10, 11, 20, 21,
    ]);
  });
});

describe('lists and ranges', () => {
  it.each([
    ['In', 'new_name', `,PropertyValues=["o'brien","ŁÓDŹ"]`, [20, 21]],
    ['In', 'new_thingid', `,PropertyValues=['{${id(3).toUpperCase()}}','${id(4)}']`, [3, 4]],
    ['NotIn', 'new_language', `,PropertyValues=["1033"]`, [...dates.keys(), 21]],
    ['Between', 'new_language', `,PropertyValues=["1000","1032"]`, [21]],
    ['NotBetween', 'new_language', `,PropertyValues=["1000","1032"]`, [...dates.keys(), 20]],
    ['Between', 'new_at', `,PropertyValues=["2026-05-05","2026-05-06"]`, [5, 6, 7, 8]],
    ['ContainValues', 'new_colors', `,PropertyValues=[2]`, [21]],
    ['ContainValues', 'new_colors', `,PropertyValues=["12","7"]`, [20]],
    ['DoesNotContainValues', 'new_colors', `,PropertyValues=[1]`, [...dates.keys(), 21]],
    ['EqualUserLanguage', 'new_language', '', [20]],
  ])('%s %s %s', async (name, property, more, expected) => {
    expect(await found(name, property, more)).toEqual(expected);
  });
});

describe('the caller', () => {
  it('is known, with business unit, people and teams', async () => {
    const users = 'systemusers';
    const names = async (name: string, property: string, user: string): Promise<string[]> =>
      rowsOf(await ask(name, property, '', users, user))
        .map((row) => String(row['firstname']))
        .sort();
    expect(await names('EqualUserId', 'systemuserid', 'dana')).toEqual(['Dana']);
    expect(await names('EqualUserOrUserTeams', 'systemuserid', 'dana')).toEqual(['Dana']);
    expect(await names('EqualUserTeams', 'systemuserid', 'dana')).toEqual([]);
    expect(await names('EqualUserOrUserHierarchy', 'systemuserid', 'omar')).toEqual([
      'Dana',
      'Omar',
    ]);
    expect(await names('EqualUserOrUserHierarchyAndTeams', 'systemuserid', 'dana')).toEqual([
      'Dana',
    ]);
    const all = rowsOf(await world.ask('systemusers', { user: 'ada' })).length;
    expect(await names('NotEqualUserId', 'systemuserid', 'dana')).toHaveLength(all - 1);
    const mine = (await names('EqualBusinessId', 'businessunitid', 'dana')).length;
    expect(await names('NotEqualBusinessId', 'businessunitid', 'dana')).toHaveLength(all - mine);
  });
});

describe('hierarchies', () => {
  it.each([
    ['Under', 1, [2, 3, 4]],
    ['UnderOrEqual', 2, [2, 3]],
    ['NotUnder', 2, [1, 2, 4]],
    ['Above', 3, [1, 2]],
    ['AboveOrEqual', 3, [1, 2, 3]],
  ])('%s %s', async (name, number, expected) => {
    expect(await found(name, 'accountid', `,PropertyValue=${id(number)}`, 'accounts')).toEqual(
      expected,
    );
  });

  it('end where rows stand in a circle', async () => {
    await world.sandbox('POST tables', {
      name: 'new_ring',
      label: 'Ring',
      columns: [
        { name: 'new_name', label: 'Name', type: 'text' },
        { name: 'new_next', label: 'Next', type: 'lookup', targets: ['new_ring'] },
      ],
    });
    const ring = (number: number, body: object) =>
      world.ask(`new_rings(${id(number)})`, { method: 'PATCH', user: 'ada', body });
    for (const number of [1, 2, 3]) await ring(number, { new_name: 'x' });
    for (const [from, to] of [
      [1, 2],
      [2, 3],
      [3, 1],
    ] as const)
      await ring(from, { 'new_next@odata.bind': `new_rings(${id(to)})` });
    const below = rowsOf(await ask('Under', 'new_ringid', `,PropertyValue=${id(2)}`, 'new_rings'));
    expect(
      below.map((row) => String(row['new_ringid'])).sort((a, b) => a.localeCompare(b)),
    ).toEqual([id(1), id(2), id(3)]);
  });
});

describe('arguments', () => {
  it.each([
    ['LastXDays', 'new_at', ',PropertyValue=0', 400],
    ['LastXDays', 'new_at', ",PropertyValue='soon'", 400],
    ['LastXDays', 'new_at', '', 400],
    ['LastXDays', 'new_name', ',PropertyValue=1', 400],
    ['LastXDays', 'new_at', ',PropertyValue=1,PropertyValue2=1', 400],
    ['LastXYears', 'new_at', ',PropertyValue=99999', 400],
    ['Today', 'nothing', '', 400],
    ['Today', 'new_at', ',PropertyValue=1', 400],
    ['InFiscalPeriod', 'new_at', ',PropertyValue=5', 400],
    ['In', 'new_name', ',PropertyValue=5', 400],
    ['In', 'new_language', ",PropertyValues=['x']", 400],
    ['In', 'new_name', ',PropertyValues=[null]', 400],
    ['Between', 'new_language', ",PropertyValues=['1']", 400],
    ['ContainValues', 'new_name', ',PropertyValues=[1]', 400],
    ['Under', 'new_thingid', `,PropertyValue=${id(1)}`, 400],
    ['EqualUserId', 'new_name', '', 400],
    ['Contains', 'new_name', ",PropertyValue='x'", 400],
    ['EqualRoleBusinessId', 'new_name', '', 501],
  ])('%s %s %s are refused', async (name, property, more, status) => {
    const answer = await ask(name, property, more);
    expect([answer.status, errorOf(answer).message.length > 10]).toEqual([status, true]);
  });
});
