/** One part of a multipart text. */
export interface Part {
  readonly headers: Headers;
  readonly content: string;
}

/** What separates the parts of `multipart/mixed`; null where the content is something else. */
export function boundaryIn(headers: Headers): string | null {
  const type = headers.get('Content-Type') ?? '';
  const [, quoted, bare] =
    /^\s*multipart\/mixed\b.*?;\s*boundary\s*=\s*(?:"([^"]+)"|([^;\s]+))/i.exec(type) ?? [];
  return quoted ?? bare ?? null;
}

/**
 * The parts that have arrived whole: one that no boundary ends is left out, as is what stands before and behind the
 * parts. Lines end by CRLF, or by LF where something on the way has rewritten them.
 */
export function partsOf(text: string, boundary: string): Part[] {
  const literal = boundary.replace(/[^\w]/g, '\\$&');
  const delimiter = new RegExp(`(?:^|\\r?\\n)--${literal}(?:(--)|[ \\t]*(?=\\r?\\n))`, 'g');
  const parts: Part[] = [];
  let start: number | null = null;
  for (const match of text.matchAll(delimiter)) {
    if (start !== null) parts.push(partOf(text.slice(start, match.index).replace(/^\r?\n/, '')));
    if (match[1] !== undefined) break;
    start = match.index + match[0].length;
  }
  return parts;
}

/** Headers, an empty line, and the content. */
export function partOf(text: string): Part {
  const end = /(?:^|\r?\n)\r?\n/.exec(text);
  const head = end === null ? text : text.slice(0, end.index);
  return {
    headers: headersIn(head),
    content: end === null ? '' : text.slice(end.index + end[0].length),
  };
}

/** Lines that are no header are left out. */
function headersIn(text: string): Headers {
  const headers = new Headers();
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^([\w-]+)[ \t]*:[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    // Beyond Latin-1 a header cannot be kept, and none that is asked for has such letters.
    if (name !== undefined && value !== undefined && /^[\x20-\x7e]*$/.test(value))
      headers.append(name, value);
  }
  return headers;
}
