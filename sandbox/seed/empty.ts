import { moment, today } from './day';
import { duplicateRules } from './duplicate-rules';
import { guid } from './guid';
import type { Seed, SeedLink, SeedReference, SeedRow } from './seed';
import { addressOf, organizationName, staff } from './staff';
import { allTables } from './tables/all';

const units = {
  root: { id: guid('businessunit', 'root'), parent: null },
  sales: { id: guid('businessunit', 'sales'), parent: guid('businessunit', 'root') },
} as const;

/** What a new organisation refuses as a file. Source: Microsoft's article on blocking file types. */
const blockedExtensions =
  'ade;adp;app;asa;ashx;asmx;asp;bas;bat;cdx;cer;chm;class;cmd;com;config;cpl;crt;csh;dll;exe;fxp;hlp;hta;htr;htw;ida;idc;idq;inf;ins;isp;its;jar;js;jse;ksh;lnk;mad;maf;mag;mam;maq;mar;mas;mat;mau;mav;maw;mda;mdb;mde;mdt;mdw;mdz;msc;msh;msh1;msh1xml;msh2;msh2xml;mshxml;msi;msp;mst;ops;pcd;pif;prf;prg;printer;pst;reg;rem;scf;scr;sct;shb;shs;shtm;shtml;soap;stm;svc;tmp;url;vb;vbe;vbs;vsmacros;vss;vst;vsw;ws;wsc;wsf;wsh;svg';

export const usdId = guid('currency', 'USD');

/** The business unit of the people who sell, below the topmost one. */
export const salesUnit: SeedReference = {
  table: 'businessunit',
  id: guid('businessunit', 'sales'),
};

export const userRef = (name: string): SeedReference => ({
  table: 'systemuser',
  id: guid('systemuser', name),
});

const assignments: readonly SeedLink[] = staff.map(({ user, role }) => ({
  link: 'systemuserroles_association',
  left: guid('role', role),
  right: userRef(user).id,
}));

const currency = (code: string, name: string, symbol: string, rate: number): SeedRow => ({
  table: 'transactioncurrency',
  id: guid('currency', code),
  values: {
    currencyname: name,
    isocurrencycode: code,
    currencysymbol: symbol,
    currencyprecision: 2,
    exchangerate: rate,
  },
});

function baseRows(createdon: string): SeedRow[] {
  const unit = (key: keyof typeof units, name: string): SeedRow => ({
    table: 'businessunit',
    id: units[key].id,
    values: {
      name,
      createdon,
      parentbusinessunitid: units[key].parent && { table: 'businessunit', id: units[key].parent },
    },
  });
  return [
    unit('root', organizationName),
    unit('sales', 'Sales'),
    currency('USD', 'US Dollar', '$', 1),
    currency('EUR', 'Euro', '€', 0.92),
    {
      table: 'organization',
      id: guid('organization'),
      values: {
        name: organizationName,
        basecurrencyid: { table: 'transactioncurrency', id: usdId },
        maxuploadfilesize: 5_242_880,
        blockedattachments: blockedExtensions,
        isduplicatedetectionenabled: true,
        isduplicatedetectionenabledforonlinecreateupdate: true,
        isduplicatedetectionenabledforofflinesync: true,
        isduplicatedetectionenabledforimport: true,
        expirechangetrackingindays: 7,
        languagecode: 1033,
      },
    },
    ...staff.map(({ user, first, last, title, unit: key }): SeedRow => ({
      table: 'systemuser',
      id: userRef(user).id,
      values: {
        firstname: first,
        lastname: last,
        domainname: addressOf(user),
        internalemailaddress: addressOf(user),
        title,
        createdon,
        businessunitid: { table: 'businessunit', id: units[key].id },
        parentsystemuserid: user === 'dana' ? userRef('omar') : null,
      },
    })),
  ];
}

/** An organisation with these rows in it, beside its people and currencies. */
export const organizationWith = (
  name: string,
  anchor: number,
  rows: () => Iterable<SeedRow>,
  links: readonly SeedLink[] = [],
): Seed => ({
  name,
  tables: allTables,
  currencyId: usdId,
  administratorId: userRef('ada').id,
  links: [...assignments, ...links],
  rows: {
    *[Symbol.iterator]() {
      yield* baseRows(moment(anchor, -400));
      yield* duplicateRules(userRef('ada'), moment(anchor, -400));
      yield* rows();
    },
  },
});

/** Tables and people, no rows. */
export const empty = (): Seed => organizationWith('empty', today(), () => []);
