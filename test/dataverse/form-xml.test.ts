import { describe, expect, it } from '@jest/globals';
import { readForm } from '../../src/dataverse/form-xml';
import { knownSections, withParts } from '../../src/dataverse/sections';

const cell = (column: string, more = '') =>
  `<row><cell ${more}><control id="${column}" datafieldname="${column}" /></cell></row>`;
const labels = (...texts: [number, string][]) =>
  `<labels>${texts.map(([code, text]) => `<label description="${text}" languagecode="${code}" />`).join('')}</labels>`;
const section = (more: string, inside: string) => `<section ${more}>${inside}</section>`;
const form = (...tabs: string[]) =>
  `<?xml version="1.0"?><form><tabs>${tabs.join('')}</tabs><header><rows>${cell('ownerid')}</rows></header></form>`;
const tab = (more: string, inside: string) =>
  `<tab ${more}>${labels([1033, 'General'], [1031, 'Allgemein'])}<columns><column><sections>${inside}</sections></column></columns></tab>`;

describe('a form', () => {
  it('gives its sections in order, labelled in the user’s language', () => {
    const xml = form(
      tab(
        '',
        section('', labels([1033, 'Contact'], [1031, 'Kontakt']) + cell('name') + cell('phone')),
      ),
      tab('', section('showlabel="false"', labels([1033, 'Hidden name']) + cell('fax'))),
    );
    expect(readForm(xml, 1031)).toEqual([
      { label: 'Kontakt', columns: ['name', 'phone', 'ownerid'] },
      { label: 'Allgemein', columns: ['fax'] },
    ]);
    expect(readForm(xml, 1036)?.map((each) => each.label)).toEqual(['Contact', 'General']);
  });

  it('leaves out what is hidden and what has no column', () => {
    const xml = form(
      tab('visible="false"', section('', cell('a'))),
      tab(
        '',
        section('visible="false"', cell('b')) +
          section('', cell('c', 'visible="false"') + cell('d')),
      ),
      tab('', section('', '<row><cell><control id="subgrid" /></cell></row>')),
    );
    expect(readForm(xml, 1033)).toEqual([{ label: 'General', columns: ['d', 'ownerid'] }]);
  });

  it('is none where the XML is broken', () => {
    expect(readForm('<form><tabs>', 1033)).toBeNull();
    expect(readForm('', 1033)).toBeNull();
  });
});

describe('sections', () => {
  it('show composite columns by their parts, each known column once', () => {
    const column = (name: string) => ({
      name,
      label: name,
      type: 'text' as const,
      required: false,
      canCreate: true,
      canUpdate: true,
    });
    const columns = Object.fromEntries(
      ['firstname', 'lastname', 'address1_city'].map((name) => [name, column(name)]),
    );
    const parts = withParts([
      { label: 'One', columns: ['fullname', 'address1_composite'] },
      { label: 'Two', columns: ['lastname', 'constructor'] },
    ]);
    expect(knownSections(parts, columns, new Set())).toEqual([
      { label: 'One', columns: ['firstname', 'lastname', 'address1_city'] },
    ]);
  });
});
