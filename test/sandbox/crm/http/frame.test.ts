import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorOf, id, onlyNew, rowsOf, start, type Reply, type World } from '../world';

let world: World;
beforeAll(async () => {
  world = await start();
});
afterAll(() => world.crm.close());

const exposed =
  'Preference-Applied,OData-EntityId,Location,ETag,OData-Version,Content-Encoding,Transfer-Encoding,Content-Length,Retry-After,REQ_ID';

/** A request with headers that fetch does not let through. */
const raw = (
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; headers: Record<string, unknown>; text: string }> =>
  new Promise((resolve, reject) => {
    const { port } = world.crm;
    const asked = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }),
      );
    });
    asked.once('error', reject);
    asked.end();
  });
const api = '/api/data/v9.2/';
const dana = { Authorization: 'Bearer sandbox:dana' };

describe('what a page of another origin may read', () => {
  const expectExposed = ({ headers }: Reply): void => {
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(headers.get('Access-Control-Expose-Headers')).toBe(exposed);
    expect(headers.get('REQ_ID')).toMatch(/^[0-9a-f-]{36}$/);
  };
  const fault = (order: object) => world.sandbox('POST faults', { times: 1, ...order });

  it.each<[number, () => Promise<Reply>]>([
    [200, () => world.ask('WhoAmI')],
    [
      201,
      () =>
        world.ask(`accounts(${id(1)})`, {
          method: 'PATCH',
          headers: { ...onlyNew, Prefer: 'return=representation' },
          body: { name: 'A' },
        }),
    ],
    [204, () => world.ask(`accounts(${id(1)})`, { method: 'PATCH', body: { name: 'B' } })],
    [400, () => world.ask('accounts?$filter=nosuch eq 1')],
    [401, () => world.ask('WhoAmI', { headers: { Authorization: '' } })],
    [404, () => world.ask(`accounts(${id(99)})`)],
    [405, () => world.ask('accounts', { method: 'PROPFIND' })],
    [412, () => world.ask(`accounts(${id(1)})`, { method: 'PATCH', headers: onlyNew, body: {} })],
    [414, () => world.ask(`accounts?$filter=${'x'.repeat(33_000)}`)],
    [
      501,
      () => world.ask('WhoAmI', { headers: { Accept: 'application/json;odata.metadata=full' } }),
    ],
    [
      200,
      () =>
        world.ask('$batch', {
          method: 'POST',
          headers: { 'Content-Type': 'multipart/mixed; boundary=b' },
          body: '--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nGET WhoAmI HTTP/1.1\r\n\r\n\r\n--b--\r\n',
        }),
    ],
    [429, () => fault({ kind: 'status', status: 429 }).then(() => world.ask('WhoAmI'))],
    [503, () => fault({ kind: 'status', status: 503 }).then(() => world.ask('WhoAmI'))],
  ])('is the same on an answer with status %i', async (status, ask) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expectExposed(answer);
  });

  it('is the same on 304', async () => {
    const etag = String((await world.ask(`accounts(${id(1)})`)).json['@odata.etag']);
    const answer = await world.ask(`accounts(${id(1)})`, { headers: { 'If-None-Match': etag } });
    expect([answer.status, answer.text]).toEqual([304, '']);
    expectExposed(answer);
  });

  it('is not told to who is no page', async () => {
    const { headers } = await raw('GET', `${api}WhoAmI`, dana);
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['access-control-expose-headers']).toBeUndefined();
    expect(headers['req_id']).toBeDefined();
  });

  it.each(['GET', 'POST', 'PATCH', 'PUT', 'DELETE'])(
    'is asked for before a %s by a preflight without a token',
    async (method) => {
      const answer = await raw('OPTIONS', `${api}accounts`, {
        Origin: 'http://pane.example',
        'Access-Control-Request-Method': method,
        'Access-Control-Request-Headers': 'authorization,if-match,mscrm.suppressduplicatedetection',
      });
      expect(answer.status).toBe(200);
      expect(answer.headers).toMatchObject({
        'access-control-allow-origin': '*',
        'access-control-allow-headers': 'authorization,if-match,mscrm.suppressduplicatedetection',
        'access-control-allow-methods': expect.stringContaining(method) as unknown,
      });
    },
  );
});

describe('the frame of a request', () => {
  it.each(['HEAD', 'PROPFIND', 'TRACE', 'LOCK'])('has no method %s', async (method) => {
    const answer = await raw(method, `${api}accounts`, dana);
    expect([answer.status, answer.headers['allow']]).toEqual([
      405,
      'GET, POST, PATCH, PUT, DELETE, OPTIONS',
    ]);
    if (method !== 'HEAD')
      expect(JSON.parse(answer.text)).toMatchObject({
        error: { message: `The requested resource does not support http method '${method}'.` },
      });
  });

  it.each(['v9.0', 'v9.1', 'v9.2'])(
    'may be of version %s, and the answer keeps to it',
    async (v) => {
      const answer = await world.ask(`${world.base}/api/data/${v}/accounts?$select=name`);
      expect(answer.json['@odata.context']).toContain(`${world.base}/api/data/${v}/$metadata`);
      expect(rowsOf(answer)).toHaveLength(1);
    },
  );

  it.each([
    ['v9.3', 400],
    ['v10.0', 400],
    ['v8.2', 501],
    ['v9', 400],
    ['', 400],
  ])('is refused with the version %j', async (version, status) => {
    expect((await world.ask(`${world.base}/api/data/${version}/accounts`)).status).toBe(status);
  });

  it('keeps the name by which the server was asked in the addresses of the answer', async () => {
    const { text } = await raw('GET', `${api}accounts`, dana);
    expect(text).toContain(`http://127.0.0.1:${world.crm.port}${api}$metadata#accounts`);
  });

  it.each([
    [{ 'OData-Version': '3.0' }, 400],
    [{ 'OData-Version': '4.01' }, 400],
    [{ 'OData-MaxVersion': '3.0' }, 400],
    [{ 'OData-MaxVersion': 'new' }, 400],
    [{ 'OData-Version': '4.0', 'OData-MaxVersion': '4.01' }, 200],
    [{ Accept: 'application/xml' }, 415],
    [{ Accept: 'application/json;q=0' }, 415],
    [{ Accept: 'text/html, application/json;q=0.5' }, 200],
    [{ Accept: 'application/json;odata.metadata=minimal' }, 200],
    [{ Accept: 'application/json;odata.metadata=full' }, 501],
    [{ Accept: '*/*' }, 200],
  ])('with the headers %j is answered %i %i', async (headers, status) => {
    expect((await world.ask('accounts', { headers })).status).toBe(status);
  });

  it.each([
    ['', 400],
    ['text/plain', 415],
    ['application/xml', 415],
    ['application/json; charset=utf-16', 415],
    ['application/json; charset="UTF-8"', 204],
    ['application/json; type=entry', 204],
  ])('with a body of the type %j is answered %i', async (type, status) => {
    const answer = await world.ask('accounts', {
      method: 'POST',
      headers: { 'Content-Type': type },
      body: { name: 'Typed' },
    });
    expect(answer.status).toBe(status);
  });

  it('may be percent-encoded', async () => {
    const answer = await world.ask(`%61ccounts%28${id(1)}%29?%24select=name`);
    expect(answer.json).toMatchObject({ name: 'B', accountid: id(1) });
  });

  it('is not compressed in either direction', async () => {
    const answer = await raw('GET', `${api}accounts`, { ...dana, 'Accept-Encoding': 'gzip' });
    expect(answer.headers['content-encoding']).toBeUndefined();
    const sent = await world.ask('accounts', {
      method: 'POST',
      headers: { 'Content-Encoding': 'gzip' },
      body: { name: 'X' },
    });
    expect([sent.status, errorOf(sent).message]).toEqual([
      415,
      "The content encoding 'gzip' is not supported.",
    ]);
  });
});

describe('the server', () => {
  it.each(['evil.example', 'evil.example:3100', '127.0.0.1.evil.example', '192.168.0.5:3100'])(
    'does not answer to the name %s',
    async (host) => {
      for (const path of [`${api}WhoAmI`, '/_sandbox/journal']) {
        const answer = await raw('GET', path, { ...dana, Host: host });
        expect([answer.status, answer.text]).toEqual([
          403,
          expect.stringContaining('this machine alone'),
        ]);
      }
    },
  );

  it.each(['localhost:1', '127.0.0.1', '[::1]:3100', 'LOCALHOST:3100'])(
    'answers to the name %s',
    async (host) => {
      expect((await raw('GET', '/_sandbox/journal', { Host: host })).status).toBe(200);
    },
  );

  it('listens on this machine’s own addresses alone', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .filter((each) => each?.internal === false && each.family === 'IPv4')
      .map((each) => each?.address ?? '');
    for (const host of outside) {
      const socket = connect(world.crm.port, host);
      const ended = await new Promise((resolve) => {
        socket.once('connect', () => resolve('connected'));
        socket.once('error', () => resolve('refused'));
      });
      socket.destroy();
      expect([host, ended]).toEqual([host, 'refused']);
    }
  });

  it('lets no page from elsewhere call what is for tests', async () => {
    for (const [origin, status] of [
      ['https://evil.example', 403],
      ['null', 403],
      ['http://localhost.evil.example', 403],
      ['http://localhost:3000', 200],
    ] as const)
      expect([origin, (await raw('GET', '/_sandbox/journal', { Origin: origin })).status]).toEqual([
        origin,
        status,
      ]);
  });
});
