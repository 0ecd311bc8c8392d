import { moment } from './day';
import { userRef } from './empty';
import { guid } from './guid';
import type { SeedReference, SeedRow } from './seed';

/** Name, code, service partner, its phone, and the countries. */
const regions = [
  ['Americas', 'AMER', 'Relecloud Field Service', '+1 425 555 0134', ['United States', 'Canada']],
  ['Asia Pacific', 'APAC', 'Trey Research KK', '+81 3 5555 0171', ['日本', '中国', '대한민국']],
  ['Europe, Middle East and Africa', 'EMEA', 'VanArsdel Service AG', '+41 44 555 01 52', null],
] as const;

const regionId = (code: string): string => guid('region', code);

/** The region of a company's country. */
export function regionRef(country: string): SeedReference {
  const found = regions.find(
    ([, , , , countries]) => countries === null || countries.some((each) => each === country),
  );
  return { table: 'new_region', id: regionId(found?.[1] ?? '') };
}

/** Where machines are looked after, and by whom. */
export const serviceRegions = (anchor: number): SeedRow[] =>
  regions.map(([name, code, partner, phone]) => ({
    table: 'new_region',
    id: regionId(code),
    values: {
      new_name: name,
      new_code: code,
      new_servicepartner: partner,
      new_servicephone: phone,
      new_managerid: userRef('omar'),
      createdon: moment(anchor, -380),
      modifiedon: moment(anchor, -120),
    },
  }));
