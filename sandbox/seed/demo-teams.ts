import { salesUnit, userRef } from './empty';
import { guid } from './guid';
import type { SeedLink, SeedReference, SeedRow } from './seed';

/** Answers what customers ask; owns cases of its own. */
export const serviceDesk: SeedReference = { table: 'team', id: guid('team', 'Service Desk') };

export const teams = (): SeedRow[] => [
  {
    ...serviceDesk,
    values: {
      name: 'Service Desk',
      description: 'Takes cases by phone and e-mail.',
      teamtype: 0,
      isdefault: 0,
      businessunitid: salesUnit,
      administratorid: userRef('omar'),
    },
  },
];

export const teamLinks: readonly SeedLink[] = [
  { link: 'teammembership_association', left: serviceDesk.id, right: userRef('omar').id },
  { link: 'teamroles_association', left: guid('role', 'salesperson'), right: serviceDesk.id },
];
