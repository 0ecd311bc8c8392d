import { salesUnit, userRef } from './empty';
import { guid } from './guid';
import type { SeedLink, SeedReference, SeedRow } from './seed';

/** Answers what customers ask; owns cases of its own. */
export const serviceDesk: SeedReference = { table: 'team', id: guid('team', 'Service Desk') };

const readers: SeedReference = {
  table: 'fieldsecurityprofile',
  id: guid('fieldsecurityprofile', 'Identity papers'),
};

/** Who may see what is secured, beside administrators. */
const profiles: readonly SeedRow[] = [
  {
    ...readers,
    values: {
      name: 'Identity papers',
      description: 'Reads and writes the government ids of contacts.',
    },
  },
  {
    table: 'fieldpermission',
    id: guid('fieldpermission', 'contact', 'governmentid'),
    values: {
      fieldsecurityprofileid: readers,
      entityname: 'contact',
      attributelogicalname: 'governmentid',
      canread: 4,
      cancreate: 4,
      canupdate: 4,
    },
  },
];

export const teams = (): SeedRow[] => [
  ...profiles,
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
  { link: 'systemuserprofiles_association', left: readers.id, right: userRef('omar').id },
  { link: 'teammembership_association', left: serviceDesk.id, right: userRef('omar').id },
  { link: 'teamroles_association', left: guid('role', 'salesperson'), right: serviceDesk.id },
];
