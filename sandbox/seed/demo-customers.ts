import { companies, prospects, type Company } from './companies';
import { moment } from './day';
import { userRef } from './empty';
import { guid } from './guid';
import { random } from './random';
import type { SeedReference, SeedRow } from './seed';

export const accountRef = (company: Company): SeedReference => ({
  table: 'account',
  id: guid('account', company.name),
});
export const contactRef = (company: Company, mailbox: string): SeedReference => ({
  table: 'contact',
  id: guid('contact', `${mailbox}@${company.domain}`),
});
export const leadRef = (address: string): SeedReference => ({
  table: 'lead',
  id: guid('lead', address),
});

const place = (company: Company): Record<string, string> => ({
  address1_line1: company.street,
  address1_postalcode: company.postalCode,
  address1_city: company.city,
  address1_country: company.country,
});

function account(company: Company, index: number, anchor: number): SeedRow {
  const luck = random(1000 + index);
  const [first] = company.people;
  const owner = userRef(company.owner);
  return {
    ...accountRef(company),
    values: {
      name: company.name,
      yominame: company.reading,
      accountnumber: `AC-${String(1001 + index)}`,
      telephone1: `${company.phone} 01 00`,
      emailaddress1: `info@${company.domain}`,
      websiteurl: `https://www.${company.domain}`,
      industrycode: company.industry,
      customertypecode: 3,
      numberofemployees: company.employees,
      revenue: company.employees * luck.between(90, 260) * 1000,
      creditlimit: luck.between(2, 40) * 5000,
      creditonhold: index === 11,
      description: index % 4 === 0 ? 'Key account. Visit at least once a quarter.' : null,
      primarycontactid: first ? contactRef(company, first[2]) : null,
      ...place(company),
      ownerid: owner,
      createdon: moment(anchor, -luck.between(200, 390), luck.between(7, 16)),
      modifiedon: moment(anchor, -luck.between(1, 60), luck.between(7, 16)),
    },
  };
}

function contacts(company: Company, index: number, anchor: number): SeedRow[] {
  return company.people.map(([first, last, mailbox, title, firstReading, lastReading], at) => {
    const luck = random(2000 + index * 10 + at);
    return {
      ...contactRef(company, mailbox),
      values: {
        firstname: first,
        lastname: last,
        yomifirstname: firstReading,
        yomilastname: lastReading,
        jobtitle: title,
        emailaddress1: `${mailbox}@${company.domain}`,
        telephone1: `${company.phone} 01 ${String(10 + at)}`,
        mobilephone: at < 2 ? `${company.phone} 77 ${String(luck.between(10, 99))}` : null,
        parentcustomerid: accountRef(company),
        preferredcontactmethodcode: luck.between(1, 3),
        birthdate:
          at === 0
            ? `${String(luck.between(1962, 1992))}-0${String(luck.between(1, 9))}-1${String(luck.between(0, 9))}`
            : null,
        governmentid: at === 0 ? `ID-${String(410_300 + index * 37)}` : null,
        ...place(company),
        ownerid: userRef(company.owner),
        createdon: moment(anchor, -luck.between(100, 380), luck.between(7, 16)),
        modifiedon: moment(anchor, -luck.between(1, 90), luck.between(7, 16)),
      },
    };
  });
}

function leads(anchor: number): SeedRow[] {
  return prospects.map(({ first, last, company, address, subject }, index) => {
    const luck = random(3000 + index);
    return {
      ...leadRef(address),
      values: {
        subject,
        firstname: first,
        lastname: last,
        companyname: company,
        emailaddress1: address,
        telephone1: `+00 555 ${String(1200 + index)}`,
        leadsourcecode: luck.between(1, 9),
        leadqualitycode: luck.between(1, 3),
        estimatedamount: luck.between(4, 80) * 2500,
        ownerid: userRef(index % 5 === 4 ? 'omar' : 'dana'),
        createdon: moment(anchor, -luck.between(2, 60), luck.between(7, 16)),
        modifiedon: moment(anchor, -1, luck.between(7, 16)),
        statecode: 0,
        statuscode: luck.between(1, 2),
      },
    };
  });
}

/** Accounts, their contacts, and leads. */
export const customers = (anchor: number): SeedRow[] => [
  ...companies.map((company, index) => account(company, index, anchor)),
  ...companies.flatMap((company, index) => contacts(company, index, anchor)),
  ...leads(anchor),
];
