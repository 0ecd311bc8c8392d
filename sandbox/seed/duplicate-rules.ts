import { guid } from './guid';
import type { SeedReference, SeedRow } from './seed';

/** Name, table, and the columns that have to be the same. */
type Rule = readonly [name: string, table: string, columns: readonly string[]];

/** What a new organisation comes with for accounts, contacts and leads. */
const rules: readonly Rule[] = [
  ['Accounts with the same account name', 'account', ['name']],
  ['Accounts with the same e-mail address', 'account', ['emailaddress1']],
  ['Accounts with the same website', 'account', ['websiteurl']],
  ['Contacts with the same e-mail address', 'contact', ['emailaddress1']],
  [
    'Contacts with the same first name, last name and business phone',
    'contact',
    ['firstname', 'lastname', 'telephone1'],
  ],
  ['Leads with the same e-mail address', 'lead', ['emailaddress1']],
];

/** The published rules of a new organisation, with their conditions. */
export const duplicateRules = (owner: SeedReference, createdon: string): SeedRow[] =>
  rules.flatMap(([name, table, columns]): SeedRow[] => {
    const id = guid('duplicaterule', name);
    return [
      {
        table: 'duplicaterule',
        id,
        values: {
          name,
          baseentityname: table,
          matchingentityname: table,
          statecode: 1,
          statuscode: 2,
          ownerid: owner,
          createdon,
        },
      },
      ...columns.map((column) => ({
        table: 'duplicaterulecondition',
        id: guid('duplicaterulecondition', name, column),
        values: {
          regardingobjectid: { table: 'duplicaterule', id },
          baseattributename: column,
          matchingattributename: column,
          operatorcode: 0,
          ignoreblankvalues: true,
        },
      })),
    ];
  });
