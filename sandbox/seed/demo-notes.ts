import { companies } from './companies';
import { moment } from './day';
import { accountRef, contactRef } from './demo-customers';
import { opportunities } from './demo-deals';
import { userRef } from './empty';
import { guid } from './guid';
import type { SeedReference, SeedRow } from './seed';

interface Note {
  readonly about: SeedReference;
  readonly owner: string;
  readonly daysAgo: number;
  /** Many people write no title. */
  readonly title?: string;
  readonly text?: string;
  readonly file?: { readonly name: string; readonly type: string; readonly contents: string };
}

const prices = [
  'Item;Unit price;From',
  'Conveyor CX-200;48000;1',
  'Robot cell R4;126500;1',
  'Wrapper W7;18900;2',
].join('\r\n');

/** As the CRM's own editor of notes writes it. */
const formatted = (...lines: readonly string[]): string =>
  `<div data-wrapper="true" dir="ltr" style="font-size:9pt;font-family:'Segoe UI','Helvetica Neue',sans-serif;">${lines
    .map((line) => `<div>${line}</div>`)
    .join('')}</div>`;

function notes(anchor: number): readonly Note[] {
  const [first, second, third] = companies;
  const [deal] = opportunities(anchor);
  const person = first?.people[0];
  if (!first || !second || !third || !deal || !person) throw new Error('no companies');
  return [
    {
      about: accountRef(first),
      owner: 'dana',
      daysAgo: 40,
      title: 'Visit at the plant',
      text: 'Line 3 stops twice a shift.\nThey want one contact for service and spare parts.\nGate B, bring safety shoes.',
    },
    {
      about: accountRef(first),
      owner: 'dana',
      daysAgo: 6,
      text: 'New buyer from next month on, hands over at the review.\nAsk for the delivery plan then.',
    },
    {
      about: accountRef(first),
      owner: 'omar',
      daysAgo: 15,
      title: 'Discount',
      text: 'Up to 6 % without asking me.',
    },
    {
      about: contactRef(first, person[2]),
      owner: 'dana',
      daysAgo: 12,
      text: 'Prefers calls before nine.',
    },
    {
      about: { table: deal.table, id: deal.id },
      owner: 'dana',
      daysAgo: 3,
      title: 'Price list that was sent',
      text: 'Valid to the end of the quarter.',
      file: { name: 'price-list.csv', type: 'text/csv', contents: prices },
    },
    {
      about: accountRef(second),
      owner: 'dana',
      daysAgo: 20,
      text: formatted(
        'Their own team does the first maintenance; we train <strong>four people</strong>.',
        'They want the manual in Portuguese &amp; English.',
      ),
    },
    {
      about: accountRef(third),
      owner: 'dana',
      daysAgo: 9,
      title: 'Anfahrt',
      text: 'Einfahrt über das Tor Süd, Anmeldung beim Pförtner.',
    },
  ];
}

/** Notes on accounts, a person and a deal; one with a file. */
export const demoNotes = (anchor: number): SeedRow[] =>
  notes(anchor).map(({ about, owner, daysAgo, title, text, file }, index) => ({
    table: 'annotation',
    id: guid('note', index),
    values: {
      subject: title ?? null,
      notetext: text ?? null,
      objectid: about,
      objecttypecode: about.table,
      isdocument: file !== undefined,
      filename: file?.name ?? null,
      mimetype: file?.type ?? null,
      filesize: file === undefined ? 0 : Buffer.byteLength(file.contents),
      documentbody: file === undefined ? null : Buffer.from(file.contents).toString('base64'),
      ownerid: userRef(owner),
      createdon: moment(anchor, -daysAgo, 9),
      modifiedon: moment(anchor, -daysAgo, 9),
    },
  }));
