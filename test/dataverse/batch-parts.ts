/** Answers to a `$batch` as Dataverse writes them, for tests to give and to damage. */

const crlf = (...lines: string[]): string => lines.map((line) => `${line}\r\n`).join('');

export interface HttpAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A part without its delimiter. */
export function httpPart({ status, body, headers = {} }: HttpAnswer, contentId?: number): string {
  const all = {
    ...(body === undefined ? {} : { 'Content-Type': 'application/json; odata.metadata=minimal' }),
    'OData-Version': '4.0',
    ...headers,
  };
  return crlf(
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    '',
    `HTTP/1.1 ${status} Some Words`,
    ...Object.entries(all).map(([name, value]) => `${name}: ${value}`),
    '',
    body === undefined ? '' : JSON.stringify(body),
  );
}

export const error = (status: number, code: string, message = 'No.'): HttpAnswer => ({
  status,
  body: { error: { code, message } },
});

export const multipart = (parts: readonly string[], boundary: string): string =>
  parts.map((part) => `--${boundary}\r\n${part}`).join('') + `--${boundary}--\r\n`;

/** The answers to a change set, numbered from the first number. */
export const changeSetPart = (answers: readonly HttpAnswer[], first = 1): string =>
  crlf('Content-Type: multipart/mixed; boundary=changesetresponse_1', '') +
  multipart(
    answers.map((answer, n) => httpPart(answer, first + n)),
    'changesetresponse_1',
  );

export const batchText = (parts: readonly string[]): string => multipart(parts, 'batchresponse_1');

export const batchAnswer = (text: string, status = 200): Response =>
  new Response(text, {
    status,
    headers: {
      'Content-Type': 'multipart/mixed; boundary=batchresponse_1',
      'OData-Version': '4.0',
    },
  });
