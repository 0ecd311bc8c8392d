import { companies } from './companies';
import { moment } from './day';
import { accountRef, contactRef } from './demo-customers';
import { userRef } from './empty';
import { guid } from './guid';
import type { SeedReference, SeedRow } from './seed';

interface MarketingList {
  readonly name: string;
  readonly owner: string;
  /** Option value of the column createdfromcode. */
  readonly targeted: number;
  readonly members: readonly SeedReference[];
  /** Finds the members; without it they are put on by hand. */
  readonly query?: string;
}

const listRef = (name: string): SeedReference => ({ table: 'list', id: guid('list', name) });

const first = companies.slice(0, 6);

const lists: readonly MarketingList[] = [
  {
    name: 'Spring fair, guests',
    owner: 'dana',
    targeted: 2,
    members: first.flatMap((company) =>
      company.people.slice(0, 1).map(([, , mailbox]) => contactRef(company, mailbox)),
    ),
  },
  { name: 'Newsletter, customers', owner: 'dana', targeted: 1, members: first.map(accountRef) },
  { name: 'Spring fair, new faces', owner: 'dana', targeted: 4, members: [] },
  {
    name: 'Everybody who may be mailed',
    owner: 'omar',
    targeted: 2,
    members: [],
    query:
      '<fetch><entity name="contact"><filter><condition attribute="donotemail" operator="eq" value="0"/></filter></entity></fetch>',
  },
];

/** Marketing lists and who is on them. */
export const marketingLists = (anchor: number): SeedRow[] =>
  lists.flatMap(({ name, owner, targeted, members, query }): SeedRow[] => [
    {
      ...listRef(name),
      values: {
        listname: name,
        type: query !== undefined,
        createdfromcode: targeted,
        membercount: members.length,
        query: query ?? null,
        ownerid: userRef(owner),
        createdon: moment(anchor, -30, 9),
      },
    },
    ...members.map((member): SeedRow => ({
      table: 'listmember',
      id: guid('listmember', name, member.id),
      values: { listid: listRef(name), entityid: member, entitytype: member.table },
    })),
  ]);
