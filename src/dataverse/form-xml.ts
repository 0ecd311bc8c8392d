import type { XmlElement } from '@rgrove/parse-xml';
import type { Section } from '../domain/table';
import { children, elements, parsed } from './xml';

/**
 * The sections of a form's XML with their columns as the form names them; hidden parts are left out.
 * The header's columns stand at the end of the first section. Null where the XML cannot be read.
 * @param language locale id to choose labels by (1033); any other label is taken where it has none.
 */
export function readForm(xml: string, language: number | null): readonly Section[] | null {
  const form = parsed(xml);
  if (form === null) return null;
  const sections: Section[] = [];
  for (const tab of shown(elements(form, 'tab')))
    for (const section of shown(elements(tab, 'section'))) {
      const ownLabel =
        section.attributes['showlabel'] === 'false' ? '' : labelOf(section, language);
      const columns = columnsOf(section);
      if (columns.length > 0) sections.push({ label: ownLabel || labelOf(tab, language), columns });
    }
  const [first, ...rest] = sections;
  if (first === undefined) return sections;
  const header = elements(form, 'header').flatMap(columnsOf);
  return [{ ...first, columns: [...first.columns, ...header] }, ...rest];
}

const shown = (list: readonly XmlElement[]): XmlElement[] =>
  list.filter(({ attributes }) => attributes['visible'] !== 'false');

const columnsOf = (part: XmlElement): string[] =>
  shown(elements(part, 'cell'))
    .flatMap((cell) => elements(cell, 'control'))
    .map((control) => control.attributes['datafieldname'] ?? '')
    .filter((name) => name !== '');

function labelOf(part: XmlElement, language: number | null): string {
  const labels = children(part)
    .filter((child) => child.name === 'labels')
    .flatMap((list) => elements(list, 'label'));
  const own = labels.find(({ attributes }) => attributes['languagecode'] === String(language));
  return (own ?? labels[0])?.attributes['description'] ?? '';
}
