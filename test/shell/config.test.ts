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
    });
    const some = good.replace('{', '{"conflicts":{"tables":{"account":"ask"}},');
    expect(parseConfig(some).conflicts).toEqual({ all: 'mine', tables: { account: 'ask' } });
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
  const read = (trips: unknown) =>
    organizationTrips(parseConfig(JSON.stringify({ ...JSON.parse(good), trips })));

  it('fill in what an admin may leave out', () => {
    expect(read(undefined)).toEqual({ trips: [usualTrip], problem: null });
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
    });
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
