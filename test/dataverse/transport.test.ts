import { describe, expect, it } from '@jest/globals';
import { CrmError, type CrmFailure } from '../../src/domain/crm-error';
import { json, recordedCrm, refusal } from './recorded-crm';
import type { Answer } from './recorded-crm';
import { account } from './tables';

const guid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const who = { BusinessUnitId: guid(1), UserId: guid(2), OrganizationId: guid(3) };

const failureOf = async (work: Promise<unknown>) => {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CrmError)) throw new Error(`No CrmError: ${String(error)}`);
  return error.failure;
};

const html = (status: number, headers: Record<string, string> = {}): Response =>
  new Response('<html>Welcome to our guest network</html>', {
    status,
    headers: { 'Content-Type': 'text/html', ...headers },
  });

describe('the transport', () => {
  it.each([
    'http://crm.test',
    'http://crm.test/',
    'http://crm.test/api/data/v9.2',
    'http://crm.test/api/data/v9.2/',
    'http://crm.test/api/data/v9.1/',
  ])('finds the Web API below %s', async (url) => {
    const crm = recordedCrm(() => json(who), { url });
    await crm.server.whoAmI();
    expect(crm.seen.map(({ address }) => address)).toEqual(['WhoAmI']);
  });

  it('sends the headers that Dataverse asks for and keeps the browser cache out', async () => {
    const crm = recordedCrm(() => json(who));
    await crm.server.whoAmI();
    expect(Object.fromEntries(crm.seen[0]?.headers ?? [])).toEqual({
      accept: 'application/json',
      authorization: 'Bearer t1',
      'if-none-match': 'null',
      'odata-maxversion': '4.0',
      'odata-version': '4.0',
    });
  });

  it('asks for a fresh token once after 401 and repeats the request', async () => {
    const crm = recordedCrm((_, n) => (n === 1 ? new Response(null, { status: 401 }) : json(who)));
    await expect(crm.server.whoAmI()).resolves.toMatchObject({ userId: guid(2) });
    expect(crm.refused).toEqual([undefined, 't1']);
    expect(crm.seen.map(({ headers }) => headers.get('authorization'))).toEqual([
      'Bearer t1',
      'Bearer t2',
    ]);
    expect(crm.outcomes).toEqual(['ok']);
  });

  it('gives up after the second 401', async () => {
    const crm = recordedCrm(() => new Response(null, { status: 401 }));
    expect(await failureOf(crm.server.whoAmI())).toMatchObject({ kind: 'answered', status: 401 });
    expect(crm.seen).toHaveLength(2);
  });

  it('says signIn and sends nothing where no token can be had', async () => {
    const crm = recordedCrm(() => json(who), { token: () => Promise.reject(new Error('no')) });
    expect(await failureOf(crm.server.whoAmI())).toMatchObject({ kind: 'signIn', status: 0 });
    expect(crm.seen).toEqual([]);
  });

  it('says that nothing was sent where nobody answered who gives tokens', async () => {
    const silence = { kind: 'unreachable', status: 0, code: '', message: '', retryAfterMs: null };
    const crm = recordedCrm(() => json(who), {
      token: () => Promise.reject(new CrmError(silence as CrmFailure)),
    });
    expect(await failureOf(crm.server.whoAmI())).toMatchObject({ kind: 'notSent' });
    expect(crm.seen).toEqual([]);
  });

  it.each<[string, Answer]>([
    ["a captive portal's page", () => html(200)],
    ["a captive portal's redirect", () => html(302, { Location: 'http://portal.test/' })],
    ["a proxy's error page", () => html(502)],
    ["a proxy's refusal", () => html(403)],
    [
      'somebody else’s JSON',
      () => new Response('{}', { headers: { 'Content-Type': 'application/json' } }),
    ],
    [
      'JSON that is cut off',
      () =>
        new Response('{"Us', {
          headers: { 'Content-Type': 'application/json', 'OData-Version': '4.0' },
        }),
    ],
    ['an empty 200', () => new Response('', { headers: { 'OData-Version': '4.0' } })],
    ['an empty 204 of somebody else', () => new Response(null, { status: 204 })],
    ['an answer of another shape', () => json({ UserId: 'dana' })],
  ])('takes %s for no answer of the CRM', async (_, answer) => {
    const crm = recordedCrm(answer);
    const failure = await failureOf(crm.server.whoAmI());
    expect(failure.kind).toBe('notCrm');
    expect(crm.outcomes).toEqual([failure]);
  });

  it('does not take a captive portal’s page for a delete that was done', async () => {
    const crm = recordedCrm(() => html(200));
    const work = crm.server.write({ kind: 'delete', table: account, id: guid(9), etag: '*' });
    expect(await failureOf(work)).toMatchObject({ kind: 'notCrm' });
  });

  it('tells code and message of a refusal, the code in lower case', async () => {
    const crm = recordedCrm(() => refusal(412, '0x8006088D', 'No.'));
    expect(await failureOf(crm.server.whoAmI())).toEqual({
      kind: 'answered',
      status: 412,
      code: '0x8006088d',
      message: 'No.',
      retryAfterMs: null,
    });
  });

  it.each([
    ['7', 7000],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
    ['soon', null],
  ])('reads Retry-After %s', async (header, ms) => {
    const crm = recordedCrm(() => refusal(429, '0x80072322', '', { 'Retry-After': header }));
    expect(await failureOf(crm.server.whoAmI())).toMatchObject({ retryAfterMs: ms });
  });

  it('keeps Retry-After also of a gateway’s page', async () => {
    const crm = recordedCrm(() => html(503, { 'Retry-After': '2' }));
    expect(await failureOf(crm.server.whoAmI())).toMatchObject({
      kind: 'notCrm',
      retryAfterMs: 2000,
    });
  });

  it('says unreachable when the connection breaks', async () => {
    const crm = recordedCrm(() => Promise.reject(new TypeError('fetch failed')));
    expect(await failureOf(crm.server.whoAmI())).toMatchObject({ kind: 'unreachable', status: 0 });
    expect(crm.outcomes).toMatchObject([{ kind: 'unreachable' }]);
  });

  it('says unreachable when the time limit passes', async () => {
    const crm = recordedCrm(() => {
      queueMicrotask(crm.timePasses);
      return new Promise<never>(() => undefined);
    });
    expect(await failureOf(crm.server.whoAmI())).toMatchObject({ kind: 'unreachable' });
  });

  it('says unreachable to a caller that aborts, and tells nobody else', async () => {
    const abort = new AbortController();
    const crm = recordedCrm(() => {
      queueMicrotask(() => abort.abort());
      return new Promise<never>(() => undefined);
    });
    expect(await failureOf(crm.server.whoAmI(abort.signal))).toMatchObject({ kind: 'unreachable' });
    expect(await failureOf(crm.server.whoAmI(abort.signal))).toMatchObject({ kind: 'unreachable' });
    expect(crm.outcomes).toEqual([]);
    expect(crm.seen).toHaveLength(1);
  });
});
