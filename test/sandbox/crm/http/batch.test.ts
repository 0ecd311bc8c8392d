import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { errorOf, id, onlyNew, rowsOf, start, type World } from '../world';

let world: World;
beforeEach(async () => {
  world = await start();
});
afterEach(() => world.crm.close());

const request = (line: string, body?: object, headers: Record<string, string> = {}): string =>
  [
    `${line} HTTP/1.1`,
    'Content-Type: application/json',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    body === undefined ? '' : JSON.stringify(body),
  ].join('\r\n');

const part = (text: string, contentId?: number): string =>
  `Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n${contentId === undefined ? '' : `Content-ID: ${contentId}\r\n`}\r\n${text}\r\n`;

const changeSet = (...requests: string[]): string =>
  `Content-Type: multipart/mixed; boundary="c"\r\n\r\n${requests.map((each, index) => `--c\r\n${part(each, index + 1)}`).join('')}--c--\r\n`;

const send = (parts: string[], prefer?: string) =>
  world.ask('$batch', {
    method: 'POST',
    headers: {
      'Content-Type': 'multipart/mixed; boundary="b"',
      ...(prefer === undefined ? {} : { Prefer: prefer }),
    },
    body: `${parts.map((each) => `--b\r\n${each}\r\n`).join('')}--b--\r\n`,
  });

const statuses = (text: string): number[] =>
  [...text.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => Number(status));
const accounts = async (): Promise<string> => (await world.ask('accounts/$count')).text;
const create = (number: number, body: object = { name: `A${number}` }): string =>
  request(`PATCH /api/data/v9.2/accounts(${id(number)})`, body, onlyNew);

describe('a batch', () => {
  it('runs its parts in order and answers each', async () => {
    const answer = await send([
      changeSet(create(1), create(2)),
      part(request('GET /api/data/v9.2/accounts?$select=name')),
    ]);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('Content-Type')).toMatch(
      /^multipart\/mixed; boundary=batchresponse_/,
    );
    expect(statuses(answer.text)).toEqual([204, 204, 200]);
    expect(answer.text).toContain('Content-ID: 2');
  });

  it('takes a change set back as a whole', async () => {
    const answer = await send([changeSet(create(1), create(2, { name: 'x', industrycode: 999 }))]);
    expect(answer.status).toBe(400);
    expect(statuses(answer.text)).toEqual([400]);
    expect(await accounts()).toBe('0');
    expect((await world.sandbox('GET journal')).json).toEqual([]);
  });

  it('stops at the first failure, unless it shall go on', async () => {
    const parts = [part(create(1)), part(create(1)), part(create(2))];
    const stopped = await send(parts);
    expect([stopped.status, ...statuses(stopped.text)]).toEqual([412, 204, 412]);
    expect(await accounts()).toBe('1');
    const all = await send(parts, 'odata.continue-on-error');
    expect([all.status, ...statuses(all.text)]).toEqual([200, 412, 412, 204]);
  });

  it('lets later parts of a change set refer to earlier ones', async () => {
    const answer = await send([
      changeSet(
        request('POST /api/data/v9.2/accounts', { name: 'Parent' }),
        request('POST /api/data/v9.2/accounts', {
          name: 'Child',
          'parentaccountid@odata.bind': '$1',
        }),
      ),
    ]);
    expect(answer.status).toBe(200);
    const child = await world.ask("accounts?$select=name&$filter=parentaccountid/name eq 'Parent'");
    expect(child.json['value']).toMatchObject([{ name: 'Child' }]);
    const undeclared = await send([
      changeSet(
        request('POST /api/data/v9.2/accounts', { name: 'X', 'parentaccountid@odata.bind': '$7' }),
      ),
    ]);
    expect(undeclared.text).toContain(
      "Content-ID Reference: '$7' does not exist in the batch context.",
    );
  });

  it('is noted in the journal under one batch id', async () => {
    await send([changeSet(create(1), create(2))]);
    const entries = (await world.sandbox('GET journal')).json as unknown as { batch: string }[];
    expect(new Set(entries.map(({ batch }) => batch)).size).toBe(1);
    expect(entries[0]?.batch).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('can be lost halfway, and faults see its parts', async () => {
    await world.sandbox('POST faults', {
      match: { path: '\\$batch' },
      times: 1,
      kind: 'half-batch',
    });
    await expect(send([part(create(1)), part(create(2))])).rejects.toThrow('fetch failed');
    expect(await accounts()).toBe('1');
    await world.sandbox('POST faults', {
      match: { path: `accounts\\(${id(3)}` },
      times: 1,
      kind: 'status',
      status: 503,
    });
    const answer = await send([part(create(2)), part(create(3))]);
    expect([answer.status, ...statuses(answer.text)]).toEqual([503, 204, 503]);
  });

  it('refuses more than a thousand requests', async () => {
    const answer = await send(
      Array.from({ length: 1001 }, () => part(request('GET /api/data/v9.2/WhoAmI'))),
    );
    expect(answer.status).toBe(400);
  });
});

describe('an answer in a batch', () => {
  it('is written byte for byte as Dataverse does', async () => {
    const { text } = await send([
      changeSet(create(1)),
      part(request('GET /api/data/v9.2/accounts?$select=nosuch')),
    ]);
    const [batchId, setId] = [...text.matchAll(/(?:batch|changeset)response_[0-9a-f-]{36}/g)].map(
      ([name]) => name,
    );
    const at = `${world.crm.url}accounts(${id(1)})`;
    const message =
      "Could not find a property named 'nosuch' on type 'Microsoft.Dynamics.CRM.account'.";
    expect(text.split('\r\n')).toEqual([
      `--${batchId}`,
      `Content-Type: multipart/mixed; boundary=${setId}`,
      '',
      `--${setId}`,
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      'Content-ID: 1',
      '',
      'HTTP/1.1 204 No Content',
      'OData-Version: 4.0',
      `Location: ${at}`,
      `OData-EntityId: ${at}`,
      '',
      '',
      `--${setId}--`,
      `--${batchId}`,
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      '',
      'HTTP/1.1 400 Bad Request',
      'Content-Type: application/json; odata.metadata=minimal',
      'OData-Version: 4.0',
      '',
      JSON.stringify({ error: { code: '0x80060888', message } }),
      `--${batchId}--`,
      '',
    ]);
  });

  it('is given to a part that is not covered, and the rest runs', async () => {
    const answer = await send(
      [part(request('GET /api/data/v9.2/RetrieveNothing()')), part(create(1))],
      'odata.continue-on-error',
    );
    expect([answer.status, ...statuses(answer.text)]).toEqual([200, 501, 204]);
  });

  it('carries the failed part and its Content-ID where a change set fails', async () => {
    const answer = await send([changeSet(create(1), create(1), create(2)), part(create(3))]);
    expect([answer.status, ...statuses(answer.text)]).toEqual([412, 412]);
    expect(answer.text).toContain('Content-ID: 2\r\n\r\nHTTP/1.1 412 Precondition Failed');
    expect(await accounts()).toBe('0');
  });
});

describe('addresses in a batch', () => {
  it('may be relative to the host or the service, or absolute', async () => {
    const answer = await send([
      part(request(`GET /api/data/v9.2/WhoAmI`)),
      part(request(`GET WhoAmI`)),
      part(request(`GET ${world.crm.url}WhoAmI`)),
    ]);
    expect(statuses(answer.text)).toEqual([200, 200, 200]);
  });

  it('may be the Content-ID of an earlier part of the change set', async () => {
    const answer = await send([
      changeSet(
        request('POST /api/data/v9.2/accounts', { name: 'Parent' }),
        request('POST /api/data/v9.2/contacts', { lastname: 'Ray' }),
        request('PUT $1/primarycontactid/$ref', { '@odata.id': '$2' }),
        request('POST $1/contact_customer_accounts/$ref', { '@odata.id': '$2' }),
        request(`PATCH ${world.crm.url}$1`, { telephone1: '$9' }),
      ),
    ]);
    expect(statuses(answer.text)).toEqual([204, 204, 204, 204, 204]);
    const [row] = rowsOf(
      await world.ask(
        'accounts?$select=telephone1&$expand=primarycontactid($select=lastname),contact_customer_accounts($select=lastname)',
      ),
    );
    expect(row).toMatchObject({
      telephone1: '$9',
      primarycontactid: { lastname: 'Ray' },
      contact_customer_accounts: [{ lastname: 'Ray' }],
    });
  });

  it('are refused where they name a Content-ID of nobody, another batch or nothing', async () => {
    const answer = await send(
      [
        part(request('PATCH $1', { name: 'x' })),
        part(request('POST /api/data/v9.2/$batch', {})),
        part(request('GET http://[')),
        part(request('GET /elsewhere')),
      ],
      'odata.continue-on-error',
    );
    expect(statuses(answer.text)).toEqual([400, 400, 400, 400]);
    expect(answer.text).toContain("'$1' does not exist in the batch context");
  });
});

describe('a change set', () => {
  it('is taken back where a fault strikes inside it', async () => {
    const match = { path: `accounts\\(${id(2)}` };
    await world.sandbox('POST faults', {
      match,
      times: 1,
      kind: 'status',
      status: 429,
      retryAfter: 3,
    });
    const throttled = await send([changeSet(create(1), create(2))]);
    expect([throttled.status, ...statuses(throttled.text)]).toEqual([429, 429]);
    expect(throttled.text).toContain('Retry-After: 3');
    expect(throttled.text).toContain('"code":"0x80072322"');
    await world.sandbox('POST faults', { match, times: 1, kind: 'drop' });
    await expect(send([changeSet(create(1), create(2))])).rejects.toThrow('fetch failed');
    expect(await accounts()).toBe('0');
  });

  it('is kept where the connection ends only after its commit', async () => {
    const match = { path: `accounts\\(${id(1)}` };
    await world.sandbox('POST faults', { match, times: 1, kind: 'drop-after-commit' });
    await expect(send([changeSet(create(1), create(2))])).rejects.toThrow('fetch failed');
    expect(await accounts()).toBe('2');
  });
});

describe('a batch that is no batch', () => {
  const one = part(request('GET /api/data/v9.2/WhoAmI'));
  const type = 'multipart/mixed; boundary=b';
  const bodies: readonly (readonly [why: string, body: string, type: string])[] = [
    ['lines that end in LF only', `--b\r\n${one}\r\n--b--\r\n`.replaceAll('\r', ''), type],
    ['no closing boundary', `--b\r\n${one}\r\n`, type],
    ['another boundary', `--c\r\n${one}\r\n--c--\r\n`, type],
    ['nothing', '', type],
    ['no boundary in its type', `--b\r\n${one}\r\n--b--\r\n`, 'multipart/mixed'],
    ['JSON', '{"requests":[]}', 'application/json'],
    ['a part of another type', `--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--\r\n`, type],
    ['no request line', `--b\r\n${part('hello')}\r\n--b--\r\n`, type],
    ['a small method', `--b\r\n${part('get /x HTTP/1.1')}\r\n--b--\r\n`, type],
    ['a GET in a change set', `--b\r\n${changeSet(request('GET /x'))}\r\n--b--\r\n`, type],
    [
      'a change set in a change set',
      `--b\r\nContent-Type: multipart/mixed; boundary=d\r\n\r\n--d\r\n${changeSet(create(1))}\r\n--d--\r\n\r\n--b--\r\n`,
      type,
    ],
    [
      'a Content-ID twice',
      `--b\r\nContent-Type: multipart/mixed; boundary=d\r\n\r\n--d\r\n${part(create(1), 1)}--d\r\n${part(create(2), 1)}--d--\r\n\r\n--b--\r\n`,
      type,
    ],
    ['a header that is none', `--b\r\n${part('GET /x HTTP/1.1\r\n\u0000: 1')}\r\n--b--\r\n`, type],
  ];
  it.each(bodies)('is refused as a whole: %s', async (_, body, contentType) => {
    const answer = await world.ask('$batch', {
      method: 'POST',
      headers: { 'Content-Type': contentType },
      body,
    });
    expect(answer.status).toBe(400);
    expect(errorOf(answer).code).toBe('0x80060888');
    expect(await accounts()).toBe('0');
  });
});
