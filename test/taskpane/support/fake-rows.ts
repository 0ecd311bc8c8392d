import type { LocalRow } from '../../../src/domain/row';
import type { Lookup, Values } from '../../../src/domain/value';

export const me = '00000000-0000-4000-8000-00000000000a';
const other = '00000000-0000-4000-8000-00000000000b';

/** A GUID that ends in `n`. */
export const guid = (n: number): string =>
  `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

const ref = (table: string, n: number, name: string): Lookup => ({ table, id: guid(n), name });

export const dana = { table: 'systemuser', id: me, name: 'Dana Weiss' };
export const omar = { table: 'systemuser', id: other, name: 'Omar Haddad' };
export const fieldTeam = { table: 'team', id: guid(51), name: 'Field sales Nordics' };
export const dollar = ref('transactioncurrency', 900, 'US Dollar');
export const contoso = ref('account', 1, 'Contoso Pharmaceuticals');
export const fabrikam = ref('account', 2, 'Fabrikam Machine Works International Holding');
export const ines = ref('contact', 101, 'Inês Carvalho');
export const jonas = ref('contact', 102, 'Jonas Lindqvist');
export const prospect = ref('lead', 601, 'Ray Hollis');
export const twin = ref('lead', 602, 'Raymond Hollis');
export const deal = ref('opportunity', 201, 'Cold chain monitoring, phase 2');

const row = (lookup: Lookup, values: Values, more: Partial<LocalRow> = {}): LocalRow => ({
  table: lookup.table,
  id: lookup.id,
  etag: 'W/"1"',
  values: { ownerid: dana, ...values },
  pending: 0,
  deleted: false,
  ...more,
});

/** As the CRM's own editor writes it. */
const note = `<div data-wrapper="true" dir="ltr" style="font-size:9pt;font-family:'Segoe UI','Helvetica Neue',sans-serif;">
<div>Valid to the end of the <strong>quarter</strong>. They asked for:</div>
<ul><li>a price per <em>site</em>, not per door,</li><li><a href="https://contoso.example/sites">all sites in the north</a>.</li></ul></div>`;

const mail = `<html><body><style>p{color:red}</style><script>window.hacked=true</script>
<p>Hello Dana,</p><p>attached is the <b>revised offer</b>. See <a href="https://example.com/offer">our page</a>.</p>
<img src="https://tracker.example.com/pixel.gif" alt=""><table width="900"><tr><td>Qty</td><td>12</td></tr></table>
<p onclick="alert(1)">Kind regards<br>Inês</p></body></html>`;

/** Believable rows: enough of each kind to fill every screen. */
export const fakeRows = (): LocalRow[] => [
  row(dollar, { currencyname: 'US Dollar', isocurrencycode: 'USD' }),
  row(contoso, {
    name: contoso.name,
    telephone1: '+1 206 555 0110',
    websiteurl: 'https://contoso.example',
    address1_city: 'Seattle',
    primarycontactid: ines,
    industrycode: 15,
    revenue: '12500000.00',
    numberofemployees: 480,
    creditonhold: false,
    description: 'Family owned since 1962.\nBuys through a tender every other year.',
    transactioncurrencyid: dollar,
  }),
  row(fabrikam, {
    name: fabrikam.name,
    address1_city: 'Rotterdam',
    industrycode: 7,
    revenue: null,
    transactioncurrencyid: dollar,
    ownerid: omar,
  }),
  row(ines, {
    fullname: ines.name,
    firstname: 'Inês',
    lastname: 'Carvalho',
    jobtitle: 'Head of Logistics',
    parentcustomerid: contoso,
    emailaddress1: 'ines.carvalho@contoso.example',
    mobilephone: '+351 91 555 0134',
    birthdate: '1984-03-09',
  }),
  row(
    jonas,
    {
      fullname: jonas.name,
      firstname: 'Jonas',
      lastname: 'Lindqvist',
      parentcustomerid: fabrikam,
      emailaddress1: 'jonas@fabrikam.example',
    },
    { pending: 1 },
  ),
  row(deal, {
    name: deal.name,
    parentaccountid: contoso,
    parentcontactid: ines,
    budgetamount: '84000.00',
    estimatedclosedate: '2026-12-18',
    estimatedvalue: '84000.00',
    closeprobability: 60,
    statecode: 0,
    statuscode: 1,
    transactioncurrencyid: dollar,
  }),
  row(prospect, {
    fullname: prospect.name,
    subject: 'Freezer tracking',
    lastname: 'Hollis',
    companyname: 'Hollis Frozen Foods',
    statecode: 0,
    statuscode: 1,
  }),
  row(twin, {
    fullname: twin.name,
    subject: 'Freezer tracking, north',
    lastname: 'Hollis',
    companyname: 'Hollis Frozen Foods International',
    statecode: 0,
    statuscode: 1,
  }),
  row(ref('lead', 603, 'R. Hollis'), {
    fullname: 'R. Hollis',
    subject: 'Freezers',
    lastname: 'Hollis',
    statecode: 2,
    statuscode: 7,
    masterid: prospect,
  }),
  row(ref('task', 301, 'Send the revised offer'), {
    subject: 'Send the revised offer',
    regardingobjectid: deal,
    scheduledend: '2026-11-27T15:30:00Z',
    prioritycode: 2,
    statecode: 0,
    statuscode: 2,
  }),
  row(ref('task', 302, ''), {
    subject: null,
    regardingobjectid: contoso,
    scheduledend: '2026-12-01T09:00:00Z',
    prioritycode: 1,
    statecode: 0,
    statuscode: 2,
  }),
  row(ref('annotation', 701, ''), {
    notetext: 'Their buyer leaves in spring.\nAsk who takes over.',
    objectid: contoso,
  }),
  row(ref('annotation', 702, 'Price list that was sent'), {
    subject: 'Price list that was sent',
    notetext: note,
    objectid: contoso,
    filename: 'Price list, cold chain monitoring and freezer tracking, 2026.pdf',
    filesize: 384_200,
  }),
  row(ref('email', 401, 'Revised offer'), {
    subject: 'Revised offer',
    regardingobjectid: ines,
    description: mail,
    email_activity_parties: [
      { role: 1, ref: ines, address: 'ines.carvalho@contoso.example' },
      { role: 2, ref: dana, address: 'dana@northwind.example' },
      { role: 3, ref: null, address: 'purchasing@contoso.example' },
    ],
    statecode: 1,
    statuscode: 5,
  }),
  row(ref('new_site', 501, 'Seattle plant'), {
    new_name: 'Seattle plant',
    new_accountid: contoso,
    new_features: [1, 3],
    new_area: '1240.5',
    new_inspection: '2026-12-03T08:00:00',
  }),
  ...Array.from({ length: 240 }, (_, n) =>
    row(ref('contact', 1000 + n, `Person ${String(n)}`), {
      fullname: `Person ${String(n).padStart(3, '0')} Example`,
      firstname: 'Person',
      lastname: `${String(n).padStart(3, '0')} Example`,
      parentcustomerid: n % 2 ? contoso : fabrikam,
      emailaddress1: `person${String(n)}@example.com`,
    }),
  ),
];

/** N:N: by relationship and id, what a row is linked to. */
export const fakeLinks = {
  new_stakeholders: { [deal.id]: [ines.id, jonas.id], [ines.id]: [deal.id], [jonas.id]: [deal.id] },
} as const;
