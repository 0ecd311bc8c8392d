/** The people who sign in to the demo organisation. */
export interface Colleague {
  /** Sign-in name, as in `Bearer sandbox:<user>`. */
  readonly user: string;
  readonly first: string;
  readonly last: string;
  readonly title: string;
  /** Role of `roles.ts`. */
  readonly role: string;
  readonly unit: 'sales' | 'root';
}

export const organizationName = 'Alpine Automation';
export const organizationDomain = 'alpine-automation.example';

export const staff: readonly Colleague[] = [
  {
    user: 'dana',
    first: 'Dana',
    last: 'Whitaker',
    title: 'Account Manager',
    role: 'salesperson',
    unit: 'sales',
  },
  {
    user: 'omar',
    first: 'Omar',
    last: 'Farouk',
    title: 'Sales Manager',
    role: 'manager',
    unit: 'sales',
  },
  {
    user: 'ada',
    first: 'Ada',
    last: 'Okafor',
    title: 'CRM Administrator',
    role: 'administrator',
    unit: 'root',
  },
  { user: 'noor', first: 'Noor', last: 'Rahman', title: 'Auditor', role: 'reader', unit: 'root' },
];

export const addressOf = (user: string): string => `${user}@${organizationDomain}`;
