import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SandboxControl } from '../browser/support/sandbox-control';
import { crmServerContract } from './crm-server-contract';
import { failureOf, lookup, openCrm } from './open-crm';
import type { OpenCrm } from './open-crm';
import { openOrganization, reasonAgainst } from './organization-world';
import { roundTrip } from './round-trip';
import { openSandbox } from './sandbox-world';

crmServerContract('The sandbox', openSandbox);

const against = reasonAgainst(process.env);
if (against === null) crmServerContract('The organisation', openOrganization);
else process.stderr.write(`The CRM contract runs on the sandbox alone: ${against}.\n`);

describe('The contract', () => {
  const about = (url: string, consent?: string) =>
    reasonAgainst({
      CARRYON_ORG_URL: url,
      CARRYON_ORG_TOKEN: 'token',
      CARRYON_ORG_PRODUCTION: consent,
    });

  it('runs on organisations that are for trying, and on others with consent to that very one', () => {
    const live = 'https://contoso.crm4.dynamics.com/api/data/v9.2/';
    expect(about('https://contoso-test.crm4.dynamics.com/api/data/v9.2/')).toBeNull();
    expect(about('https://dev.api.crm.dynamics.com/api/data/v9.2/')).toBeNull();
    expect(about(live)).toContain('looks like production');
    expect(about('https://contest.crm4.dynamics.com/')).toContain('looks like production');
    expect(about(live, 'yes')).toContain('looks like production');
    expect(about(live, 'contoso.crm4.dynamics.com')).toBeNull();
    expect(about('contoso')).toContain('no address');
    expect(reasonAgainst({})).toContain('not set');
  });
});

describe('The client before the sandbox', () => {
  let crm: OpenCrm;
  let sandbox: SandboxControl;

  beforeAll(async () => {
    const world = await openSandbox();
    sandbox = new SandboxControl(world.origin);
    crm = await openCrm(world, null);
  });
  afterAll(() => crm.close());

  const lastOutcome = () => crm.outcomes.at(-1);

  it('gives back every column of every table as it was written', async () => {
    const account = lookup(await crm.create('account', { name: 'Round trip' }), 'Round trip');
    await sandbox.changePrivileges('dana', { prvCreatenew_Region: 'Global' });
    for (const { name, columns } of Object.values(crm.model)) {
      const required = Object.values(columns).filter((each) => each.required && each.navigation);
      await roundTrip(
        crm,
        name,
        Object.fromEntries(required.map((column) => [column.name, account])),
      );
    }
    expect(Object.keys(crm.model).length).toBeGreaterThan(9);
  });

  it('goes on with a fresh token when its token has expired', async () => {
    await sandbox.expire('token', 'dana');
    expect(await crm.server.whoAmI()).toEqual(crm.me);
    expect(lastOutcome()).toBe('ok');
  });

  it('says unreachable while the network is down', async () => {
    await sandbox.network(false);
    expect(await failureOf(crm.server.whoAmI())).toMatchObject({ kind: 'unreachable' });
    await sandbox.network(true);
    expect(await crm.server.whoAmI()).toEqual(crm.me);
  });

  it('says how long a busy server asks to wait', async () => {
    const code = '0x80072322';
    await sandbox.fault({ times: 1, kind: 'status', status: 429, code, retryAfter: 7 });
    const failure = await failureOf(crm.server.whoAmI());
    expect(failure).toMatchObject({ kind: 'answered', status: 429, code, retryAfterMs: 7000 });
    expect(lastOutcome()).toEqual(failure);
  });

  it('does not know about a write whose answer was lost', async () => {
    const row = await crm.create('contact', { lastname: 'Before' });
    await sandbox.fault({
      times: 1,
      kind: 'drop-after-commit',
      match: { method: 'PATCH' },
    });
    const lost = crm.update(row, { lastname: 'After' });
    expect(await failureOf(lost)).toMatchObject({ kind: 'unreachable' });
    expect((await crm.read(row))?.values['lastname']).toBe('After');
  });

  it('does not write over what another user has written meanwhile', async () => {
    const row = await crm.create('contact', { lastname: 'Mine' });
    const { table, id } = row;
    await sandbox.edit('ada', table, id, { lastname: 'Theirs' });
    const stale = crm.update(row, { lastname: 'Mine again' });
    expect(await failureOf(stale)).toMatchObject({ status: 412, code: '0x80060882' });
    expect((await crm.read(row))?.values['lastname']).toBe('Theirs');
  });

  it('links rows and takes the link away again', async () => {
    const account = await crm.create('account', { name: 'Linked' });
    const lead = await crm.create('lead', { subject: 'Linked', lastname: 'Link' });
    const before = (await sandbox.journal()).length;
    for (const kind of ['associate', 'disassociate'] as const)
      expect(
        await crm.server.write({
          kind,
          table: crm.table('account'),
          id: account.id,
          relationship: 'accountleads_association',
          other: lead,
        }),
      ).toBeNull();
    expect((await sandbox.journal()).slice(before)).toMatchObject([
      { method: 'POST', table: 'account', id: account.id },
      { method: 'DELETE', table: 'account', id: account.id },
    ]);
  });

  it('writes what the journal then shows, in order', async () => {
    const before = (await sandbox.journal()).length;
    const row = await crm.create('task', { subject: 'One' });
    const after = await crm.update(row, { subject: 'Two' });
    const task = crm.table('task');
    await crm.server.write({ kind: 'delete', table: task, id: row.id, etag: after.etag ?? '*' });
    expect((await sandbox.journal()).slice(before)).toMatchObject([
      { user: 'dana', table: 'task', id: row.id, changes: { subject: 'One' } },
      { user: 'dana', table: 'task', id: row.id, changes: { subject: 'Two' } },
      { user: 'dana', method: 'DELETE', table: 'task', id: row.id },
    ]);
  });
});
