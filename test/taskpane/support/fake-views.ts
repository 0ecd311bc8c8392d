import type { View } from '../../../src/domain/view';
import { guid } from './fake-rows';

const view = (n: number, table: string, name: string, more: Partial<View> = {}): View => ({
  kind: 'savedquery',
  id: guid(9000 + n),
  name,
  table,
  condition: 'statecode eq 0',
  ...more,
});

/** The views of the CRM, one of them the user's own, and one that looks into other tables. */
export const fakeViews: readonly View[] = [
  view(1, 'account', 'Accounts: no campaign activities in the last three months', {
    condition: null,
  }),
  view(2, 'account', 'Active accounts'),
  view(3, 'account', 'My active accounts'),
  view(4, 'contact', 'Active contacts'),
  view(5, 'opportunity', 'Opportunities closing next month'),
  view(6, 'account', 'Customers around Hanover', { kind: 'userquery' }),
];
