import { faults } from '../errors';

/** Far more than any client needs, far less than the stack has room for. */
const deepest = 100;

/**
 * Refuses JSON that is nested deeper than whoever reads it can go.
 * It need not be valid: what counts is what could be deep.
 */
export function requireShallow(json: string): void {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at];
    if (sign === '"') quoted = !quoted;
    else if (quoted) at += sign === '\\' ? 1 : 0;
    else if (sign === '{' || sign === '[') depth += 1;
    else if (sign === '}' || sign === ']') depth -= 1;
    if (depth > deepest) throw faults.query(`The body is nested deeper than ${deepest} levels.`);
  }
}
