import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { long, seedOr } from '../../../chance';
import { id, start, type Reply, type Request, type World } from '../world';

const seed = seedOr(20260310);

let world: World;
let before: string;

/** All that hostile requests must leave alone. */
const data = async (): Promise<string> => {
  const texts: string[] = [];
  for (const set of ['accounts', 'contacts', 'tasks', 'opportunities'])
    texts.push((await world.ask(`${set}?$orderby=createdon`, { user: 'ada' })).text);
  return JSON.stringify([texts, (await world.sandbox('GET journal')).json]);
};

beforeAll(async () => {
  world = await start();
  await world.sandbox('POST limits', { requests: null, seconds: null });
  for (const number of [1, 2, 3])
    await world.ask(`accounts(${id(number)})`, { method: 'PATCH', body: { name: `A${number}` } });
  await world.ask(`contacts(${id(1)})`, { method: 'PATCH', body: { lastname: 'C' } });
});
afterAll(() => world.crm.close());
beforeEach(async () => {
  before = await data();
});
afterEach(async () => {
  expect(await data()).toBe(before);
});

/** Refused with a reason: 501 where it is nothing that the sandbox covers. */
const expectRefused = ({ status, text }: Reply): void => {
  expect(status >= 400 && (status < 500 || status === 501) ? 'refused' : status).toBe('refused');
  expect(text).toMatch(/"message":"[^"]/);
};
const refused = async (path: string, request: Request = {}): Promise<string> => {
  const answer = await world.ask(path, request);
  expectRefused(answer);
  return answer.text;
};
const post = (body: string, headers: Record<string, string> = {}): Promise<string> =>
  refused('accounts', { method: 'POST', body, headers });

/** Sends bytes as they are; resolves with all that comes back until the socket ends. */
const talk = (
  chunks: readonly (string | Buffer)[],
  then: (socket: Socket) => void = (socket) => socket.end(),
): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(world.crm.port, '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString('latin1')));
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(heard));
    for (const chunk of chunks) socket.write(chunk);
    then(socket);
  });
const head = (line: string, ...headers: string[]): string =>
  `${[line, 'Host: localhost', 'Authorization: Bearer sandbox:dana', ...headers].join('\r\n')}\r\n\r\n`;
const api = '/api/data/v9.2/';
/** For titles: the beginning, and the whole. */
const named = (texts: readonly string[]): [string, string][] =>
  texts.map((text) => [text.slice(0, 60), text]);

describe('hostile addresses', () => {
  it.each(
    named([
      'accounts(%',
      'accounts?$filter=name eq %27%E0%A4%A',
      'accounts?$filter=%FF',
      'accounts(%C0%AF)',
      'accounts?%=1',
      'accounts?$filter=name eq %27a%00b%27',
      'accounts%00',
      '__proto__',
      'constructor',
      'accounts/__proto__',
      `accounts(${id(1)})/__proto__`,
      `accounts(${id(1)})/constructor`,
      'accounts(__proto__)',
      'accounts?$select=__proto__',
      'accounts?$orderby=constructor',
      'accounts?$filter=__proto__ eq 1',
      'accounts?$filter=constructor/prototype eq 1',
      'accounts?$expand=__proto__',
      'accounts?$top=1e9',
      'accounts?$top=-1',
      'accounts?$skiptoken=__proto__',
      `accounts?$filter=${'('.repeat(8000)}`,
      `accounts?$filter=${'('.repeat(5000)}name eq 'x'${')'.repeat(5000)}`,
      `accounts?$filter=${'not '.repeat(7000)}name eq 'x'`,
      `accounts${'/a'.repeat(5000)}`,
      `accounts?$expand=${'a($expand='.repeat(2000)}`,
      `accounts?$orderby=${'name,'.repeat(5000)}nosuch`,
      `accounts(${id(1)})?$select=name'; DROP TABLE account; --`,
      "accounts('; DROP TABLE account; --')",
      'accounts?$orderby=name; DELETE FROM account',
      'accounts?$select=name" FROM account; --',
      "accounts?$filter=name eq 'x' OR 1=1",
      "accounts?$filter=name eq 'x'; DELETE FROM account",
      'sqlite_schema',
      '_setting',
      '_journal',
    ]),
  )('are refused: %s', async (_, path) => {
    await refused(path);
  });

  it.each([
    "accounts?$filter=name eq '''; DROP TABLE account; --'",
    "accounts?$filter=contains(name,''' OR 1=1 --')",
    "accounts?$filter=startswith(name,'%25%25%25%25%25%25%25%25%25%25%25%25%25%25b')",
    "accounts?$filter=contains(name,'[a-z][a-z]%25[^b]%25%25%25%25%25x')",
  ])('match nothing where SQL is a text: %s', async (path) => {
    const answer = await world.ask(path);
    expect([answer.status, answer.json['value']]).toEqual([200, []]);
  });

  it('cannot leave the Web API', async () => {
    for (const path of ['..%2f..%2f_sandbox/journal', '../../../_sandbox/journal', '/../_sandbox'])
      await refused(`${world.base}${api}${path}`);
  });
});

describe('hostile bodies', () => {
  it.each<[string, string]>([
    ['no JSON', '{'],
    ['an array', '[]'],
    ['null', 'null'],
    ['a text', '"x"'],
    ['two values', '{"name":"x"}{}'],
    ['the prototype as a property', '{"__proto__":{"name":"x"}}'],
    ['the constructor as a property', '{"name":"x","constructor":{"prototype":{}}}'],
    ['the prototype as a value', '{"name":{"__proto__":null}}'],
    ['a NUL', '{"name":"a\\u0000b"}'],
    ['half of a surrogate pair', '{"name":"a\\ud800b"}'],
    ['SQL as a property', '{"name\\"; DROP TABLE account; --":"x"}'],
    ['SQL as a reference', '{"name":"x","parentaccountid@odata.bind":"accounts(1 OR 1=1)"}'],
    ['a number that is none', '{"name":"x","revenue":1e999}'],
    ['deep arrays', '['.repeat(100_000)],
    ['deep objects', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['deep rows', `${'{"name":"x","parentaccountid":'.repeat(5000)}null${'}'.repeat(5000)}`],
    ['brackets in an unclosed text', `{"name":"${'['.repeat(100_000)}`],
  ])('are refused: %s', async (_, body) => {
    await post(body);
  });

  it.each(['text/xml', 'multipart/form-data; boundary=x', 'application/json; charset=latin1', ';'])(
    'are refused as %s',
    async (type) => {
      await post('{"name":"x"}', { 'Content-Type': type });
    },
  );

  it('are refused where they are not UTF-8', async () => {
    const body = Buffer.from('{"name":"M\xfcller"}', 'latin1');
    const heard = await talk([
      head(
        `POST ${api}accounts HTTP/1.1`,
        'Content-Type: application/json',
        `Content-Length: ${body.length}`,
      ),
      body,
    ]);
    expect(heard).toMatch(/^HTTP\/1.1 400 /);
    expect(heard).toContain('The body is not valid UTF-8.');
  });

  it('of many megabytes are refused, with JSON in them or none', async () => {
    const text = 'x'.repeat(10 * 1024 * 1024);
    await post(text);
    await post(`{"name":"${text}"}`);
    expect(await post(`{"name":"${text}${text}"}`)).toContain('larger than');
    expect(await post(`${text}${text}${text}`)).toContain('larger than');
  });

  it('of many megabytes are refused as a batch', async () => {
    const ten = 10 * 1024 * 1024;
    for (const body of [
      'x'.repeat(ten),
      '\r\n'.repeat(ten / 2),
      '--b\r\n'.repeat(ten / 5),
      '--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nGET x HTTP/1.1\r\n\r\n\r\n'.repeat(
        150_000,
      ),
      `--b\r\n${'a: b\r\n'.repeat(ten / 6)}\r\n--b--`,
      `--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nPOST accounts HTTP/1.1\r\n\r\n${'\r\n'.repeat(ten / 2)}x\r\n--b--`,
    ]) {
      await refused('$batch', {
        method: 'POST',
        headers: { 'Content-Type': 'multipart/mixed; boundary=b' },
        body,
      });
    }
  });
});

describe('hostile batches', () => {
  const part = (line: string, body = '') =>
    `--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n${line}\r\nContent-Type: application/json\r\n\r\n${body}\r\n--b--`;

  it.each<[string, string, string?]>([
    ['without a boundary', '--b--', 'multipart/mixed'],
    ['of another type', '--b--', 'application/json'],
    ['without a part', 'x'],
    [
      'that do not end',
      '--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nGET accounts HTTP/1.1\r\n',
    ],
    ['with a part of another type', '--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n--b--'],
    [
      'with a part without a request',
      '--b\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n\r\n--b--',
    ],
    ['of another version of HTTP', part('GET accounts HTTP/9.9')],
    ['with a method of its own', part('EXPLODE accounts HTTP/1.1')],
    ['with a preflight', part('OPTIONS accounts HTTP/1.1')],
    ['with a bad address', part('GET http://[ HTTP/1.1')],
    ['with an address elsewhere', part('GET /_sandbox/journal HTTP/1.1')],
    ['with bad percent-encoding', part('GET accounts(%) HTTP/1.1')],
    ['with a NUL', part("GET accounts?$filter=name%20eq%20'%00' HTTP/1.1")],
    ['with a batch inside', part('POST $batch HTTP/1.1')],
    ['with a reference to nothing', part('PATCH $1 HTTP/1.1', '{"name":"x"}')],
    ['with a prototype', part('POST accounts HTTP/1.1', '{"__proto__":{"name":"x"}}')],
    ['with deep JSON', part('POST accounts HTTP/1.1', '['.repeat(100_000))],
    ['with a header that is none', part('GET accounts HTTP/1.1\r\nb ad: x')],
    ['with a long address', part(`GET accounts?$filter=${'x'.repeat(70_000)} HTTP/1.1`)],
    [
      'with a change set that does not end',
      '--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\n\r\n--b--',
    ],
    [
      'with a change set that reads',
      '--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n--c\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nGET accounts HTTP/1.1\r\n\r\n\r\n--c--\r\n--b--',
    ],
    [
      'with a change set whose second part fails',
      `--b\r\nContent-Type: multipart/mixed; boundary=c\r\n\r\n${['{"name":"x"}', '{"nosuch":1}']
        .map(
          (body, at) =>
            `--c\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\nContent-ID: ${at}\r\n\r\nPOST accounts HTTP/1.1\r\nContent-Type: application/json\r\n\r\n${body}\r\n`,
        )
        .join('')}--c--\r\n--b--`,
    ],
  ])('%s are refused', async (_, body, type = 'multipart/mixed; boundary=b') => {
    expectRefused(
      await world.ask('$batch', { method: 'POST', headers: { 'Content-Type': type }, body }),
    );
  });
});

describe('hostile headers', () => {
  it.each<Record<string, string>>([
    { 'If-Match': "W/\"1' OR '1'='1\"" },
    { 'If-Match': 'W/"99999999999999999999999999"' },
    { 'If-Match': '__proto__' },
  ])('%j does not let a write through', async (headers) => {
    await refused(`accounts(${id(1)})`, { method: 'PATCH', headers, body: { name: 'x' } });
  });

  it.each(
    named([
      `odata.include-annotations="${'*a'.repeat(5000)}*b"`,
      'odata.maxpagesize=999999999999',
      'odata.maxpagesize=1; DROP TABLE account',
      '__proto__',
      '"'.repeat(5000),
    ]),
  )('Prefer: %s is no harm', async (_, prefer) => {
    expect((await world.ask('accounts?$select=name', { headers: { Prefer: prefer } })).status).toBe(
      200,
    );
  });

  it.each(
    named([
      "Bearer sandbox:dana' OR '1'='1",
      'Bearer sandbox:__proto__',
      'Bearer sandbox:constructor',
      'Bearer sandbox:dana:-1',
      `Bearer ${'sandbox:'.repeat(1000)}`,
      'Basic ZGFuYTo=',
    ]),
  )('do not sign in: %s', async (_, authorization) => {
    const { status } = await world.ask('WhoAmI', { headers: { Authorization: authorization } });
    expect(status).toBe(401);
  });

  it('of many lines, or of many letters, are refused', async () => {
    const lines = Array.from({ length: 20_000 }, (_, n) => `x-${n}: y`);
    expect(await talk([head(`GET ${api}WhoAmI HTTP/1.1`, ...lines)])).toMatch(/^HTTP\/1.1 431 /);
    const long = `x: ${'y'.repeat(200_000)}`;
    expect(await talk([head(`GET ${api}WhoAmI HTTP/1.1`, long)])).toMatch(/^HTTP\/1.1 431 /);
  });
});

describe('broken HTTP', () => {
  it.each<[string, string]>([
    ['no HTTP at all', 'hello\r\n\r\n'],
    ['bytes', '\x00\x01\x02\x03\r\n\r\n'],
    ['no host', `GET ${api}WhoAmI HTTP/1.1\r\n\r\n`],
    ['two lengths', head(`POST ${api}accounts HTTP/1.1`, 'Content-Length: 1', 'Content-Length: 2')],
    [
      'a length and chunks',
      head(`POST ${api}accounts HTTP/1.1`, 'Content-Length: 1', 'Transfer-Encoding: chunked'),
    ],
    ['a bad header', head(`GET ${api}WhoAmI HTTP/1.1`, 'b ad: x')],
    ['another host in the address', head('GET http://evil.example/_sandbox/x HTTP/1.1')],
    ['an asterisk', head('GET * HTTP/1.1')],
  ])('with %s is answered by 4xx', async (_, sent) => {
    expect(await talk([sent])).toMatch(/^HTTP\/1.1 4\d\d /);
  });

  it('with a tunnel ends the connection', async () => {
    expect(await talk([head('CONNECT evil.example:443 HTTP/1.1')])).toMatch(/^$|^HTTP\/1.1 4/);
  });

  it.each<[string, string]>([
    ['cut off', '{"name":"cut'],
    ['cut off within a chunk', 'ff\r\n{"name":"x"}'],
  ])('with a body that is %s writes nothing', async (what, body) => {
    const length = what === 'cut off' ? 'Content-Length: 5000' : 'Transfer-Encoding: chunked';
    const heard = await talk(
      [head(`POST ${api}accounts HTTP/1.1`, 'Content-Type: application/json', length), body],
      (socket) => socket.end(),
    );
    expect(heard).toMatch(/^$|^HTTP\/1.1 4/);
  });

  it('with a client that goes away is forgotten', async () => {
    const half = head(
      `POST ${api}accounts HTTP/1.1`,
      'Content-Type: application/json',
      'Content-Length: 500',
    );
    await Promise.all(
      Array.from({ length: 50 }, () =>
        talk([half, '{"name":'], (socket) => setImmediate(() => socket.resetAndDestroy())),
      ),
    );
  });

  it('with a bad chunk is answered by 4xx', async () => {
    const heard = await talk([
      head(`POST ${api}accounts HTTP/1.1`, 'Transfer-Encoding: chunked'),
      'zz\r\nx\r\n0\r\n\r\n',
    ]);
    expect(heard).toMatch(/^$|^HTTP\/1.1 4/);
  });
});

describe('unusual, but right', () => {
  it('requests one behind the other on a connection are answered in order', async () => {
    const read = (path: string): string => head(`GET ${api}${path} HTTP/1.1`);
    const heard = await talk([
      read('WhoAmI') + read(`accounts(${id(1)})?$select=name`) + read('accounts/$count'),
    ]);
    const bodies = heard.split('HTTP/1.1 ').slice(1);
    expect(bodies.map((answer) => answer.slice(0, 3))).toEqual(['200', '200', '200']);
    expect(bodies[0]).toContain('UserId');
    expect(bodies[1]).toContain('"name":"A1"');
    expect(bodies[2]).toMatch(/\r\n\r\n3$/);
  });

  it('SQL in a text is text', async () => {
    const name = 'Robert\'); DROP TABLE account; -- "; DELETE FROM contact; /*';
    await world.ask(`accounts(${id(3)})`, { method: 'PATCH', body: { name } });
    expect((await world.ask(`accounts(${id(3)})`)).json['name']).toBe(name);
    const quoted = encodeURIComponent(name.replaceAll("'", "''"));
    const found = await world.ask(`accounts?$select=name&$filter=name eq '${quoted}'`);
    expect(found.json['value']).toMatchObject([{ accountid: id(3), name }]);
    before = await data();
  });

  it('a client that sends byte by byte is waited for while others are answered', async () => {
    const sent = head(`GET ${api}accounts/$count HTTP/1.1`);
    const socket = connect(world.crm.port, '127.0.0.1');
    let heard = '';
    socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    for (const sign of sent.slice(0, 40)) socket.write(sign);
    expect((await world.ask('WhoAmI')).status).toBe(200);
    for (const sign of sent.slice(40)) socket.write(sign);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.end();
    await closed;
    expect(heard).toMatch(/^HTTP\/1.1 200 [^]*\r\n\r\n3$/);
  });
});

describe('random requests', () => {
  const sign = fc.constantFrom(
    ...`'"()[]{}/$@=,;:&?%+ \\*-_.0a`,
    'eq',
    'accounts',
    'name',
    '\u00e9',
  );
  const noise = fc.array(sign, { maxLength: 30 }).map((signs) => signs.join(''));
  const path = fc.oneof(
    noise,
    noise.map((text) => `accounts?$filter=${text}`),
    noise.map((text) => `accounts?$select=${text}`),
    noise.map((text) => `accounts?$orderby=${text}&$expand=${text}`),
    noise.map((text) => `accounts(${text})`),
    noise.map((text) => `accounts(${id(1)})/${text}`),
    noise.map((text) => `WhoAmI(${text})?${text}`),
    noise.map((text) => `EntityDefinitions?${text}`),
  );
  const headers = fc.dictionary(
    fc.constantFrom('Prefer', 'If-Match', 'If-None-Match', 'Accept', 'OData-Version'),
    noise.map((text) => text.replaceAll(/[^ -~]/g, '')),
    { maxKeys: 2 },
  );
  const request = fc.record({
    method: fc.constantFrom('GET', 'GET', 'PUT', 'DELETE', 'HEAD'),
    path,
    headers,
  });

  it('read, or are refused, and never are an error of the server', async () => {
    await fc.assert(
      fc.asyncProperty(request, async ({ method, path: asked, headers: sent }) => {
        // noor may only read: chance does find requests that clear a column.
        const url = `${world.crm.url}${asked}`;
        const { status } = await world.ask(url, { method, headers: sent, user: 'noor' });
        expect([status < 500 || status === 501, status]).toEqual([true, status]);
      }),
      { numRuns: long ? 5000 : 300, seed },
    );
  }, 600_000);
});
