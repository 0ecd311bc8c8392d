import type { OutboxEntry, Receipt } from '../../../src/domain/entry';
import { fakeAftermath, unreadableAftermath } from './fake-aftermath';
import { contoso, deal, dollar, guid, ines, jonas, me } from './fake-rows';

export const entry = (seq: number, more: Partial<OutboxEntry>): OutboxEntry => ({
  seq,
  id: guid(9000 + seq),
  kind: 'update',
  version: 1,
  ref: { table: contoso.table, id: contoso.id },
  name: contoso.name,
  values: {},
  before: {},
  baseEtag: 'W/"1"',
  dependsOn: [],
  gesture: guid(9500 + seq),
  state: 'pending',
  attempts: 0,
  lastError: null,
  user: me,
  at: '2026-11-23T08:15:00.000Z',
  force: false,
  ...more,
});

const refused = (code: string, message: string) => ({
  kind: 'answered' as const,
  status: 400,
  code,
  message,
  retryAfterMs: null,
});

export const of = ({ table, id, name }: { table: string; id: string; name: string }) => ({
  ref: { table, id },
  name,
});

const gone = { table: 'contact', id: guid(390), name: 'Mara Lindt' };
const task = { table: 'task', id: guid(302), name: '' };

/** What gathers in weeks without a network. */
export const fakeLongLine = (): OutboxEntry[] =>
  Array.from({ length: 250 }, (_, index) =>
    entry(100 + index, {
      values: { numberofemployees: index + 1 },
      before: { numberofemployees: index },
    }),
  );

/** One entry of every state a user can meet. */
export const fakeEntries = (): OutboxEntry[] => [
  entry(1, {
    ...of(deal),
    values: { budgetamount: '-5.00', transactioncurrencyid: dollar, closeprobability: 80 },
    before: { budgetamount: '84000.00', transactioncurrencyid: dollar, closeprobability: 60 },
    state: 'rejected',
    attempts: 1,
    lastError: refused('0x80040265', 'The budget must not be negative.'),
  }),
  entry(2, {
    ...of(deal),
    values: { estimatedclosedate: '2027-01-15' },
    before: { estimatedclosedate: '2026-12-18' },
    dependsOn: [1],
    state: 'blocked',
  }),
  entry(3, {
    values: { telephone1: '+1 206 555 0199', numberofemployees: 500 },
    before: { telephone1: '+1 206 555 0110', numberofemployees: 480 },
    state: 'conflict',
    attempts: 1,
    theirs: {
      values: { telephone1: '+1 206 555 0123' },
      etag: 'W/"7"',
      by: 'Omar Haddad',
      at: '2026-03-02T07:40:00Z',
    },
  }),
  entry(4, {
    ...of(jonas),
    kind: 'create',
    values: {
      firstname: 'Jonas',
      lastname: 'Lindqvist',
      emailaddress1: 'jonas@fabrikam.example',
      jobtitle: 'Buyer',
      mobilephone: '+46 70 555 0117',
      birthdate: '1990-05-02',
    },
    baseEtag: null,
  }),
  entry(5, {
    ...of(task),
    kind: 'setState',
    values: { statecode: 1, statuscode: 5 },
    before: { statecode: 0, statuscode: 2 },
    state: 'held',
  }),
  entry(6, { ...of(ines), kind: 'delete', state: 'uncertain', attempts: 1 }),
  entry(7, {
    ...of(ines),
    values: { jobtitle: 'Chief Logistics Officer' },
    before: { jobtitle: 'Head of Logistics' },
    state: 'sending',
  }),
  entry(8, {
    values: { address1_city: null },
    before: { address1_city: 'Seattle' },
    state: 'suspect',
    attempts: 8,
    lastError: { ...refused('', 'Generic SQL error.'), status: 500 },
  }),
  entry(9, {
    ...of(jonas),
    values: { emailaddress1: 'ines.carvalho@contoso.example' },
    before: { emailaddress1: 'jonas@fabrikam.example' },
    state: 'duplicate',
    attempts: 1,
    lastError: refused(
      '0x80040333',
      'A record was not created or updated because a duplicate was found.',
    ),
  }),
  entry(10, { ...of(ines), state: 'unreadable', version: 99 }),
  entry(11, {
    ...of(gone),
    kind: 'delete',
    state: 'conflict',
    attempts: 1,
    theirs: {
      values: { jobtitle: 'Head of Procurement', telephone1: '+49 30 555 0144' },
      etag: 'W/"9"',
      by: 'Omar Haddad',
      at: '2026-03-02T07:40:00Z',
    },
  }),
];

/** A new record that is like two others: one has the name, one the address. */
export const fakeHeld = (): OutboxEntry[] => [
  entry(1, {
    ref: { table: 'contact', id: guid(391) },
    name: 'Ines Carvalho',
    kind: 'create',
    values: {
      firstname: 'Ines',
      lastname: 'Carvalho',
      jobtitle: 'Logistics Lead',
      emailaddress1: 'jonas@fabrikam.example',
      parentcustomerid: contoso,
    },
    baseEtag: null,
    state: 'duplicate',
    attempts: 1,
    lastError: refused('0x80040333', 'A record was not created because a duplicate was found.'),
  }),
  entry(2, {
    ...of(task),
    name: 'Call Ines',
    kind: 'create',
    values: {
      subject: 'Call Ines',
      regardingobjectid: { table: 'contact', id: guid(391), name: '' },
    },
    dependsOn: [1],
    state: 'blocked',
  }),
];

/** What was sent lately can be taken back. */
export const hoursAgo = (hours: number): string =>
  new Date(Date.now() - hours * 3_600_000).toISOString();

export const fakeReceipts = (): Receipt[] => [
  {
    id: guid(9901),
    entry: entry(-1, {
      values: { telephone1: '+1 206 555 0110' },
      before: { telephone1: '+1 206 555 0100' },
    }),
    sentAt: hoursAgo(0.02),
    result: 'overwrote',
    overwrote: { telephone1: '+1 206 555 0177' },
    aftermath: unreadableAftermath,
  },
  {
    id: guid(9902),
    entry: entry(-2, { ...of(ines), kind: 'create', values: { lastname: 'Carvalho' } }),
    sentAt: hoursAgo(20),
    result: 'applied',
    overwrote: {},
    aftermath: fakeAftermath,
  },
  ...(['verified', 'merged', 'discarded', 'replaced'] as const).map((result, index) => ({
    id: guid(9910 + index),
    entry: entry(-3 - index, {
      ...of(ines),
      values: { jobtitle: 'Head of Logistics' },
      before: { jobtitle: 'Logistics' },
    }),
    sentAt: hoursAgo(40 + index),
    result,
    overwrote: {},
  })),
  {
    id: guid(9906),
    entry: entry(-6, { ...of(gone), kind: 'delete' }),
    sentAt: hoursAgo(50),
    result: 'applied',
    overwrote: {},
    row: { lastname: gone.name, emailaddress1: 'mara@lindt.example' },
  },
  {
    id: guid(9907),
    entry: entry(-7, {
      ...of(jonas),
      values: { jobtitle: 'Buyer' },
      before: { jobtitle: 'Trainee' },
      undoes: guid(9908),
    }),
    sentAt: hoursAgo(60),
    result: 'applied',
    overwrote: {},
  },
  {
    id: guid(9908),
    entry: entry(-8, {
      ...of(jonas),
      values: { jobtitle: 'Trainee' },
      before: { jobtitle: 'Buyer' },
    }),
    sentAt: hoursAgo(61),
    result: 'applied',
    overwrote: {},
  },
  {
    id: guid(9909),
    entry: entry(-9, {
      ...of(ines),
      values: {},
      before: { jobtitle: 'Head of Logistics' },
      yielded: { jobtitle: 'Logistics Lead' },
    }),
    sentAt: hoursAgo(62),
    result: 'yielded',
    overwrote: {},
  },
];
