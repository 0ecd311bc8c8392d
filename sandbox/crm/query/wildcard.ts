/** One sign of a pattern: what it stands for; null for any text (`%`). */
type Part = ((sign: string) => boolean) | null;

const never: Part = () => false;

/** `a-cx` or `^a-c`, between the brackets. */
function oneOf(inner: string): Part {
  const outside = inner.startsWith('^');
  const signs = Array.from(outside ? inner.slice(1) : inner);
  if (signs.length === 0) return never;
  const ranges: (readonly [string, string])[] = [];
  for (let at = 0; at < signs.length; at += 1) {
    const from = signs[at] ?? '';
    const to = signs[at + 2];
    if (signs[at + 1] === '-' && to !== undefined) {
      ranges.push([from, to]);
      at += 2;
    } else ranges.push([from, from]);
  }
  return (sign) => ranges.some(([from, to]) => sign >= from && sign <= to) !== outside;
}

function parse(pattern: string): Part[] {
  const signs = Array.from(pattern.toLowerCase());
  const parts: Part[] = [];
  for (let at = 0; at < signs.length; at += 1) {
    const sign = signs[at] ?? '';
    if (sign === '%') parts.push(null);
    else if (sign === '_') parts.push(() => true);
    else if (sign === '[') {
      const end = signs.indexOf(']', at);
      // SQL Server finds nothing by a bracket that is not closed.
      if (end < 0) return [never];
      parts.push(oneOf(signs.slice(at + 1, end).join('')));
      at = end;
    } else parts.push((other) => other === sign);
  }
  return parts;
}

let last: { readonly pattern: string; readonly parts: readonly Part[] } = {
  pattern: '',
  parts: [],
};

/**
 * Whether the text fits the pattern, as SQL Server's LIKE without regard to case: `%` is any text,
 * `_` any sign, `[a-c]` one of several, `[^a-c]` any other. Never takes longer than the two lengths multiplied.
 */
export function fitsPattern(text: string, pattern: string): boolean {
  if (last.pattern !== pattern) last = { pattern, parts: parse(pattern) };
  const { parts } = last;
  const signs = Array.from(text.toLowerCase());
  let at = 0;
  let part = 0;
  /** The last `%`, and how far its text goes. */
  let any = -1;
  let reach = 0;
  while (at < signs.length) {
    const one = parts[part];
    if (one === null) {
      any = part;
      part += 1;
      reach = at;
    } else if (one?.(signs[at] ?? '')) {
      part += 1;
      at += 1;
    } else if (any >= 0) {
      part = any + 1;
      reach += 1;
      at = reach;
    } else return false;
  }
  while (parts[part] === null) part += 1;
  return part === parts.length;
}
