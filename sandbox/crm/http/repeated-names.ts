import { faults } from '../errors';

/** Where the text that begins here ends: behind its closing quote. */
function endOfText(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at + 1;
}

const colon = /\s*:/y;

/** Whether the text that ends here is the name of a property. */
function isName(json: string, end: number): boolean {
  colon.lastIndex = end;
  return colon.test(json);
}

/** Notes the name of a property, which has to be the first of its kind. */
function note(names: Set<string> | undefined, quoted: string): void {
  let name = quoted;
  try {
    name = JSON.parse(quoted) as string;
  } catch {
    // Whoever reads the whole says so.
  }
  if (names?.has(name))
    throw faults.query(
      `Multiple properties with the name '${name.slice(0, 100)}' were detected in a resource or complex value. In OData, duplicate property names are not allowed.`,
    );
  names?.add(name);
}

/**
 * Refuses JSON in which an object has two properties of one name, as Microsoft's OData library does;
 * JSON.parse takes the last. It need not be valid.
 */
export function refuseRepeatedNames(json: string): void {
  /** The names in each object or list around this place. */
  const around: Set<string>[] = [];
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at];
    if (sign === '{' || sign === '[') around.push(new Set());
    else if (sign === '}' || sign === ']') around.pop();
    if (sign !== '"') continue;
    const end = endOfText(json, at);
    if (isName(json, end)) note(around.at(-1), json.slice(at, end));
    at = end - 1;
  }
}
