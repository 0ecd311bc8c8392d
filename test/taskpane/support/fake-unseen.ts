import type { UnseenChange } from '../../../src/domain/unseen';
import { contoso, dana, deal, fabrikam, guid, ines, jonas, omar } from './fake-rows';

const change = (
  { table, id, name }: { table: string; id: string; name: string },
  more: Partial<UnseenChange>,
): UnseenChange => ({
  ref: { table, id },
  name,
  by: omar.name,
  at: '2026-11-23T08:15:00Z',
  gone: false,
  before: {},
  after: {},
  ...more,
});

/** What colleagues do in a week: some of it much, some of it short. */
export const fakeUnseen = (): UnseenChange[] => [
  change(deal, {
    at: new Date().toISOString(),
    before: { budgetamount: '84000.00', closeprobability: 60 },
    after: { budgetamount: '79500.00', closeprobability: 80 },
  }),
  change(contoso, {
    before: {
      telephone1: '+1 206 555 0110',
      address1_city: 'Seattle',
      primarycontactid: ines,
      numberofemployees: 480,
      creditonhold: false,
      description: 'Family owned since 1962.\nBuys through a tender every other year.',
    },
    after: {
      telephone1: '+1 206 555 0187',
      address1_city: 'Tacoma',
      primarycontactid: jonas,
      numberofemployees: 510,
      creditonhold: true,
      description:
        'Family owned since 1962, sold to a fund this spring.\nBuys through a tender every other year, the next one with the two sites in Tacoma and Spokane together, as the new head of purchasing says.',
    },
  }),
  change(fabrikam, {
    by: 'Ada Lind',
    before: { ownerid: dana },
    after: { ownerid: omar },
  }),
  change({ table: 'contact', id: guid(390), name: 'Mara Lindt' }, { by: '', gone: true }),
  change(
    { table: 'task', id: guid(302), name: '' },
    { before: { statecode: 0 }, after: { statecode: 1 } },
  ),
];
