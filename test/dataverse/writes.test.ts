import { describe, expect, it } from '@jest/globals';
import type { Values } from '../../src/domain/value';
import { batchAnswer, batchText, changeSetPart, error } from './batch-parts';
import { json, noContent, recordedCrm, refusal } from './recorded-crm';
import { account, email } from './tables';

const id = 'aaaaaaaa-0000-4000-8000-000000000001';
const contactId = 'bbbbbbbb-0000-4000-8000-000000000001';
const sent = { accountid: id, '@odata.etag': 'W/"8"', name: 'Contoso' };
const contact = { table: 'contact', id: contactId, name: 'Ann' };

/** Answers a question for an entity set as well as any write. */
const accounts = () =>
  recordedCrm(({ address }) =>
    address.startsWith('EntityDefinitions') ? json({ EntitySetName: 'contacts' }) : json(sent),
  );

const update = (values: Values) =>
  ({ kind: 'update', table: account, id, values, etag: 'W/"7"' }) as const;

describe('writing rows', () => {
  it('creates under the id that was made here, only where there is no such row', async () => {
    const crm = accounts();
    const row = await crm.server.write({
      kind: 'create',
      table: account,
      id,
      values: { accountid: id, name: 'Contoso', revenue: null, statecode: 0 },
    });
    expect(row).toEqual({
      table: 'account',
      id,
      etag: 'W/"8"',
      values: { accountid: id, name: 'Contoso' },
    });
    const [request] = crm.seen;
    expect(request).toMatchObject({ method: 'PATCH', body: '{"name":"Contoso"}' });
    expect(request?.address).toMatch(
      /^accounts\(aaaaaaaa-[0-9a-f-]+\)\?\$select=accountid,name,.*&tag=carryon-playback$/,
    );
    expect(request?.headers.get('if-none-match')).toBe('*');
    expect(request?.headers.get('if-match')).toBeNull();
    expect(request?.headers.get('prefer')).toMatch(/^return=representation,odata\.include-ann/);
    expect(request?.headers.get('mscrm.suppressduplicatedetection')).toBe('false');
  });

  it('lets duplicates be where that is allowed', async () => {
    const crm = accounts();
    await crm.server.write({ ...update({ name: 'Contoso' }), allowDuplicates: true });
    expect(crm.seen[0]?.headers.get('mscrm.suppressduplicatedetection')).toBe('true');
  });

  it('updates only the version it was made on', async () => {
    const crm = accounts();
    await crm.server.write(update({ name: 'Contoso' }));
    expect(crm.seen[0]?.headers.get('if-match')).toBe('W/"7"');
    expect(crm.seen[0]?.headers.get('if-none-match')).toBeNull();
  });

  it('only asks whether the row exists where the table has no versions', async () => {
    const crm = accounts();
    const table = { ...account, optimisticConcurrency: false };
    await crm.server.write({ ...update({ name: 'Contoso' }), table });
    expect(crm.seen[0]?.headers.get('if-match')).toBe('*');
  });

  it.each<[Values, string]>([
    [{ name: 'a "b"' }, '{"name":"a \\"b\\""}'],
    [{ name: null }, '{"name":null}'],
    [{ revenue: '922337203685477.5807' }, '{"revenue":922337203685477.5807}'],
    [{ rate: '-0.1000' }, '{"rate":-0.1000}'],
    [{ revenue: '007' }, '{"revenue":"007"}'],
    [{ days: [2, 3] }, '{"days":"2,3"}'],
    [{ days: null }, '{"days":null}'],
    [{ donotemail: true, employees: 3 }, '{"donotemail":true,"employees":3}'],
    [{ founded: '1999-12-31' }, '{"founded":"1999-12-31"}'],
    [{ lastcall: '2026-01-02T03:04:05Z' }, '{"lastcall":"2026-01-02T03:04:05Z"}'],
    [{ opens: '2026-01-02T08:30:00' }, '{"opens":"2026-01-02T08:30:00Z"}'],
    [{ customerid: contact }, `{"customerid_contact@odata.bind":"contacts(${contactId})"}`],
    [{ customerid: null }, '{"customerid_account@odata.bind":null}'],
  ])('writes %j', async (values, body) => {
    const crm = accounts();
    await crm.server.write(update(values));
    expect(crm.seen.at(-1)?.body).toBe(body);
  });

  it('asks for an entity set that it does not know once', async () => {
    const crm = accounts();
    await crm.server.write(update({ customerid: contact }));
    await crm.server.write(update({ customerid: contact }));
    await crm.server.write(update({ customerid: { table: 'account', id, name: '' } }));
    expect(crm.seen.map(({ method }) => method)).toEqual(['GET', 'PATCH', 'PATCH', 'PATCH']);
  });

  it('refuses what no metadata allows before anything is sent', async () => {
    const crm = accounts();
    const lead = { table: 'lead', id, name: '' };
    for (const values of [{ nosuch: 1 }, { customerid: lead }])
      await expect(crm.server.write(update(values))).rejects.toMatchObject({
        failure: { kind: 'answered', status: 400 },
      });
    expect(crm.seen).toEqual([]);
  });

  it('reads the row where the server does not send it back', async () => {
    const crm = recordedCrm((_, n) => (n === 1 ? noContent() : json(sent)));
    expect(await crm.server.write(update({ name: 'Contoso' }))).toMatchObject({ etag: 'W/"8"' });
    expect(crm.seen.map(({ method }) => method)).toEqual(['PATCH', 'GET']);
  });

  it('deletes under its guard', async () => {
    const crm = recordedCrm(noContent);
    const row = await crm.server.write({ kind: 'delete', table: account, id, etag: 'W/"7"' });
    expect(row).toBeNull();
    expect(crm.seen[0]).toMatchObject({
      method: 'DELETE',
      address: `accounts(${id})?tag=carryon-playback`,
      body: '',
    });
    expect(crm.seen[0]?.headers.get('if-match')).toBe('W/"7"');
  });

  it('links and unlinks two rows', async () => {
    const crm = recordedCrm(({ method }) =>
      method === 'GET' ? json({ EntitySetName: 'contacts' }) : noContent(),
    );
    const link = { table: account, id, relationship: 'account_friends', other: contact };
    await crm.server.write({ kind: 'associate', ...link });
    await crm.server.write({ kind: 'disassociate', ...link });
    expect(crm.seen.slice(1)).toMatchObject([
      {
        method: 'POST',
        address: `accounts(${id})/account_friends/$ref?tag=carryon-playback`,
        body: `{"@odata.id":"contacts(${contactId})"}`,
      },
      {
        method: 'DELETE',
        address: `accounts(${id})/account_friends(${contactId})/$ref?tag=carryon-playback`,
        body: '',
      },
    ]);
  });
});

describe('writing parties', () => {
  const parties = [
    { role: 1, ref: contact, address: '' },
    { role: 2, ref: null, address: 'x@y.z' },
    { role: 8, ref: contact, address: '' },
  ];
  const wire =
    `[{"participationtypemask":1,"partyid_contact@odata.bind":"contacts(${contactId})"},` +
    '{"participationtypemask":2,"addressused":"x@y.z"}]';
  const saved = { activityid: id, '@odata.etag': 'W/"8"', email_activity_parties: [] };
  const patched = { status: 200, body: { activityid: id, '@odata.etag': 'W/"8"' } };
  const emails = (set = changeSetPart([patched, { status: 204 }])) =>
    recordedCrm(({ address, method }) => {
      if (address.startsWith('EntityDefinitions')) return json({ EntitySetName: 'contacts' });
      return method === 'POST' ? batchAnswer(batchText([set])) : json(saved);
    });
  const change = (values: Values) =>
    ({ kind: 'update', table: email, id, values, etag: 'W/"7"' }) as const;

  it('creates them with the row', async () => {
    const crm = emails();
    const values = { subject: 'Hello', email_activity_parties: parties };
    await crm.server.write({ kind: 'create', table: email, id, values });
    expect(crm.seen.at(-1)?.body).toBe(`{"subject":"Hello","email_activity_parties":${wire}}`);
  });

  it.each([
    ['with the columns', { subject: 'Hello' }, '{"subject":"Hello"}'],
    ['under the version that they were changed on', {}, '{}'],
  ])('replaces them in one change set %s, and reads the row again', async (_, values, body) => {
    for (const allowDuplicates of [false, true]) {
      const crm = emails();
      const row = await crm.server.write({
        ...change({ ...values, email_activity_parties: parties }),
        allowDuplicates,
      });
      expect(row?.values['email_activity_parties']).toEqual([]);
      expect(crm.seen.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET']);
      const [, patch = '', put = ''] = (crm.seen[1]?.body ?? '').split(
        '\r\n--changeset_carryon_0\r\n',
      );
      expect(patch).toContain('\r\nIf-Match: W/"7"\r\n');
      expect(patch).toMatch(/\r\nPATCH \S+ HTTP/);
      expect(patch.endsWith(`\r\n\r\n${body}`)).toBe(true);
      expect(put).toContain(
        `\r\nPUT /api/data/v9.2/emails(${id})/email_activity_parties?tag=carryon-playback HTTP/1.1\r\n`,
      );
      expect(put).toContain(`\r\n\r\n{"value":${wire}}\r\n`);
      for (const part of [patch, put])
        expect(part).toContain(`\r\nMSCRM.SuppressDuplicateDetection: ${allowDuplicates}\r\n`);
    }
  });

  it('replaces them alone by one request where any version will do', async () => {
    const crm = recordedCrm(({ method }) => (method === 'PUT' ? noContent() : json(saved)));
    await crm.server.write({ ...change({ email_activity_parties: [] }), etag: '*' });
    expect(crm.seen.map(({ method }) => method)).toEqual(['PUT', 'GET']);
  });

  it('changes nothing where the version is another one, and says so', async () => {
    const stale = emails(changeSetPart([error(412, '0x80060882')]));
    const work = stale.server.write(change({ email_activity_parties: [] }));
    await expect(work).rejects.toMatchObject({ failure: { status: 412, code: '0x80060882' } });
  });

  it.each([
    ['one answer', changeSetPart([patched])],
    [
      'another row',
      changeSetPart([{ status: 200, body: { activityid: contactId } }, { status: 204 }]),
    ],
  ])('does not know whether it is done by %s', async (_, set) => {
    const work = emails(set).server.write(change({ email_activity_parties: [] }));
    await expect(work).rejects.toMatchObject({ failure: { kind: 'notCrm' } });
  });

  it('does not touch them where they did not change', async () => {
    const crm = emails();
    await crm.server.write(change({ subject: 'Hello' }));
    expect(crm.seen.map(({ method }) => method)).toEqual(['PATCH']);
  });

  it('tells a refusal as it is', async () => {
    const crm = recordedCrm(() => refusal(412, '0x80040237', 'A record with matching key values'));
    const work = crm.server.write({ kind: 'create', table: email, id, values: {} });
    await expect(work).rejects.toMatchObject({ failure: { status: 412, code: '0x80040237' } });
  });
});

describe('a write without a clear answer', () => {
  it('was not sent where a name that it needs could not be asked for', async () => {
    const crm = recordedCrm(() => Promise.reject(new TypeError('fetch failed')));
    const work = crm.server.write(update({ customerid: contact }));
    await expect(work).rejects.toMatchObject({ failure: { kind: 'notSent' } });
    expect(crm.seen.map(({ method }) => method)).toEqual(['GET']);
  });

  it.each([
    ['a broken connection', () => Promise.reject(new TypeError('fetch failed'))],
    ['a refusal', () => refusal(403, '0x80040220')],
  ])(
    'is done once it was accepted, though reading the row back ends in %s',
    async (_, readBack) => {
      const crm = recordedCrm(({ method }) => (method === 'PATCH' ? noContent() : readBack()));
      await expect(crm.server.write(update({ name: 'Contoso' }))).resolves.toBeNull();
    },
  );

  it('is done once its parties were accepted, though the row cannot be read back', async () => {
    const set = changeSetPart([{ status: 200, body: { activityid: id } }, { status: 204 }]);
    const crm = recordedCrm(({ method }) =>
      method === 'GET' ? refusal(403, '0x80040220') : batchAnswer(batchText([set])),
    );
    const values = { subject: 'Hello', email_activity_parties: [] };
    const work = crm.server.write({ kind: 'update', table: email, id, values, etag: 'W/"7"' });
    await expect(work).resolves.toBeNull();
  });

  it('is not proved by the representation of another row', async () => {
    const crm = recordedCrm(() => json({ ...sent, accountid: contactId }));
    const work = crm.server.write(update({ name: 'Contoso' }));
    await expect(work).rejects.toMatchObject({ failure: { kind: 'notCrm' } });
    await expect(crm.server.readRow(account, id)).rejects.toMatchObject({
      failure: { kind: 'notCrm' },
    });
  });
});
