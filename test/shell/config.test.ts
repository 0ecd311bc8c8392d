import { describe, expect, it } from '@jest/globals';
import { testClock } from '../offline/support/clock';
import { usualTrip } from '../../src/domain/trip';
import { organizationTrips } from '../../src/shell/config-trips';
import { ConfigError, loadConfig, parseConfig, type ConfigMemory } from '../../src/shell/config';

const good = JSON.stringify({
  crm: { url: 'https://contoso.crm.dynamics.com' },
  auth: { kind: 'naa', clientId: '0f8fad5b-d9cb-469f-a165-70867728950e' },
});

function memory(kept: string | null = null): ConfigMemory & { kept: string | null } {
  return {
    kept,
    lastConfig() {
      return Promise.resolve(this.kept);
    },
    keepConfig(text) {
      this.kept = text;
      return Promise.resolve();
    },
  };
}

const answers =
  (body: string, type = 'application/json', status = 200): typeof fetch =>
  () =>
    Promise.resolve(new Response(body, { status, headers: { 'content-type': type } }));
const unreachable: typeof fetch = () => Promise.reject(new TypeError('Failed to fetch'));

const clock = testClock();

describe('config.json', () => {
  it('fills in what an admin may leave out', () => {
    expect(parseConfig(good)).toMatchObject({
      office: expect.stringMatching(/^https:.*\/office\.js$/),
      scripts: [],
      auth: { authority: 'https://login.microsoftonline.com/organizations' },
      conflicts: { all: 'mine', tables: {} },
      refresh: { every: 15, least: 5, most: 1440 },
    });
    const some = good.replace('{', '{"conflicts":{"tables":{"account":"ask"}},');
    expect(parseConfig(some).conflicts).toEqual({ all: 'mine', tables: { account: 'ask' } });
  });

  it.each([
    ['{"every":60}', { every: 60, least: 5, most: 1440 }],
    ['{"least":30}', { every: 30, least: 30, most: 1440 }],
    ['{"most":5}', { every: 5, least: 5, most: 5 }],
  ])('refreshes within the bounds that it sets: %s', (refresh, policy) => {
    expect(parseConfig(good.replace('{', `{"refresh":${refresh},`)).refresh).toEqual(policy);
  });

  it.each([
    ['{}', 5],
    ['{"largest":0.5}', 0.5],
  ])('lets trips take along files up to a size: %s', (attachments, largest) => {
    expect(parseConfig(good).attachments).toEqual({ largest: 5 });
    const text = good.replace('{', `{"attachments":${attachments},`);
    expect(parseConfig(text).attachments).toEqual({ largest });
  });

  it.each([
    ['{', 'not valid JSON'],
    ['{}', '"crm" is missing'],
    [good.replace('https://contoso', 'http://contoso'), '"crm.url" must be an https address'],
    [good.replace('naa', 'password'), '"auth'],
    [good.replace('{', '{"conflicts":{"all":"never"},'), '"conflicts.all" must be "mine"'],
    [
      good.replace('{', '{"conflicts":{"tables":{"account":1}},'),
      '"conflicts.tables.account" must be "mine"',
    ],
    [good.replace('{', '{"refresh":15,'), '"refresh" must be an object'],
    [
      good.replace('{', '{"refresh":{"every":20},'),
      '"refresh.every" must be a number of minutes: 5, 15, 30, 60, 240 or 1440',
    ],
    [
      good.replace('{', '{"refresh":{"every":5,"least":15},'),
      '"refresh.every" must be from "least" to "most"',
    ],
    [
      good.replace('{', '{"refresh":{"least":60,"most":30},'),
      '"refresh.least" must not be more than "most"',
    ],
    [good.replace('{', '{"attachments":true,'), '"attachments" must be an object'],
    [
      good.replace('{', '{"attachments":{"largest":500},'),
      '"attachments.largest" must be at most 128',
    ],
    [good.replace('0f8fad5b', 'zz'), '"auth.clientId" must be the application (client) id'],
  ])('says which field is wrong and what it must be: %s', (text, message) => {
    expect(() => parseConfig(text)).toThrow(ConfigError);
    expect(() => parseConfig(text)).toThrow(message);
  });

  it('is kept when it was good, and serves when the network is gone', async () => {
    const kept = memory();
    await loadConfig('config.json', answers(good), kept, clock);
    expect(kept.kept).toBe(good);
    const config = await loadConfig('config.json', unreachable, kept, clock);
    expect(config?.crm.url).toBe('https://contoso.crm.dynamics.com');
  });

  it('is not replaced by a captive portal, an error page or a broken edit', async () => {
    for (const get of [
      answers('<html>Log in to Wi-Fi</html>', 'text/html'),
      answers('gone', 'text/plain', 502),
      answers('{"crm":'),
    ]) {
      const kept = memory(good);
      expect((await loadConfig('config.json', get, kept, clock))?.crm.url).toContain('contoso');
      expect(kept.kept).toBe(good);
    }
  });

  it('is reported when it is broken and there is no earlier copy', async () => {
    await expect(loadConfig('config.json', answers('{}'), memory(), clock)).rejects.toThrow(
      ConfigError,
    );
  });

  it('is not waited for on a bad network where there is an earlier copy; the next start has it', async () => {
    const kept = memory(good);
    let answer: (response: Response) => void = () => undefined;
    const slow: typeof fetch = () => new Promise((resolve) => (answer = resolve));
    const starting = loadConfig('config.json', slow, kept, clock);
    await Promise.resolve();
    clock.advance(500);
    expect((await starting)?.crm.url).toContain('contoso');
    const newer = good.replace('contoso', 'fabrikam');
    await new Promise<void>((resolve) => {
      kept.keepConfig = (text) => {
        expect(text).toBe(newer);
        resolve();
        return Promise.resolve();
      };
      answer(new Response(newer, { headers: { 'content-type': 'application/json' } }));
    });
  });

  it('is absent on a first start without a network', async () => {
    expect(await loadConfig('config.json', unreachable, memory(), clock)).toBeNull();
  });
});

describe('the trips of config.json', () => {
  const read = (trips: unknown, templates?: unknown) =>
    organizationTrips(parseConfig(JSON.stringify({ ...JSON.parse(good), trips, templates })));
  const none = { trips: [], problem: null };

  it('fill in what an admin may leave out', () => {
    expect(read(undefined)).toEqual({ trips: [usualTrip], problem: null, templates: none });
    const account = { rows: 'all' };
    expect(
      read([
        { name: ' Team ', tables: { account } },
        { name: 'Fair', on: false },
      ]),
    ).toEqual({
      trips: [
        { name: 'Team', on: true, tables: { account }, others: { rows: 'mine' } },
        { name: 'Fair', on: false, tables: {}, others: { rows: 'mine' } },
      ],
      problem: null,
      templates: none,
    });
  });

  it('may have others to begin with, whose mistakes are their own', () => {
    const fair = { name: 'Fair', on: true, tables: {}, others: { rows: 'none' } };
    expect(read(undefined, [fair])).toEqual({
      trips: [usualTrip],
      problem: null,
      templates: { trips: [fair], problem: null },
    });
    const { trips, problem, templates } = read([fair], [{ name: '' }]);
    expect([trips, problem, templates.trips]).toEqual([[fair], null, []]);
    expect(templates.problem).toContain('"templates.0.name" must be the name of the trip');
    const diary = { ...fair, source: { kind: 'diary', days: 14 } };
    expect(read([fair], [diary]).templates).toEqual({ trips: [diary], problem: null });
    const ever = { ...fair, source: { kind: 'diary', days: 900 } };
    expect(read([fair], [ever]).templates.problem).toContain('must be at most 90');
  });

  it('say whether the notes of a table come along', () => {
    const with_ = (notes: unknown) =>
      read([{ name: 'A', tables: { account: { rows: 'all', notes } } }]);
    expect(with_(true).trips[0]?.tables['account']).toEqual({ rows: 'all', notes: true });
    expect(with_(false).trips[0]?.tables['account']).toEqual({ rows: 'all', notes: false });
    expect(with_('yes').problem).toContain('account.notes" must be true or false');
  });

  it('may bring attachments', () => {
    expect(read([{ name: 'A', attachments: true }]).trips[0]?.attachments).toBe(true);
    expect(read([{ name: 'A', attachments: 'all' }]).problem).toContain(
      '"trips.0.attachments" must be true or false',
    );
  });

  it('narrow rows by conditions', () => {
    const list = [
      { column: 'statecode', operator: 'in', values: [0] },
      { column: 'revenue', operator: 'not-null' },
    ];
    const account = { rows: 'all', conditions: { list } };
    expect(read([{ name: 'A', tables: { account } }]).trips[0]?.tables['account']).toEqual({
      rows: 'all',
      conditions: { join: 'and', list: [list[0], { ...list[1], values: [] }] },
    });
  });

  it('narrow rows by groups of conditions', () => {
    const open = { column: 'statecode', operator: 'in', values: [0] };
    const group = { join: 'or', list: [{ ...open, column: 'a' }, open] };
    const account = { rows: 'all', conditions: { join: 'and', list: [open, group] } };
    expect(read([{ name: 'A', tables: { account } }]).trips[0]?.tables['account']).toEqual(account);
  });

  it('narrow rows by a view', () => {
    const id = '0F8FAD5B-D9CB-469F-A165-70867728950E';
    const view = { kind: 'savedquery', id, name: 'Active Accounts' };
    const used = (of: object) =>
      read([{ name: 'A', tables: { account: { rows: 'all', view: { ...view, ...of } } } }]);
    expect(used({}).trips[0]?.tables['account']?.view).toEqual({ ...view, id: id.toLowerCase() });
    expect(used({ id: 'x or 1' }).problem).toContain('account.view.id" must be the id of the view');
    expect(used({ kind: 'quick' }).problem).toContain('account.view.kind" must be "savedquery"');
  });

  it.each([
    [{ list: [] }, '" must have at least one condition'],
    [{ join: 'xor', list: [] }, '.join" must be "and" (all of them) or "or" (any of them)'],
    [{ list: [{ operator: 'eq' }] }, '.list.0.column" is missing'],
    [{ list: [{ list: [{ column: 'name' }] }] }, '.list.0.join" is missing'],
    [{ list: [{ join: 'or', list: [] }] }, '.list.0.list" must have at least one condition'],
    [{ list: [{ join: 'or', list: [{ operator: 'eq' }] }] }, '.list.0.list.0.column" is missing'],
    [
      { list: [{ join: 'or', list: [{ join: 'and', list: [] }] }] },
      '.list.0.list.0.column" is missing',
    ],
    [
      { list: [{ column: 'name', operator: 'like' }] },
      '.list.0.operator" must be one of eq, ne, contains, not-contain, begins-with',
    ],
    [
      { list: [{ column: 'name', operator: 'eq', values: [null] }] },
      '.list.0.values.0" must be a text, a number, true or false, or a record',
    ],
  ])('say what is wrong with the conditions %j', (conditions, message) => {
    const { problem } = read([{ name: 'A', tables: { account: { rows: 'all', conditions } } }]);
    expect(problem).toContain('config.json: "trips.0.tables.account.conditions');
    expect(problem).toContain(message);
  });

  it.each([
    [{}, '"trips" must be a list of trips'],
    [[], '"trips" must have at least one trip'],
    [[{}], '"trips.0.name" is missing'],
    [[{ name: ' ' }], '"trips.0.name" must be the name of the trip'],
    [[{ name: 'A' }, { name: 'A' }], '"trips" must not have the same name twice'],
    [[{ name: 'A', on: 'yes' }], '"trips.0.on" must be true or false'],
    [[{ name: 'A', others: 'mine' }], '"trips.0.others" must be an object with the field "rows"'],
    [
      [{ name: 'A', tables: { account: { rows: 'some' } } }],
      '"trips.0.tables.account.rows" must be "none", "related"',
    ],
  ])('say what is wrong with %j, and keep nobody from working', (trips, message) => {
    const { trips: used, problem } = read(trips);
    expect(used).toEqual([usualTrip]);
    expect(problem).toContain(`config.json: ${message}`);
  });
});
