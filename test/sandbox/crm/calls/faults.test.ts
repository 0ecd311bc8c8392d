import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, start, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start();
});
afterEach(() => world.crm.close());

const fault = (order: object) => world.sandbox('POST faults', order);
const fired = async (): Promise<number[]> =>
  ((await world.sandbox('GET faults')).json as unknown as { fired: number }[]).map(
    (each) => each.fired,
  );
const count = async (): Promise<string> => (await world.ask('accounts/$count')).text;

const patch = (number: number, contentId = ''): string =>
  `Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n${contentId}\r\nPATCH /api/data/v9.2/accounts(${id(number)}) HTTP/1.1\r\nContent-Type: application/json\r\nIf-None-Match: *\r\n\r\n{"name":"A${number}"}`;
const changeSet = (...numbers: number[]): string =>
  `Content-Type: multipart/mixed; boundary=c\r\n\r\n${numbers.map((number, at) => `--c\r\n${patch(number, `Content-ID: ${at + 1}\r\n`)}\r\n`).join('')}--c--\r\n`;
const batch = (parts: readonly string[], headers: Record<string, string> = {}) =>
  world.ask('$batch', {
    method: 'POST',
    headers: { 'Content-Type': 'multipart/mixed; boundary=b', ...headers },
    body: `${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`,
  });
const lost = (work: Promise<unknown>) => expect(work).rejects.toThrow('fetch failed');

describe('a fault of a whole batch', () => {
  const match = { path: '\\$batch$' };

  it('answers instead of it', async () => {
    await fault({ kind: 'status', status: 503, retryAfter: 5, times: 1, match });
    const answer = await batch([patch(1)]);
    expect([answer.status, answer.headers.get('Retry-After'), await count()]).toEqual([
      503,
      '5',
      '0',
    ]);
    expect((await batch([patch(1)])).status).toBe(200);
  });

  it('drops it before anything is done, or after all of it', async () => {
    await fault({ kind: 'drop', times: 1, match });
    await lost(batch([patch(1), patch(2)]));
    expect(await count()).toBe('0');
    await fault({ kind: 'drop-after-commit', times: 1, match });
    await lost(batch([patch(1), changeSet(2, 3)]));
    expect(await count()).toBe('3');
  });

  it('commits its first half', async () => {
    await fault({ kind: 'half-batch', times: 1 });
    await lost(batch([patch(1), changeSet(2, 3), patch(4), patch(5)]));
    expect(await count()).toBe('3');
  });

  it('of the kind half-batch leaves single requests and parts alone', async () => {
    await fault({ kind: 'half-batch' });
    expect(await count()).toBe('0');
    expect(await fired()).toEqual([0]);
    await lost(batch([patch(1), patch(2)]));
    expect(await fired()).toEqual([1]);
    expect(await count()).toBe('1');
  });

  it('holds it back until faults are cleared', async () => {
    await fault({ kind: 'delay', ms: 600_000, match });
    const held = batch([patch(1)]);
    const untilHeld = async (): Promise<void> => {
      if ((await fired())[0] !== 1) await untilHeld();
    };
    await untilHeld();
    expect(await count()).toBe('0');
    await world.sandbox('DELETE faults');
    expect((await held).status).toBe(200);
  });
});

describe('a fault of a part', () => {
  const match = { method: 'PATCH', path: `accounts\\(${id(2)}\\)` };

  it('answers instead of it and stops the batch', async () => {
    await fault({ kind: 'status', status: 429, retryAfter: 9, times: 1, match });
    const answer = await batch([patch(1), patch(2), patch(3)]);
    expect(answer.status).toBe(429);
    expect(answer.text).toContain('HTTP/1.1 429 Too Many Requests');
    expect(answer.text).toMatch(/Retry-After: 9/);
    expect(await count()).toBe('1');
  });

  it('lets the others go on where the client asks for that', async () => {
    await fault({ kind: 'status', status: 500, times: 1, match });
    const answer = await batch([patch(1), patch(2), patch(3)], {
      Prefer: 'odata.continue-on-error',
    });
    expect([answer.status, await count()]).toEqual([200, '2']);
  });

  it('takes the whole change set back', async () => {
    await fault({ kind: 'status', status: 412, times: 1, match });
    const answer = await batch([changeSet(1, 2, 3)]);
    expect([answer.status, await count()]).toEqual([412, '0']);
    expect((await batch([changeSet(1, 2, 3)])).status).toBe(200);
  });

  it('drops the connection: what came before stays, its own change set does not', async () => {
    await fault({ kind: 'drop', times: 1, match });
    await lost(batch([patch(1), changeSet(3, 2), patch(4)]));
    expect(await count()).toBe('1');
  });

  it('drops the connection once it, and its change set, are committed', async () => {
    await fault({ kind: 'drop-after-commit', times: 1, match });
    await lost(batch([patch(1), changeSet(2, 3), patch(4)]));
    expect(await count()).toBe('3');
  });

  it('holds the batch back once it is done', async () => {
    await fault({ kind: 'delay', ms: 1, times: 1, match });
    expect((await batch([changeSet(1, 2)])).status).toBe(200);
    expect(await fired()).toEqual([1]);
  });

  it('shows a proxy’s page', async () => {
    await fault({ kind: 'html', body: '<p>Gone</p>', times: 1, match });
    expect((await batch([patch(2)])).text).toContain('<p>Gone</p>');
  });
});

describe('a fault', () => {
  it('strikes deterministically: after so many, so many times, in the order given', async () => {
    await fault({ kind: 'status', status: 500, skip: 1, times: 2, match: { path: 'WhoAmI' } });
    await fault({ kind: 'status', status: 503, times: 1, match: { path: 'WhoAmI' } });
    const statuses: number[] = [];
    for (let turn = 0; turn < 5; turn += 1) statuses.push((await world.ask('WhoAmI')).status);
    expect(statuses).toEqual([503, 500, 500, 200, 200]);
    expect(await fired()).toEqual([2, 1]);
  });

  it('takes the method in either case', async () => {
    await fault({ kind: 'status', match: { method: 'get' }, times: 1 });
    expect((await world.ask('WhoAmI')).status).toBe(500);
  });

  it('is not needed for a preflight', async () => {
    await fault({ kind: 'status' });
    expect((await world.ask('accounts', { method: 'OPTIONS' })).status).toBe(200);
  });

  it.each([
    [{}, "'kind'"],
    [{ kind: 'nonsense' }, "'kind'"],
    [{ kind: 'drop', times: 0 }, "'times'"],
    [{ kind: 'drop', times: 'often' }, "'times'"],
    [{ kind: 'drop', skip: -1 }, "'skip'"],
    [{ kind: 'drop', status: 500 }, "'status'"],
    [{ kind: 'status', status: 1000 }, "'status'"],
    [{ kind: 'status', status: 204 }, 'no body'],
    [{ kind: 'status', retryAfter: 'soon' }, "'retryAfter'"],
    [{ kind: 'status', ms: 5 }, "'ms'"],
    [{ kind: 'delay', ms: -1 }, "'ms'"],
    [{ kind: 'html', body: 5 }, "'body'"],
    [{ kind: 'drop', match: 'x' }, "'match'"],
    [{ kind: 'drop', match: { path: '(' } }, 'match.path is no regular expression'],
    [{ kind: 'drop', match: { method: 5 } }, "'match.method'"],
    [{ kind: 'drop', match: { url: 'x' } }, "'match.url'"],
    [{ kind: 'drop', kinds: 1 }, "'kinds'"],
  ])('is not ordered by %j', async (order, reason) => {
    const answer = await fault(order);
    expect([answer.status, errorOf(answer).message]).toEqual([
      400,
      expect.stringContaining(reason),
    ]);
    expect(await fired()).toEqual([]);
  });
});

describe('a call of the tests', () => {
  it.each([
    ['POST network', { up: 'yes' }],
    ['POST network', { up: true, down: false }],
    ['POST edit', { user: 'nobody', table: 'account', id: id(1), changes: {} }],
    ['POST edit', { user: 'ada', table: 'nosuch', id: id(1), changes: {} }],
    ['POST edit', { user: 'ada', table: 'account', id: '1', changes: {} }],
    ['POST edit', { user: 'ada', table: 'account', id: id(1), changes: [] }],
    ['POST edit', { user: 'ada', table: 'account', id: id(1) }],
    ['POST edit', { user: 'ada', table: 'account', id: id(1), changes: {}, etag: '*' }],
    ['POST delete', { user: 'ada', table: 5, id: id(1) }],
    ['POST delete', { user: 'ada', table: 'account' }],
    ['POST reset', { seed: 5 }],
    ['POST reset', { seed: 'large:0' }],
    ['POST reset', { seed: 'large:1000001' }],
    ['POST reset', { sead: 'demo' }],
    ['POST expire', { what: 'everything' }],
    ['POST expire', { what: 'token', user: 'nobody' }],
    ['POST expire', { what: 'token', user: 5 }],
    ['POST role', { user: 'dana', privileges: { prvReadAccount: 'Wide' } }],
    ['POST role', { user: 'dana', privileges: { read: 'Basic' } }],
    ['POST role', { user: 'dana', privileges: null }],
    ['POST role', { user: 'dana' }],
    ['POST tables', { name: 'account', label: 'Account', columns: [] }],
    ['POST tables', { name: 'cr1_x', label: 'X', columns: [null] }],
    ['POST tables', { name: 'cr1_x', label: 'X', columns: [{ name: 'y', label: 'Y', type: 'z' }] }],
    ['POST tables', { name: 'cr1_x"; DROP TABLE account; --', label: 'X', columns: [] }],
    ['POST tables', { name: '__proto__', label: 'X', columns: [] }],
    ['POST faults', '[]'],
    ['POST clock', '{"now":'],
    ['POST reset', 'null'],
  ])('%s %j is refused', async (call, body) => {
    const [method = '', name = ''] = call.split(' ');
    const answer = await fetch(`${world.base}/_sandbox/${name}`, {
      method,
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    expect([answer.status, await answer.json()]).toEqual([
      400,
      { error: { code: '0x80040203', message: expect.stringMatching(/\w{3}/) } },
    ]);
    expect((await world.ask('WhoAmI')).status).toBe(200);
  });

  it('that does not exist is not found, by any method', async () => {
    for (const call of ['GET nonsense', 'PUT clock', 'POST journal', 'GET __proto__'])
      expect((await world.sandbox(call)).status).toBe(404);
  });
});
