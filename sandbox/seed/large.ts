import { en, Faker } from '@faker-js/faker';
import { dayOf, moment } from './day';
import { organizationWith, userRef } from './empty';
import { withParties } from './large-parties';
import { random } from './random';
import type { Seed, SeedReference, SeedRow } from './seed';
import { stages } from './tables/opportunity';

/** Large organisations count from this day, so that two runs give the same bytes. */
const anchor = Date.UTC(2026, 0, 15);

/** Share of each table, in percent. */
const shares = {
  account: 12,
  contact: 34,
  lead: 4,
  opportunity: 10,
  incident: 6,
  task: 14,
  phonecall: 8,
  appointment: 5,
  email: 7,
} as const;
type Name = keyof typeof shares;

const tag: Record<Name, string> = {
  account: 'a1',
  contact: 'c0',
  lead: '1e',
  opportunity: '0b',
  incident: '1c',
  task: '7a',
  phonecall: 'b0',
  appointment: 'ad',
  email: 'e0',
};

/** Ids scattered over the whole range, as random ones are, but known from table and number. */
function idOf(table: Name, index: number): string {
  const mixed = Math.imul(index + 1, 0x9e3779b1) >>> 0;
  const hex = mixed.toString(16).padStart(8, '0');
  const number = index.toString(16).padStart(10, '0');
  return `${hex}-${tag[table]}${hex.slice(0, 2)}-4${hex.slice(2, 5)}-8${hex.slice(5, 8)}-${tag[table]}${number}`;
}

/** Words to combine: made once, since a call for each of 100,000 rows would take most of the time. */
function vocabulary() {
  const faker = new Faker({ locale: en, seed: 4711 });
  const many = <T>(make: () => T): readonly T[] => Array.from({ length: 500 }, make);
  return {
    companies: many(() => faker.company.name()),
    firsts: many(() => faker.person.firstName()),
    lasts: many(() => faker.person.lastName()),
    titles: many(() => faker.person.jobTitle()),
    cities: many(() => faker.location.city()),
    streets: many(() => faker.location.streetAddress()),
    products: many(() => faker.commerce.productName()),
    phrases: many(() => faker.company.catchPhrase()),
    texts: many(() => faker.lorem.paragraph(3)),
  };
}

function* generate(total: number): Generator<SeedRow> {
  const words = vocabulary();
  const luck = random(total);
  const count = (table: Name): number => Math.max(1, Math.floor((total * shares[table]) / 100));
  const some = (table: Name): SeedReference => ({
    table,
    id: idOf(table, luck.between(0, count(table) - 1)),
  });
  const dana = userRef('dana');
  const others = [userRef('omar'), userRef('ada')];
  const common = (): SeedRow['values'] => {
    const days = -luck.between(1, 700);
    return {
      ownerid: luck.next() < 0.8 ? dana : luck.pick(others),
      createdon: moment(anchor, days, luck.between(6, 18), luck.between(0, 59)),
      modifiedon: moment(anchor, Math.ceil(days / 3), luck.between(6, 18), luck.between(0, 59)),
    };
  };
  const place = (): SeedRow['values'] => ({
    address1_line1: luck.pick(words.streets),
    address1_city: luck.pick(words.cities),
    address1_postalcode: String(luck.between(10_000, 99_999)),
    address1_country: 'United States',
  });
  const person = (index: number): SeedRow['values'] => ({
    firstname: luck.pick(words.firsts),
    lastname: luck.pick(words.lasts),
    jobtitle: luck.pick(words.titles),
    emailaddress1: `person${index}@large.example`,
    telephone1: `+1 555 ${String(luck.between(1_000_000, 9_999_999))}`,
  });
  const activity = (): SeedRow['values'] => ({
    subject: luck.pick(words.phrases),
    description: luck.pick(words.texts),
    regardingobjectid: some(luck.pick(['account', 'contact', 'opportunity'])),
    prioritycode: luck.between(0, 2),
    scheduledend: moment(anchor, luck.between(-200, 60), luck.between(6, 18)),
  });
  const outgoing = (): boolean => luck.next() < 0.6;
  const make: Record<Name, (index: number) => SeedRow['values']> = {
    account: (index) => ({
      name: `${luck.pick(words.companies)} ${index}`,
      accountnumber: `L-${index}`,
      telephone1: `+1 555 ${String(luck.between(1_000_000, 9_999_999))}`,
      emailaddress1: `company${index}@large.example`,
      websiteurl: `https://company${index}.large.example`,
      industrycode: luck.between(1, 12),
      revenue: luck.between(10, 90_000) * 1000,
      numberofemployees: luck.between(1, 9000),
      description: luck.pick(words.texts),
      ...place(),
    }),
    contact: (index) => ({
      ...person(index),
      parentcustomerid: some('account'),
      ...place(),
      description: luck.pick(words.texts),
    }),
    lead: (index) => ({
      ...person(index),
      subject: luck.pick(words.phrases),
      companyname: luck.pick(words.companies),
      estimatedamount: luck.between(1, 900) * 500,
      ...place(),
    }),
    opportunity: () => ({
      name: luck.pick(words.products),
      customerid: some('account'),
      parentaccountid: some('account'),
      parentcontactid: some('contact'),
      estimatedvalue: luck.between(1, 900) * 1000,
      budgetamount: luck.between(1, 900) * 900,
      estimatedclosedate: dayOf(anchor, luck.between(-90, 200)),
      closeprobability: luck.between(0, 100),
      stepname: luck.pick(stages),
      description: luck.pick(words.texts),
    }),
    incident: (index) => ({
      title: luck.pick(words.phrases),
      ticketnumber: `CAS-${index}`,
      customerid: some('account'),
      prioritycode: luck.between(1, 3),
      description: luck.pick(words.texts),
    }),
    task: () => ({ ...activity(), percentcomplete: luck.between(0, 100) }),
    phonecall: () => ({
      ...activity(),
      directioncode: outgoing(),
      phonenumber: `+1 555 ${String(luck.between(1_000_000, 9_999_999))}`,
    }),
    appointment: () => ({
      ...activity(),
      scheduledstart: moment(anchor, -200, 5),
      location: luck.pick(words.cities),
    }),
    email: (index) => ({
      ...activity(),
      directioncode: outgoing(),
      messageid: `<large-${index}@large.example>`,
    }),
  };
  let parties = 0;
  // Growing ids: parties are read in the order that they are listed in.
  const partyId = (): string => {
    parties += 1;
    return `${parties.toString(16).padStart(8, '0')}-9a47-4000-8000-9a4700000000`;
  };
  const rowsOf = (row: SeedRow): Iterable<SeedRow> =>
    'regardingobjectid' in row.values
      ? withParties(row, luck, () => some('contact'), partyId)
      : [row];
  for (const table of Object.keys(shares) as Name[])
    for (let index = 0; index < count(table); index += 1)
      yield* rowsOf({
        table,
        id: idOf(table, index),
        values: { ...make[table](index), ...common() },
      });
}

/** About `rows` rows in realistic proportion, and the parties of the activities among them; the same on every run. Four of five belong to dana. */
export const large = (rows: number): Seed =>
  organizationWith(`large:${rows}`, anchor, () => generate(rows));
