import type { IncomingMessage, ServerResponse } from 'node:http';
import { CrmFault, Dropped, errorResponse, faults } from '../errors';
import { dress, newRequestId } from './http';

const largestBody = 16 * 1024 * 1024;
/** A body that has not ended here never will. */
const endless = 16 * largestBody;

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/** Whether a request is a test's call and none of the Web API. */
export const isSandboxCall = ({ url }: IncomingMessage): boolean =>
  url?.startsWith('/_sandbox/') ?? false;

/**
 * The server is for this machine alone: a page that gave its own name this machine's address (DNS rebinding)
 * asks with that name, and a page from elsewhere has no business with the tests' calls.
 */
function requireLocal(incoming: IncomingMessage): void {
  const { host, origin } = incoming.headers;
  const local =
    loopback.test(host ?? '') &&
    (origin === undefined ||
      !isSandboxCall(incoming) ||
      (URL.canParse(origin) && loopback.test(new URL(origin).host)));
  if (!local) throw new CrmFault(403, '', 'The sandbox answers to this machine alone.');
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += (chunk as Buffer).length;
    if (size > endless) throw new Dropped();
    // What is too large is read to its end, so that the answer arrives, and not kept.
    if (size <= largestBody) chunks.push(chunk as Buffer);
  }
  if (size > largestBody)
    throw new CrmFault(413, '', `The request is larger than ${largestBody} bytes.`);
  return Buffer.concat(chunks);
}

async function toRequest(incoming: IncomingMessage): Promise<Request> {
  const method = incoming.method ?? 'GET';
  const body = await readBody(incoming);
  requireLocal(incoming);
  const headers = new Headers();
  for (let at = 0; at < incoming.rawHeaders.length; at += 2)
    headers.append(incoming.rawHeaders[at] ?? '', incoming.rawHeaders[at + 1] ?? '');
  // A proxy's form of the address is absolute; only its path counts.
  const target = (incoming.url ?? '/').replace(/^https?:\/\/[^/?]+/i, '');
  const address = `http://${incoming.headers.host ?? ''}${target}`;
  if (!target.startsWith('/') || !URL.canParse(address))
    throw faults.query('The request URI is not valid.');
  // What the fetch standard forbids in a Request, no server of the Web API takes either.
  if (['CONNECT', 'TRACE', 'TRACK'].includes(method)) throw faults.method(method);
  return new Request(address, {
    method,
    headers,
    ...(method === 'GET' || method === 'HEAD' || !body.length
      ? {}
      : { body: new Uint8Array(body) }),
  });
}

/** Reads a request and has it answered; one that cannot be read is answered here. */
export async function respond(
  incoming: IncomingMessage,
  answer: (request: Request) => Promise<Response>,
): Promise<Response> {
  try {
    return await answer(await toRequest(incoming));
  } catch (error) {
    if (!(error instanceof CrmFault)) throw error;
    return dress(errorResponse(error), incoming.headers.origin ?? null, newRequestId());
  }
}

export async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  const headers: Record<string, string> = Object.fromEntries(response.headers);
  if (response.status !== 204 && response.status !== 304)
    headers['content-length'] = String(body.length);
  outgoing.writeHead(response.status, headers);
  outgoing.end(body);
}
