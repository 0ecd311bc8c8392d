import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Write } from '../../src/domain/crm-server';
import type { Values } from '../../src/domain/value';
import { failureOf, openCrm } from './open-crm';
import type { OpenCrm } from './open-crm';
import { openSandbox } from './sandbox-world';

const found = { status: 412, code: '0x80040333' };

describe('Duplicates by the sandbox’s rules', () => {
  let crm: OpenCrm;

  beforeAll(async () => {
    crm = await openCrm(await openSandbox());
  });
  afterAll(() => crm.close());

  const contact = (values: Values, allowDuplicates = false): Write => ({
    kind: 'create',
    table: crm.table('contact'),
    id: randomUUID(),
    values,
    allowDuplicates,
  });
  const address = () => `${randomUUID()}@carryon.test`;

  it('are refused by themselves and in a batch, unless they are allowed', async () => {
    const values = { lastname: 'Twin', emailaddress1: address() };
    const row = await crm.create('contact', values);
    const twin = contact(values);
    expect(await failureOf(crm.server.write(twin))).toMatchObject(found);
    expect(await crm.server.writeAll([[twin], [contact({ lastname: 'Behind' })]])).toMatchObject([
      { kind: 'failed', failure: found },
      { kind: 'notRun' },
    ]);
    const allowed = contact(values, true);
    expect(await crm.server.writeAll([[allowed]])).toMatchObject([{ kind: 'done' }]);
    const { table } = allowed;
    const back = { kind: 'update', table, id: row.id, values, etag: '*' } as const;
    expect(await failureOf(crm.server.write(back))).toMatchObject(found);
    expect(await crm.server.write({ ...back, allowDuplicates: true })).toMatchObject({ values });
  });

  it('are found for a create and for an update, with the columns of the table', async () => {
    const emailaddress1 = address();
    const account = await crm.create('account', { name: randomUUID() });
    const parentcustomerid = { table: 'account', id: account.id, name: '' };
    const row = await crm.create('contact', { lastname: 'There', emailaddress1, parentcustomerid });
    const other = await crm.create('contact', { lastname: 'Here', jobtitle: 'Buyer' });
    const table = crm.table('contact');
    const values = {
      lastname: "O'Neil & (Söhne)",
      emailaddress1,
      description: 'x'.repeat(50_000),
      parentcustomerid,
    };
    const query = { table, values, matching: table };
    expect(await crm.server.readDuplicates({ ...query, id: null })).toEqual([row]);
    expect(await crm.server.readDuplicates({ ...query, id: other.id })).toEqual([row]);
    expect(await crm.server.readDuplicates({ ...query, id: row.id })).toEqual([]);
    const cleared = { ...query, values: { emailaddress1: null }, id: other.id };
    expect(await crm.server.readDuplicates(cleared)).toEqual([]);
  });

  it('are not looked for among the parties of an e-mail', async () => {
    const party = { role: 2, ref: null, address: address() };
    const values = { subject: 'Twin', email_activity_parties: [party] };
    const [one, two] = [await crm.create('email', values), await crm.create('email', values)];
    expect(await crm.update(two, { subject: 'Same', email_activity_parties: [] })).toMatchObject({
      values: { subject: 'Same', email_activity_parties: [] },
    });
    expect(await crm.update(one, values)).toMatchObject({ values });
  });

  it('are what these rules say', async () => {
    const exact = (column: string) => ({
      column,
      matchingColumn: column,
      operator: 'exactMatch',
      characters: null,
      ignoreBlank: true,
    });
    const rules = await crm.server.readDuplicateRules();
    expect(rules.map(({ name }) => name)).toEqual([...rules.map(({ name }) => name)].sort());
    expect(rules).toContainEqual({
      name: 'Accounts with the same account name',
      table: 'account',
      matchingTable: 'account',
      caseSensitive: false,
      excludesInactive: false,
      conditions: [exact('name')],
    });
    const named = rules.find(({ conditions }) => conditions.length === 3);
    expect(named?.conditions).toEqual(
      expect.arrayContaining(['firstname', 'lastname', 'telephone1'].map(exact)),
    );
  });
});
