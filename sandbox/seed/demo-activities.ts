import { companies } from './companies';
import { moment } from './day';
import { accountRef, contactRef } from './demo-customers';
import { opportunities } from './demo-deals';
import { mailText, mailWords, subjects } from './demo-words';
import { userRef } from './empty';
import { guid } from './guid';
import { random, type Random } from './random';
import type { SeedReference, SeedRow } from './seed';
import { addressOf, staff } from './staff';

type Kind = keyof typeof subjects;
const kinds: readonly Kind[] = ['task', 'phonecall', 'appointment', 'email'];

/** How each kind ends, and begins. */
const status = {
  task: { open: [0, 2], done: [1, 5] },
  phonecall: { open: [0, 1], done: [1, 2] },
  appointment: { open: [3, 5], done: [1, 3] },
  email: { open: [0, 1], done: [1, 3] },
} as const;

interface Someone extends SeedReference {
  readonly address: string | null;
}

const firstName = (user: string): string => staff.find((each) => each.user === user)?.first ?? user;

const party = (
  kind: Kind,
  activity: string,
  order: number,
  mask: number,
  who: Someone,
): SeedRow => ({
  table: 'activityparty',
  id: guid('party', activity, order),
  values: {
    activityid: { table: kind, id: activity },
    partyid: { table: who.table, id: who.id },
    participationtypemask: mask,
    addressused: who.address,
  },
});

/** The sender's and the receiver's part in each kind. */
const masks: Readonly<Partial<Record<Kind, readonly [number, number]>>> = {
  phonecall: [1, 2],
  appointment: [7, 5],
  email: [1, 2],
};

function times(
  kind: Kind,
  open: boolean,
  days: number,
  luck: Random,
  anchor: number,
): Record<string, string | number | null> {
  const hour = luck.between(7, 15);
  const end = moment(anchor, days, hour + 1);
  if (kind === 'appointment')
    return {
      scheduledstart: moment(anchor, days, hour),
      scheduledend: end,
      location: luck.pick(['Video call', 'At the customer', 'Room Matterhorn']),
    };
  if (kind === 'email') return { senton: open ? null : end, actualend: open ? null : end };
  return {
    scheduledend: end,
    actualend: open ? null : end,
    actualdurationminutes: luck.pick([15, 30, 45, 60]),
  };
}

function activity(index: number, anchor: number, deals: readonly SeedRow[]): SeedRow[] {
  const luck = random(7000 + index);
  const kind = kinds[index % 4] ?? 'task';
  const company = companies[(index * 7) % companies.length];
  const person = company && luck.pick(company.people);
  if (!company || !person) throw new Error('no companies');
  const open = index % 3 === 0;
  const days = open ? luck.between(0, 21) : -luck.between(1, 150);
  const deal = deals.find(
    ({ values }) => (values['customerid'] as SeedReference).id === accountRef(company).id,
  );
  const contact: Someone = {
    ...contactRef(company, person[2]),
    address: `${person[2]}@${company.domain}`,
  };
  const owner = index % 12 === 7 ? 'omar' : company.owner;
  const colleague: Someone = { ...userRef(owner), address: addressOf(owner) };
  const id = guid('activity', index);
  const [statecode, statuscode] = status[kind][open ? 'open' : 'done'];
  const created = moment(anchor, Math.min(days - 2, -1), luck.between(6, 10));
  const outgoing = luck.between(0, 2) > 0;
  const row: SeedRow = {
    table: kind,
    id,
    values: {
      subject: `${luck.pick(kind === 'email' ? mailWords(company.country).subjects : subjects[kind])}: ${company.name}`,
      description:
        kind === 'email'
          ? mailText(
              company.country,
              !outgoing,
              outgoing ? person[0] : firstName(owner),
              luck.between(0, 2),
            )
          : luck.pick([
              '',
              'See the notes of the last visit.',
              `Ask for ${person[0]}.`,
              'Bring the samples.',
            ]),
      regardingobjectid:
        index % 5 === 4 || !deal ? accountRef(company) : { table: 'opportunity', id: deal.id },
      prioritycode: luck.between(0, 2),
      ...times(kind, open, days, luck, anchor),
      ...(kind === 'phonecall' ? { phonenumber: `${company.phone} 01 00` } : {}),
      ...(kind === 'phonecall' || kind === 'email' ? { directioncode: outgoing } : {}),
      ...(kind === 'email'
        ? {
            messageid: `<${guid('activity-message', index)}@${company.domain}>`,
            sender: outgoing ? colleague.address : contact.address,
            torecipients: `${outgoing ? contact.address : colleague.address};`,
          }
        : {}),
      ownerid: userRef(owner),
      statecode,
      statuscode,
      createdon: created,
      modifiedon: created,
    },
  };
  const regarding = row.values['regardingobjectid'] as SeedReference;
  const kept = [
    party(kind, id, 8, 8, {
      ...regarding,
      address: regarding.table === 'account' ? `info@${company.domain}` : null,
    }),
    party(kind, id, 9, 9, colleague),
  ];
  const roles = masks[kind];
  if (!roles) return [row, ...kept];
  const [from, to] =
    outgoing || kind === 'appointment' ? [colleague, contact] : [contact, colleague];
  return [row, party(kind, id, 1, roles[0], from), party(kind, id, 2, roles[1], to), ...kept];
}

/** Tasks, phone calls, appointments and e-mails of the last months and the next weeks, with their parties. */
export function activities(anchor: number): SeedRow[] {
  const deals = opportunities(anchor);
  return Array.from({ length: 150 }, (_, index) => activity(index, anchor, deals)).flat();
}
