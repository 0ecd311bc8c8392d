import { STATUS_CODES } from 'node:http';
import { faults } from '../errors';
import type { Answer } from '../exchange';
import { bodyOf, headersOf } from './http';

/** One request inside a batch. */
export interface Part {
  readonly contentId: string | null;
  readonly method: string;
  readonly target: string;
  readonly headers: Headers;
  readonly body: string;
}

/** Requests that succeed or fail as one. */
export interface ChangeSet {
  readonly parts: readonly Part[];
}

/** Requests in a batch. */
const most = 1000;
/** Characters of a part's headers. */
const longestHeaders = 65_536;

const boundaryOf = (type: string | null): string => {
  const match = /^multipart\/mixed\s*;.*?boundary\s*=\s*(?:"([^"]{1,200})"|([^;\s]{1,200}))/i.exec(
    type ?? '',
  );
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined)
    throw faults.query('The batch needs Content-Type: multipart/mixed with a boundary.');
  return boundary;
};

/** The texts between boundaries. */
function split(text: string, boundary: string): string[] {
  const parts = `\r\n${text}`.split(`\r\n--${boundary}`);
  const last = parts.at(-1) ?? '';
  if (parts.length < 2 || !last.startsWith('--'))
    throw faults.query('The batch has no closing boundary.');
  return parts.slice(1, -1).map((part) => part.replace(/^[ \t]*\r\n/, ''));
}

/** More than any part's headers may have. */
const longestHead = 65_536;

/** Splits at the empty line: headers and what follows. */
function headed(text: string): { headers: Headers; rest: string } {
  const at = text.startsWith('\r\n') ? 0 : text.indexOf('\r\n\r\n');
  if ((at < 0 ? text.length : at) > longestHead)
    throw faults.query('The headers of a part of the batch are too long.');
  if (at < 0) return { headers: readHeaders(text), rest: '' };
  return { headers: readHeaders(text.slice(0, at)), rest: text.slice(at === 0 ? 2 : at + 4) };
}

function readHeaders(text: string): Headers {
  if (text.length > longestHeaders) throw faults.query('The headers of a part are too long.');
  const headers = new Headers();
  for (const line of text.split('\r\n')) {
    const at = line.indexOf(':');
    if (at <= 0) continue;
    try {
      headers.append(line.slice(0, at).trim(), line.slice(at + 1).trim());
    } catch {
      throw faults.query(`'${line.slice(0, 100)}' is not a header.`);
    }
  }
  return headers;
}

function readPart(text: string): Part {
  const outer = headed(text);
  if (!/^application\/http/i.test(outer.headers.get('Content-Type') ?? ''))
    throw faults.query('A part of the batch needs Content-Type: application/http.');
  const end = outer.rest.indexOf('\r\n');
  const line = end < 0 ? outer.rest : outer.rest.slice(0, end);
  const [, method, target] = /^([A-Z]+) (\S+) HTTP\/1\.1\s*$/.exec(line) ?? [];
  if (method === undefined || target === undefined)
    throw faults.query(`'${line.slice(0, 100)}' is not a request line.`);
  const inner = headed(end < 0 ? '' : outer.rest.slice(end + 2));
  return {
    contentId: outer.headers.get('Content-ID') ?? inner.headers.get('Content-ID'),
    method,
    target,
    headers: inner.headers,
    body: inner.rest.trimEnd(),
  };
}

/** What a change set may not contain. */
function checkChangeSet(parts: readonly Part[]): void {
  const ids = new Set<string>();
  for (const { method, contentId } of parts) {
    if (method === 'GET') throw faults.query('A change set cannot contain GET requests.');
    if (contentId === null) continue;
    if (ids.has(contentId))
      throw faults.query(
        `The content ID '${contentId.slice(0, 100)}' was found more than once in the same change set or same batch request. Content IDs have to be unique across all operations of a change set.`,
      );
    ids.add(contentId);
  }
}

/** Reads the body of a `$batch`. Throws a CrmFault where it is malformed. */
export function parseMultipart(type: string | null, body: string): (Part | ChangeSet)[] {
  let count = 0;
  const read = (text: string): Part => {
    count += 1;
    if (count > most)
      throw faults.query(`The number of requests in the batch exceeds the limit of ${most}.`);
    return readPart(text);
  };
  return split(body, boundaryOf(type)).map((text) => {
    const { headers, rest } = headed(text);
    const inner = headers.get('Content-Type');
    if (!/^multipart\/mixed/i.test(inner ?? '')) return read(text);
    const parts = split(rest, boundaryOf(inner)).map(read);
    checkChangeSet(parts);
    return { parts };
  });
}

/** An answer as it stands inside a batch. */
export function answerText(answer: Answer, applied: readonly string[]): string {
  const headers = Object.entries(headersOf(answer, applied))
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  const { status } = answer;
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}\r\n${headers}\r\n${bodyOf(answer)}`;
}
