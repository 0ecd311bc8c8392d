import { XmlElement, XmlText } from '@rgrove/parse-xml';
import { fetchFaults } from './faults';

/** An element of a query; throws where it holds what FetchXML does not know. */
export class FetchElement {
  readonly name: string;
  readonly children: readonly FetchElement[];
  readonly #attributes: Readonly<Record<string, string>>;

  /** `allowed` are the attributes and the children that each element may have. */
  constructor(
    readonly element: XmlElement,
    allowed: Readonly<Record<string, readonly [attributes: string, children: string]>>,
  ) {
    this.name = element.name;
    const [attributes = '', children = ''] = allowed[this.name] ?? [];
    for (const name of Object.keys(element.attributes))
      if (!attributes.split(' ').includes(name))
        throw fetchFaults.xml(`The '${name.slice(0, 100)}' attribute is not declared.`);
    this.#attributes = element.attributes;
    const inner: FetchElement[] = [];
    for (const child of element.children)
      if (child instanceof XmlElement) {
        if (!children.split(' ').includes(child.name))
          throw fetchFaults.xml(
            `The element '${this.name}' has invalid child element '${child.name.slice(0, 100)}'.`,
          );
        inner.push(new FetchElement(child, allowed));
      } else if (child instanceof XmlText && this.name !== 'value' && child.text.trim() !== '')
        throw fetchFaults.xml(`The element '${this.name}' cannot contain text.`);
    this.children = inner;
  }

  text(name: string): string | null {
    return this.#attributes[name] ?? null;
  }

  required(name: string): string {
    const value = this.text(name);
    if (value === null || value === '')
      throw fetchFaults.xml(`The required attribute '${name}' of '${this.name}' is missing.`);
    return value;
  }

  #invalid(name: string): never {
    throw fetchFaults.xml(
      `The '${name}' attribute is invalid: the value '${(this.text(name) ?? '').slice(0, 100)}' is not possible.`,
    );
  }

  flag(name: string): boolean {
    const value = this.text(name)?.trim() ?? 'false';
    if (/^(true|1)$/i.test(value)) return true;
    return /^(false|0)$/i.test(value) ? false : this.#invalid(name);
  }

  /** A whole number above 0. */
  number(name: string): number | null {
    const value = this.text(name)?.trim() ?? null;
    if (value === null) return null;
    return /^[1-9]\d{0,8}$/.test(value) ? Number(value) : this.#invalid(name);
  }

  oneOf<T extends string>(name: string, values: readonly T[]): T | null {
    const value = this.text(name)?.trim() ?? null;
    if (value === null) return null;
    return values.find((each) => each === value) ?? this.#invalid(name);
  }

  all(name: string): FetchElement[] {
    return this.children.filter((child) => child.name === name);
  }
}
