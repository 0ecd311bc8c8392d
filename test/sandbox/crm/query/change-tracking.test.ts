import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, onlyNew, rowsOf, start, type Reply, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start('empty');
});
afterEach(() => world.crm.close());

const ada = { user: 'ada' };
const track = (more = ''): Record<string, string> => ({ Prefer: `odata.track-changes${more}` });
const make = (number: number, body: object = { name: `Row ${number}` }) =>
  world.ask(`accounts(${id(number)})`, { method: 'PATCH', headers: onlyNew, body, ...ada });
const change = (number: number, name: string) =>
  world.ask(`accounts(${id(number)})`, { method: 'PATCH', body: { name }, ...ada });
const remove = (number: number) =>
  world.ask(`accounts(${id(number)})`, { method: 'DELETE', ...ada });
const begin = (path = 'accounts?$select=name', more = '') =>
  world.ask(path, { headers: track(more), ...ada });
const follow = (answer: Reply, headers: Record<string, string> = {}) =>
  world.ask(String(answer.json['@odata.deltaLink']), { headers, ...ada });
const names = (answer: Reply): unknown[] =>
  rowsOf(answer).map((row) => row['name'] ?? `${String(row['reason'])} ${String(row['id'])}`);

describe('following a table', () => {
  it('begins with all rows and a link for later', async () => {
    await make(1);
    const answer = await begin();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Preference-Applied')).toContain('odata.track-changes');
    expect(answer.json['@odata.context']).toMatch(/\$metadata#accounts\(name\)\/\$delta$/);
    expect(answer.json['@odata.deltaLink']).toMatch(
      /accounts\?\$select=name&\$deltatoken=\d+%21\d\d%2f\d\d%2f\d{4}%20\d\d%3a\d\d%3a\d\d$/,
    );
    expect(rowsOf(answer)).toEqual([
      { '@odata.etag': expect.stringMatching(/^W\/"\d+"$/), name: 'Row 1', accountid: id(1) },
    ]);
  });

  it('tells new and changed rows by version, then deletions, and nothing where nothing happened', async () => {
    for (const number of [1, 2, 3]) await make(number);
    const first = await begin();
    expect((await follow(first)).json).toMatchObject({
      value: [],
      '@odata.deltaLink': expect.stringContaining('$deltatoken='),
    });
    await change(3, 'Third');
    await remove(1);
    await make(4);
    await change(2, 'Second');
    const second = await follow(first);
    expect(names(second)).toEqual(['Third', 'Row 4', 'Second', `deleted ${id(1)}`]);
    expect(rowsOf(second).at(-1)).toEqual({
      '@odata.context': `${world.crm.url}$metadata#accounts/$deletedEntity`,
      id: id(1),
      reason: 'deleted',
    });
    expect(names(await follow(second))).toEqual([]);
    expect(names(await follow(first))).toEqual(names(second));
  });

  it('tells a row that came and went in between as deleted, and one that came back as changed', async () => {
    await make(1);
    const first = await begin();
    await make(2);
    await remove(2);
    await remove(1);
    await make(1, { name: 'Again' });
    expect(names(await follow(first))).toEqual(['Again', `deleted ${id(2)}`]);
  });

  it('tells rows that went with another', async () => {
    await make(1);
    await world.ask(`contacts(${id(2)})`, {
      method: 'PATCH',
      headers: onlyNew,
      body: { lastname: 'X', 'parentcustomerid_account@odata.bind': `accounts(${id(1)})` },
      ...ada,
    });
    const first = await begin('contacts?$select=lastname');
    await remove(1);
    expect(rowsOf(await follow(first))).toMatchObject([{ id: id(2), reason: 'deleted' }]);
  });

  it('comes in pages, the link for later on the last', async () => {
    for (const number of [1, 2, 3, 4, 5]) await make(number);
    const seen: unknown[] = [];
    let page = await begin('accounts?$select=name', ',odata.maxpagesize=2');
    seen.push(...names(page));
    await change(1, 'First');
    while (page.json['@odata.nextLink'] !== undefined) {
      expect(page.json['@odata.deltaLink']).toBeUndefined();
      page = await world.ask(String(page.json['@odata.nextLink']), {
        headers: track(',odata.maxpagesize=2'),
        ...ada,
      });
      seen.push(...names(page));
    }
    expect(seen).toEqual([1, 2, 3, 4, 5].map((number) => `Row ${number}`));
    // What changed while the pages were read comes afterwards.
    expect(names(await follow(page))).toEqual(['First']);
  });

  it('comes in pages of changes and deletions too', async () => {
    for (const number of [1, 2, 3, 4, 5]) await make(number);
    const first = await begin();
    for (const number of [1, 2, 3]) await change(number, `Changed ${number}`);
    for (const number of [4, 5]) await remove(number);
    const size = { Prefer: 'odata.maxpagesize=2' };
    const seen: unknown[] = [];
    let page = await follow(first, size);
    seen.push(...names(page));
    while (page.json['@odata.nextLink'] !== undefined) {
      page = await world.ask(String(page.json['@odata.nextLink']), { headers: size, ...ada });
      expect(rowsOf(page).length).toBeLessThanOrEqual(2);
      seen.push(...names(page));
    }
    expect(seen).toEqual([
      'Changed 1',
      'Changed 2',
      'Changed 3',
      `deleted ${id(4)}`,
      `deleted ${id(5)}`,
    ]);
    expect(names(await follow(page))).toEqual([]);
  });

  it('counts changes by the token', async () => {
    await make(1);
    await make(2);
    const token = String((await begin()).json['@odata.deltaLink']).split('$deltatoken=')[1] ?? '';
    await change(1, 'B');
    await remove(2);
    const count = await world.ask(`accounts/$count?$deltatoken=${token}`, ada);
    expect([count.text, count.headers.get('Content-Type')]).toEqual(['2', 'text/plain']);
  });

  it('survives a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crm-'));
    await world.crm.close();
    world = await start('empty', folder);
    await make(1);
    const token = String((await begin()).json['@odata.deltaLink']).split('$deltatoken=')[1] ?? '';
    await remove(1);
    await world.crm.close();
    world = await start('empty', folder);
    const answer = await world.ask(`accounts?$select=name&$deltatoken=${token}`, ada);
    expect(names(answer)).toEqual([`deleted ${id(1)}`]);
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('what cannot be followed', () => {
  it.each(['$filter=name eq null', '$orderby=name', '$top=1', '$expand=primarycontactid'])(
    'refuses %s in its own words',
    async (option) => {
      const answer = await begin(`accounts?${option}`);
      expect([answer.status, errorOf(answer).message]).toEqual([
        400,
        `The "${option.split('=')[0] ?? ''}" query parameter isn't supported when Change Tracking is enabled.`,
      ]);
    },
  );

  it('takes the right to read the whole table', async () => {
    expect((await world.ask('accounts', { headers: track(), user: 'noor' })).status).toBe(200);
    for (const user of ['dana', 'omar']) {
      const answer = await world.ask('accounts?$select=name', { headers: track(), user });
      expect([answer.status, errorOf(answer).code]).toEqual([403, '0x80040220']);
    }
  });

  it('is a table that is not tracked, as its metadata tells', async () => {
    const tracked = await world.ask(
      "EntityDefinitions?$select=LogicalName&$filter=ChangeTrackingEnabled eq true and (LogicalName eq 'account' or LogicalName eq 'systemform')",
      ada,
    );
    expect(rowsOf(tracked).map((row) => row['LogicalName'])).toEqual(['account']);
    const answer = await begin('systemforms?$select=name');
    expect([answer.status, errorOf(answer).message]).toEqual([
      400,
      expect.stringContaining('not enabled'),
    ]);
  });

  it.each(['nonsense', '500000', "1!'; DROP TABLE account", '1!99/99/2026 00:00:00'])(
    'refuses the token %s',
    async (token) => {
      const answer = await world.ask(`accounts?$deltatoken=${encodeURIComponent(token)}`, ada);
      expect(answer.status).toBe(400);
    },
  );
});

describe('expiry', () => {
  const expired = {
    code: '0x80044352',
    message: expect.stringContaining('has expired') as unknown,
  };

  it('comes by the call for tests, for tokens that were given out before', async () => {
    const first = await begin();
    await world.sandbox('POST expire', { what: 'delta' });
    const refused = await follow(first);
    expect([refused.status, errorOf(refused)]).toEqual([400, expired]);
    expect((await follow(await begin())).status).toBe(200);
  });

  it('comes after the days that the organisation keeps deletions', async () => {
    await world.sandbox('POST clock', { now: '2026-05-04T09:00:00Z', back: true });
    const first = await begin();
    await world.sandbox('POST clock', { now: '2026-05-11T09:00:00Z', back: true });
    expect((await follow(first)).status).toBe(200);
    await world.sandbox('POST clock', { now: '2026-05-11T09:00:01Z', back: true });
    expect(errorOf(await follow(first))).toEqual(expired);
  });
});
