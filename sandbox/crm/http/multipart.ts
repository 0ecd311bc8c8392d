import { STATUS_CODES } from 'node:http';
import { faults } from '../errors';
import type { Answer } from '../exchange';
import { bodyOf, headersOf } from './http';
import { mediaType } from './negotiation';

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
const longestHead = 65_536;

const boundaryOf = (type: string | null): string => {
  const match = /^multipart\/mixed\s*;.*?boundary\s*=\s*(?:"([^"]{1,200})"|([^;\s]{1,200}))/i.exec(
    type ?? '',
  );
  const boundary = match?.[1] ?? match?.[2];
  if (boundary === undefined)
    throw faults.query('The batch needs Content-Type: multipart/mixed with a boundary.');
  return boundary;
};

/** The texts between boundaries; one boundary may begin as another does. */
function split(text: string, boundary: string): string[] {
  const literal = boundary.replaceAll(/[$()*+.?[\\\]^{|}]/g, '\\$&');
  const parts = `\r\n${text}`.split(new RegExp(`\r\n--${literal}(?=--|[ \\t]*\r\n)`));
  const last = parts.at(-1) ?? '';
  if (parts.length < 2 || !last.startsWith('--'))
    throw faults.query('The batch has no closing boundary.');
  return parts.slice(1, -1).map((part) => part.replace(/^[ \t]*\r\n/, ''));
}

/** Splits at the empty line: headers and what follows. */
function headed(text: string): { headers: Headers; rest: string } {
  const at = text.startsWith('\r\n') ? 0 : text.indexOf('\r\n\r\n');
  const end = at < 0 ? text.length : at;
  if (end > longestHead) throw faults.query('The headers of a part of the batch are too long.');
  return { headers: readHeaders(text.slice(0, end)), rest: text.slice(end + (at > 0 ? 4 : 2)) };
}

// What follows about parts, and its texts, are those of Microsoft's OData library, which reads batches for Dataverse.

function readHeaders(text: string): Headers {
  const headers = new Headers();
  const names = new Set<string>();
  for (const line of text.split('\r\n').filter((each) => each !== '')) {
    const at = line.indexOf(':');
    const name = line.slice(0, Math.max(at, 0)).trim();
    if (names.has(name.toLowerCase()))
      throw faults.query(
        `The header '${name}' was specified multiple times. Each header must appear only once in a batch part.`,
      );
    names.add(name.toLowerCase());
    try {
      headers.set(name, line.slice(at + 1).trim());
    } catch {
      throw faults.query(
        `The message header '${line.slice(0, 100)}' is invalid. The header value must be of the format '<header name>: <header value>'.`,
      );
    }
  }
  return headers;
}

const isChangeSet = (headers: Headers): boolean =>
  mediaType(headers.get('Content-Type') ?? '').type === 'multipart/mixed';

/** A part that is a request says so. */
function requirePartType(headers: Headers): void {
  if (isChangeSet(headers))
    throw faults.query('Nested change sets in a batch payload are not supported.');
  const sent = headers.get('Content-Type') ?? '';
  if (sent === '')
    throw faults.query(
      "The 'Content-Type' header is missing. The 'Content-Type' header must be specified for each MIME part of a batch message.",
    );
  if (mediaType(sent).type !== 'application/http')
    throw faults.query(
      `The 'Content-Type' header value '${sent.slice(0, 100)}' is invalid. When this is the start of the change set, the value must be 'multipart/mixed'; otherwise it must be 'application/http'.`,
    );
  if (headers.get('Content-Transfer-Encoding')?.toLowerCase() !== 'binary')
    throw faults.query(
      "A missing or invalid 'Content-Transfer-Encoding' header was found. The 'Content-Transfer-Encoding' header must be specified for each batch operation, and its value must be 'binary'.",
    );
}

/** The body of a request in a batch: as long as it says, or to its boundary. */
function bodyIn(headers: Headers, rest: string): string {
  const length = headers.get('Content-Length');
  if (length === null) return rest.trimEnd();
  const bytes = Buffer.from(rest);
  if (!/^\d{1,9}$/.test(length) || Number(length) > bytes.length)
    throw faults.query(
      `The Content-Length '${length.slice(0, 100)}' does not fit the body of a part of the batch.`,
    );
  return bytes.subarray(0, Number(length)).toString().trimEnd();
}

function readPart(text: string): Part {
  const outer = headed(text);
  requirePartType(outer.headers);
  const end = outer.rest.indexOf('\r\n');
  const line = end < 0 ? outer.rest : outer.rest.slice(0, end);
  // Not one expression for it all: an address of megabytes is more than it may go back over.
  const [method = '', target = '', version, ...more] = line.trimEnd().split(' ');
  if (!/^[A-Z]+$/.test(method) || target === '' || version !== 'HTTP/1.1' || more.length > 0)
    throw faults.query(`'${line.slice(0, 100)}' is not a request line.`);
  const inner = headed(end < 0 ? '' : outer.rest.slice(end + 2));
  return {
    contentId: outer.headers.get('Content-ID') ?? inner.headers.get('Content-ID'),
    method,
    target,
    headers: inner.headers,
    body: bodyIn(inner.headers, inner.rest),
  };
}

/** What a change set may not contain. */
function checkChangeSet(parts: readonly Part[]): void {
  const ids = new Set<string>();
  for (const { method, contentId } of parts) {
    if (method === 'GET') throw faults.query('A change set cannot contain GET requests.');
    if (contentId === null || contentId === '')
      throw faults.query(
        "The header with name 'Content-ID' was not present in the header collection of the batch operation.",
      );
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
    if (!isChangeSet(headers)) return read(text);
    const parts = split(rest, boundaryOf(headers.get('Content-Type'))).map(read);
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
