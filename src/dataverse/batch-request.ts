import type { CrmRequest } from './transport';

/** A request that a batch can carry. */
export type BatchedRequest = Pick<CrmRequest, 'method' | 'address' | 'headers' | 'body'>;

/** Every body is one line of JSON, so no line of a batch can be taken for one of these. */
const batchBoundary = 'batch_carryon';
const changeSetBoundary = (n: number): string => `changeset_carryon_${n}`;

/**
 * One `$batch` of sets that run in order, up to the first that fails. A set of one request is a part of its own, a
 * larger one a change set: done whole or not at all. Source: Microsoft's "Execute batch operations using the Web API".
 * @param root the Web API's, with a trailing slash.
 */
export function batchRequest(
  sets: readonly (readonly BatchedRequest[])[],
  root: string,
): Omit<CrmRequest, 'signal' | 'limitMs'> {
  let contentId = 0;
  const part = (request: BatchedRequest, inChangeSet: boolean): string =>
    lines(
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      ...(inChangeSet ? [`Content-ID: ${(contentId += 1)}`] : []),
      '',
      ...http(request, root),
    );
  const parts = sets.map((set, n) => {
    const [only, ...more] = set;
    if (only !== undefined && more.length === 0) return part(only, false);
    const boundary = changeSetBoundary(n);
    return (
      lines(`Content-Type: multipart/mixed; boundary="${boundary}"`, '') +
      multipart(
        set.map((request) => part(request, true)),
        boundary,
      )
    );
  });
  return {
    method: 'POST',
    address: '$batch',
    headers: { 'Content-Type': `multipart/mixed; boundary="${batchBoundary}"` },
    body: multipart(parts, batchBoundary),
  };
}

/** Dataverse drops a last part that no CRLF ends. */
const lines = (...text: string[]): string => text.map((line) => `${line}\r\n`).join('');

const multipart = (parts: readonly string[], boundary: string): string =>
  parts.map((part) => lines(`--${boundary}`) + part).join('') + lines(`--${boundary}--`);

function http({ method, address, headers = {}, body }: BatchedRequest, root: string): string[] {
  // The parser writes what an address may not hold as it has to be on a request line.
  const { pathname, search } = new URL(address, root);
  return [
    `${method} ${pathname}${search} HTTP/1.1`,
    'Accept: application/json',
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body === undefined ? [] : ['Content-Type: application/json']),
    '',
    ...(body === undefined ? [] : [body]),
  ];
}
