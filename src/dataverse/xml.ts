import { parseXml, XmlElement } from '@rgrove/parse-xml';
import type { XmlDocument } from '@rgrove/parse-xml';

/** Null where it cannot be read. */
export function parsed(xml: string): XmlDocument | null {
  try {
    return parseXml(xml);
  } catch {
    return null;
  }
}

export const children = (parent: XmlElement | XmlDocument): XmlElement[] =>
  parent.children.filter((child): child is XmlElement => child instanceof XmlElement);

/** All elements below with this name, outermost ones only. */
export const elements = (parent: XmlElement | XmlDocument, name: string): XmlElement[] =>
  children(parent).flatMap((child) => (child.name === name ? [child] : elements(child, name)));
