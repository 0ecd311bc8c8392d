import { describe, expect, it } from '@jest/globals';
import {
  emailId,
  newPerson,
  otherAddresses,
  participants,
  trackEmail,
  type Tracked,
} from '../../src/domain/tracking';
import { fakeModel } from '../taskpane/support/fake-model';
import { contoso, ines, jonas } from '../taskpane/support/fake-rows';
import { fakeMessage } from '../taskpane/support/fake-shell';

const organization = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';
const listed = (row: typeof ines) => ({ ...row, detail: '', pending: false });

const tracked = (more: Partial<Tracked> = {}): Tracked => ({
  id: 'the-id',
  item: fakeMessage,
  body: '<p>Hello</p>',
  userAddress: 'dana@northwind.example',
  regarding: contoso,
  people: new Map([
    ['ines.carvalho@contoso.example', [listed(ines)]],
    ['jonas@fabrikam.example', [listed(jonas), listed(ines)]],
  ]),
  ...more,
});

const valuesOf = (more: Partial<Tracked> = {}) => {
  const change = trackEmail(tracked(more), fakeModel['email']!);
  if (change.kind !== 'create') throw new Error('Tracking creates');
  return change.values;
};

describe("an e-mail row's id", () => {
  it('is the name-based UUID of RFC 9562 with the organization as name space', async () => {
    expect(await emailId(organization, 'www.example.com')).toBe(
      '2ed6657d-e927-568b-95e1-2665a8aea6a2',
    );
  });

  it('differs by message and by organization', async () => {
    const one = await emailId(organization, '<a@x>');
    expect(await emailId(organization, ' <a@x> ')).toBe(one);
    expect(await emailId(organization, '<b@x>')).not.toBe(one);
    expect(await emailId('00000000-0000-4000-8000-000000000001', '<a@x>')).not.toBe(one);
  });
});

describe('the others on an item', () => {
  it('SE24 are everybody but the user, each once, in lower case', () => {
    const others = [
      'ines.carvalho@contoso.example',
      'jonas@fabrikam.example',
      'purchasing@contoso.example',
    ];
    expect(otherAddresses(fakeMessage, ' Dana@Northwind.example ')).toEqual(others);
    expect(otherAddresses({ ...fakeMessage, bcc: fakeMessage.cc }, '')).toHaveLength(4);
    const { to } = fakeMessage;
    const alone = { ...fakeMessage, from: null, to: to.slice(0, 1), cc: [] };
    expect(otherAddresses(alone, 'dana@northwind.example')).toEqual([]);
  });
});

describe('tracking a message', () => {
  it('creates one e-mail row with text, people and what it is about', () => {
    expect(valuesOf()).toEqual({
      subject: fakeMessage.subject,
      description: '<p>Hello</p>',
      directioncode: false,
      messageid: '<offer-7@contoso.example>',
      regardingobjectid: contoso,
      email_activity_parties: [
        {
          role: 1,
          ref: { table: ines.table, id: ines.id, name: ines.name },
          address: 'Ines.Carvalho@contoso.example',
        },
        { role: 2, ref: null, address: 'dana@northwind.example' },
        { role: 2, ref: null, address: 'jonas@fabrikam.example' },
        { role: 3, ref: null, address: 'purchasing@contoso.example' },
      ],
    });
  });

  it('is outgoing where the user sent it, however the address is written', () => {
    const from = { name: 'Dana', address: 'DANA@Northwind.example' };
    expect(valuesOf({ item: { ...fakeMessage, from } })['directioncode']).toBe(true);
  });

  it('keeps the subject within what the column holds', () => {
    const subject = 'x'.repeat(500);
    expect(valuesOf({ item: { ...fakeMessage, subject } })['subject']).toHaveLength(200);
  });

  it('writes only columns that the organization has', () => {
    const table = { ...fakeModel['email']!, columns: {} };
    expect(trackEmail(tracked(), table)).toMatchObject({ kind: 'create', values: {} });
  });
});

describe('the people on a message', () => {
  it('are each there once, the sender first', () => {
    const cc = [{ name: '', address: 'DANA@northwind.example' }];
    expect(participants({ ...fakeMessage, cc }).map(({ address }) => address)).toEqual([
      'Ines.Carvalho@contoso.example',
      'dana@northwind.example',
      'jonas@fabrikam.example',
    ]);
  });

  it('can be made a new person, with the name taken apart', () => {
    const address = 'm@x.example';
    const values = (name: string) => newPerson(fakeModel, { name, address })?.values;
    expect(values('Maria da Silva')).toEqual({
      firstname: 'Maria da',
      lastname: 'Silva',
      emailaddress1: address,
    });
    expect(values('Silva, Maria')).toMatchObject({ firstname: 'Maria', lastname: 'Silva' });
    expect(values(address)).toEqual({ emailaddress1: address });
    expect(newPerson({}, { name: 'Maria', address })).toBeNull();
  });
});
