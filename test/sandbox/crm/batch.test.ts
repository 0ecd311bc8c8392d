import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { id, onlyNew, start, type World } from './world';

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
