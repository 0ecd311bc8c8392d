import { describe, expect, it } from '@jest/globals';
import type { Write } from '../../src/domain/crm-server';
import type { Values } from '../../src/domain/value';
import { batchAnswer, batchText, changeSetPart, error, httpPart } from './batch-parts';
import { json, recordedCrm, refusal } from './recorded-crm';
import { account } from './tables';

const guid = (n: number): string => `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`;

const update = (n: number, values: Values = { name: `Account ${n}` }): Write => ({
  kind: 'update',
  table: account,
  id: guid(n),
  values,
  etag: `W/"${n}"`,
});
const remove = (n: number): Write => ({ kind: 'delete', table: account, id: guid(n), etag: '*' });

const row = (n: number) => ({
  status: 200,
  body: { accountid: guid(n), '@odata.etag': `W/"1${n}"`, name: `Account ${n}` },
});
const written = (n: number) => ({
  table: 'account',
  id: guid(n),
  etag: `W/"1${n}"`,
  values: { accountid: guid(n), name: `Account ${n}` },
});

/** The client before a CRM that answers a batch by these parts. */
const answering = (parts: readonly string[], status = 200) =>
  recordedCrm(({ method }) =>
    method === 'POST' ? batchAnswer(batchText(parts), status) : refusal(403, '0x80040220'),
  );

const outcomesOf = (sets: readonly (readonly Write[])[], parts: readonly string[], status = 200) =>
  answering(parts, status).server.writeAll(sets);

describe('a batch of writes', () => {
  it('is one request, in which larger sets are change sets', async () => {
    const crm = answering([
      httpPart(row(1)),
      changeSetPart([row(2), { status: 204 }]),
      httpPart({ status: 204 }),
    ]);
    const outcomes = await crm.server.writeAll([
      [update(1, { name: 'Zoë 💼' })],
      [{ ...update(2), allowDuplicates: true } as Write, remove(3)],
      [remove(4)],
    ]);
    expect(outcomes).toEqual([
      { kind: 'done', rows: [written(1)] },
      { kind: 'done', rows: [written(2), null] },
      { kind: 'done', rows: [null] },
    ]);
    const [request] = crm.seen;
    expect(crm.seen).toHaveLength(1);
    expect(request).toMatchObject({ method: 'POST', address: '$batch' });
    expect(request?.headers.get('content-type')).toBe('multipart/mixed; boundary="batch_carryon"');
    expect(request?.headers.get('accept')).toBe('application/json');
    expect(request?.headers.get('prefer')).toBeNull();
    const patch = (n: number, suppress: boolean, name: string) => [
      `PATCH /api/data/v9.2/accounts(${guid(n)})?$select=accountid,name,revenue,rate,employees,donotemail,industry,days,founded,lastcall,opens,createdon,statecode,_ownerid_value,_customerid_value&tag=carryon-playback HTTP/1.1`,
      'Accept: application/json',
      `If-Match: W/"${n}"`,
      'Prefer: return=representation,odata.include-annotations="OData.Community.Display.V1.FormattedValue,Microsoft.Dynamics.CRM.lookuplogicalname"',
      `MSCRM.SuppressDuplicateDetection: ${suppress}`,
      'Content-Type: application/json',
      '',
      `{"name":"${name}"}`,
    ];
    const deletion = (n: number) => [
      `DELETE /api/data/v9.2/accounts(${guid(n)})?tag=carryon-playback HTTP/1.1`,
      'Accept: application/json',
      'If-Match: *',
      '',
    ];
    const http = ['Content-Type: application/http', 'Content-Transfer-Encoding: binary'];
    expect(request?.body.split('\r\n')).toEqual([
      '--batch_carryon',
      ...http,
      '',
      ...patch(1, false, 'Zoë 💼'),
      '--batch_carryon',
      'Content-Type: multipart/mixed; boundary="changeset_carryon_1"',
      '',
      '--changeset_carryon_1',
      ...http,
      'Content-ID: 1',
      '',
      ...patch(2, true, 'Account 2'),
      '--changeset_carryon_1',
      ...http,
      'Content-ID: 2',
      '',
      ...deletion(3),
      '--changeset_carryon_1--',
      '--batch_carryon',
      ...http,
      '',
      ...deletion(4),
      '--batch_carryon--',
      '',
    ]);
  });

  it('of nothing sends nothing', async () => {
    const crm = answering([]);
    expect(await crm.server.writeAll([])).toEqual([]);
    expect(crm.seen).toEqual([]);
  });

  it('sends what stands before a write that no metadata allows, and nothing behind it', async () => {
    const crm = answering([httpPart(row(1))]);
    const outcomes = await crm.server.writeAll([
      [update(1)],
      [update(2, { nosuch: 1 })],
      [remove(3)],
    ]);
    expect(outcomes).toMatchObject([
      { kind: 'done' },
      { kind: 'failed', failure: { kind: 'answered', status: 400 } },
      { kind: 'notRun' },
    ]);
    expect(crm.seen[0]?.body).not.toContain('DELETE');
  });

  it('does not send what needs a name that could not be asked for', async () => {
    const crm = recordedCrm(() => Promise.reject(new TypeError('fetch failed')));
    const customerid = { table: 'contact', id: guid(9), name: '' };
    expect(await crm.server.writeAll([[update(1, { customerid })], [remove(2)]])).toMatchObject([
      { kind: 'failed', failure: { kind: 'notSent' } },
      { kind: 'notRun' },
    ]);
    expect(crm.seen.map(({ method }) => method)).toEqual(['GET']);
  });

  it('reads a row again where its answer has none, and is done whatever comes of it', async () => {
    const answers = [json(row(1).body), refusal(403, '0x80040220')];
    const crm = recordedCrm(({ method }) =>
      method === 'POST'
        ? batchAnswer(batchText([httpPart({ status: 204 }), httpPart({ status: 204 })]))
        : (answers.shift() ?? json({})),
    );
    expect(await crm.server.writeAll([[update(1)], [update(2)]])).toEqual([
      { kind: 'done', rows: [written(1)] },
      { kind: 'done', rows: [null] },
    ]);
    expect(crm.seen.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET']);
  });
});

describe('a batch that stops', () => {
  const sets = [[update(1)], [update(2), remove(3)], [update(4)]];
  const stale = error(412, '0x80060882', 'The version does not match.');
  const failed = {
    kind: 'failed',
    failure: {
      kind: 'answered',
      status: 412,
      code: '0x80060882',
      message: 'The version does not match.',
      retryAfterMs: null,
    },
  };

  it.each([
    ['as a change set’s one answer', changeSetPart([stale])],
    ['with the number of a later request', changeSetPart([stale], 2)],
    ['as a bare answer', httpPart(stale)],
  ])(
    'at a change set that failed, told %s, has done what stands before it only',
    async (_, part) => {
      for (const status of [200, 412])
        expect(await outcomesOf(sets, [httpPart(row(1)), part], status)).toEqual([
          { kind: 'done', rows: [written(1)] },
          failed,
          { kind: 'notRun' },
        ]);
    },
  );

  it('since it is busy says how long to wait', async () => {
    const busy = { ...error(429, '0x80072322'), headers: { 'Retry-After': '7' } };
    const crm = answering([httpPart(row(1)), changeSetPart([busy])], 429);
    expect(await crm.server.writeAll(sets)).toMatchObject([
      { kind: 'done' },
      { kind: 'failed', failure: { status: 429, code: '0x80072322', retryAfterMs: 7000 } },
      { kind: 'notRun' },
    ]);
    expect(crm.outcomes).toEqual(['ok']);
  });

  it('since the sign-in ended on the way is not sent again, for it has begun', async () => {
    const crm = answering([httpPart(row(1)), httpPart({ status: 401 })], 401);
    expect(await crm.server.writeAll(sets)).toMatchObject([
      { kind: 'done' },
      { kind: 'failed', failure: { kind: 'answered', status: 401 } },
      { kind: 'notRun' },
    ]);
    expect(crm.seen).toHaveLength(1);
  });

  it('by an error with Dataverse’s code has done nothing of that set', async () => {
    expect(await outcomesOf(sets, [changeSetPart([error(500, '0x80044150')])])).toMatchObject([
      { kind: 'failed', failure: { status: 500, code: '0x80044150' } },
      { kind: 'notRun' },
      { kind: 'notRun' },
    ]);
  });

  it.each([
    ['500 without a code', httpPart(error(500, ''))],
    ['502 of a gateway', httpPart({ status: 502 })],
    ['408', httpPart({ status: 408 })],
    ['a page', httpPart({ status: 502, headers: { 'Content-Type': 'text/html' } })],
    ['a redirect', httpPart({ status: 302 })],
    ['200 without a row', httpPart({ status: 200 })],
    ['the row of another write', httpPart(row(7))],
    ['no HTTP', 'Content-Type: application/http\r\n\r\nHello\r\n'],
    ['another type', httpPart(row(1)).replace('application/http', 'text/plain')],
    ['no header', 'Hello\r\n'],
    ['nothing', ''],
    ['a status that is none', httpPart(row(1)).replace('1.1 200', '1.1 20x')],
    ['an unfinished row', httpPart(row(1)).replace('"}', '')],
    ['two answers', changeSetPart([row(1), { status: 204 }])],
    ['no answer in a change set', changeSetPart([])],
  ])('at %s does not know what became of that set and those behind it', async (_, part) => {
    const rest = [changeSetPart([row(2), { status: 204 }]), httpPart(row(4))];
    for (const parts of [[part], [part, ...rest]])
      expect(await outcomesOf(sets, parts)).toEqual([
        { kind: 'unknown' },
        { kind: 'unknown' },
        { kind: 'unknown' },
      ]);
  });

  it.each([
    ['one answer of success', [changeSetPart([row(2)])]],
    ['one that is none of a change set', [httpPart(row(2))]],
    ['a success and a failure', [changeSetPart([row(2), stale])]],
    ['its answers in another order', [changeSetPart([{ status: 204 }, row(2)])]],
    [
      'numbers in another order',
      [changeSetPart([row(2), { status: 204 }]).replace('-ID: 2', '-ID: 1')],
    ],
    ['the answer of the next set', [httpPart(row(4)), changeSetPart([row(2), { status: 204 }])]],
    ['no answer', []],
  ])('does not know about a change set with %s', async (_, parts) => {
    expect(await outcomesOf(sets, [httpPart(row(1)), ...parts])).toMatchObject([
      { kind: 'done' },
      { kind: 'unknown' },
      { kind: 'unknown' },
    ]);
  });

  it('and goes on answering is not believed behind its failure', async () => {
    expect(
      await outcomesOf(sets, [httpPart(stale), changeSetPart([row(2), { status: 204 }])]),
    ).toEqual([failed, { kind: 'unknown' }, { kind: 'unknown' }]);
  });

  it('with more answers than sets is not believed at all', async () => {
    expect(await outcomesOf([[update(1)]], [httpPart(row(1)), httpPart(row(1))])).toEqual([
      { kind: 'unknown' },
    ]);
  });
});

describe('an answer to a batch that something on the way has changed', () => {
  const sets = [[update(1, { name: 'Zoë' })], [update(2), remove(3)], [update(4)]];
  const done = [
    { kind: 'done', rows: [written(1)] },
    { kind: 'done', rows: [written(2), null] },
    { kind: 'done', rows: [written(4)] },
  ];
  const parts = [httpPart(row(1)), changeSetPart([row(2), { status: 204 }]), httpPart(row(4))];
  const text = batchText(parts);
  const given = (changed: string) => recordedCrm(() => batchAnswer(changed)).server.writeAll(sets);

  it.each<[string, (text: string) => string]>([
    ['nothing', (all) => all],
    ['lines that end by LF', (all) => all.replaceAll('\r\n', '\n')],
    ['words before and behind the parts', (all) => `Preamble\r\n${all}Epilogue`],
    ['no Content-IDs', (all) => all.replace(/Content-ID: \d\r\n/g, '')],
    ['no version in the parts', (all) => all.replaceAll('OData-Version: 4.0\r\n', '')],
    ['headers in lower case', (all) => all.replace(/^[\w-]+:/gm, (name) => name.toLowerCase())],
    ['no closing boundary', (all) => all.replace('--batchresponse_1--', '--batchresponse_1')],
    ['the standard’s empty lines', (all) => all.replaceAll('\r\n--', '\r\n\r\n--')],
    ['blanks behind boundaries', (all) => all.replaceAll('response_1\r\n', 'response_1 \t\r\n')],
  ])('by %s is understood', async (_, change) => {
    expect(await given(change(text))).toEqual(done);
  });

  it('is cut off: what has arrived whole is known, and all else unknown', async () => {
    const ends = parts.map((_, n) => batchText(parts.slice(0, n + 1)).length - '\r\n'.length);
    for (let length = 0; length <= text.length; length += 1) {
      const whole = ends.filter((end) => end <= length).length;
      expect([length, await given(text.slice(0, length))]).toEqual([
        length,
        done.map((outcome, n) => (n < whole ? outcome : { kind: 'unknown' })),
      ]);
    }
  });

  it('is no answer of Dataverse where it is a page, whatever its status', async () => {
    for (const status of [200, 400, 502]) {
      const page = () =>
        new Response('<html>Welcome</html>', { status, headers: { 'Content-Type': 'text/html' } });
      const work = recordedCrm(page).server.writeAll(sets);
      await expect(work).rejects.toMatchObject({ failure: { kind: 'notCrm', status } });
    }
  });

  it('is no answer of Dataverse where it is none to a batch', async () => {
    for (const answer of [() => json({}), () => new Response(null, { status: 204 })])
      await expect(recordedCrm(answer).server.writeAll(sets)).rejects.toMatchObject({
        failure: { kind: 'notCrm' },
      });
  });

  it('without Dataverse’s version is none of Dataverse', async () => {
    const headers = { 'Content-Type': 'multipart/mixed; boundary=batchresponse_1' };
    const work = recordedCrm(() => new Response(text, { headers })).server.writeAll(sets);
    await expect(work).rejects.toMatchObject({ failure: { kind: 'notCrm' } });
  });
});

describe('a batch that is refused as a whole', () => {
  it.each([
    [400, '0x80060888', null],
    [413, '', null],
    [429, '0x80072322', 9000],
    [503, '', null],
  ])('fails by %i as one write does', async (status, code, retryAfterMs) => {
    const headers: Record<string, string> = retryAfterMs === null ? {} : { 'Retry-After': '9' };
    const crm = recordedCrm(() => refusal(status, code, 'No.', headers));
    const failure = { kind: 'answered', status, code, message: 'No.', retryAfterMs };
    await expect(crm.server.writeAll([[update(1)]])).rejects.toMatchObject({ failure });
    expect(crm.outcomes).toEqual([failure]);
  });

  it('by 401 is repeated once with a fresh token', async () => {
    const crm = recordedCrm((_, n) =>
      n === 1 ? new Response(null, { status: 401 }) : batchAnswer(batchText([httpPart(row(1))])),
    );
    expect(await crm.server.writeAll([[update(1)]])).toMatchObject([{ kind: 'done' }]);
    expect(crm.refused).toEqual([undefined, 't1']);
    expect(crm.seen[1]?.body).toBe(crm.seen[0]?.body);
  });

  it('by silence is unreachable', async () => {
    const crm = recordedCrm(() => Promise.reject(new TypeError('fetch failed')));
    await expect(crm.server.writeAll([[update(1)]])).rejects.toMatchObject({
      failure: { kind: 'unreachable' },
    });
  });
});
