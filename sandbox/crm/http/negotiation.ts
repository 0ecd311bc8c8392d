import { CrmFault, faults } from '../errors';
import type { Exchange } from '../exchange';
import { requireShallow } from './nesting';
import { refuseRepeatedNames } from './repeated-names';
import type { Preferences } from './prefer';

interface MediaType {
  readonly type: string;
  readonly parameters: ReadonlyMap<string, string>;
}

export function mediaType(text: string): MediaType {
  const [type = '', ...rest] = text.split(';').map((part) => part.trim().toLowerCase());
  return {
    type,
    parameters: new Map(
      rest.map((part): [string, string] => {
        const [name = '', value = ''] = part.split('=');
        return [name.trim(), value.trim().replaceAll('"', '')];
      }),
    ),
  };
}

const methods: readonly string[] = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];

export function requireMethod(method: string): void {
  if (!methods.includes(method)) throw faults.method(method);
}

/** The body as text. */
export async function readText(request: Request): Promise<string> {
  const encoding = request.headers.get('Content-Encoding') ?? 'identity';
  if (encoding.toLowerCase() !== 'identity')
    throw new CrmFault(
      415,
      '0x80060888',
      `The content encoding '${encoding.slice(0, 50)}' is not supported.`,
    );
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await request.arrayBuffer());
  } catch {
    throw faults.query('The body is not valid UTF-8.');
  }
}

/** The service speaks OData 4.0; a client that is older is refused. */
export function requireVersion(headers: Headers): void {
  const version = headers.get('OData-Version') ?? '4.0';
  if (version !== '4.0')
    throw faults.query(`The OData-Version '${version.slice(0, 20)}' is not supported: 4.0 is.`);
  const most = headers.get('OData-MaxVersion') ?? '4.0';
  if (!/^\d{1,2}\.\d{1,2}$/.test(most) || Number(most) < 4)
    throw faults.query(`The OData-MaxVersion '${most.slice(0, 20)}' does not allow version 4.0.`);
}

const heeded = ['mscrm.suppressduplicatedetection'];
/** Of no effect here: there is nothing that such jobs would call. */
const harmless = ['mscrm.suppresscallbackregistrationexpanderjob'];

/** Refuses Dataverse's own headers that would change what is done, or on whose behalf, and are not covered. */
export function refuseHeaders(headers: Headers): void {
  for (const name of headers.keys())
    if (/^(mscrm|callerobjectid$)/.test(name) && ![...heeded, ...harmless].includes(name))
      throw faults.notCovered(`the header ${name.slice(0, 100)}`);
}

const unencoded = /(^|\/)\$(count|value|metadata|batch)$/;

/** An answer that carries JSON has to be accepted by the client. 415 is what Microsoft's OData library answers. */
function requireAcceptable(
  { method, path, headers }: { method: string; path: string; headers: Headers },
  prefer: Preferences,
): void {
  const accept = headers.get('Accept');
  if (accept === null || unencoded.test(path)) return;
  if (method !== 'GET' && !prefer.representation) return;
  const wanted = accept
    .split(',')
    .map(mediaType)
    .filter(
      ({ type, parameters }) =>
        ['*/*', 'application/*', 'application/json'].includes(type) &&
        !/^0(\.0*)?$/.test(parameters.get('q') ?? ''),
    );
  if (!wanted.length)
    throw new CrmFault(
      415,
      '0x80060888',
      `A supported MIME type could not be found that matches the acceptable MIME types for the request. The supported type(s) 'application/json;odata.metadata=minimal' do not match any of the acceptable MIME types '${accept.slice(0, 200)}'.`,
    );
  const level = ({ parameters }: MediaType): string =>
    parameters.get('odata.metadata') ?? 'minimal';
  if (wanted.every((each) => level(each) !== 'minimal'))
    throw faults.notCovered(`odata.metadata=${level(wanted[0] as MediaType).slice(0, 20)}`);
}

/** A body is JSON in UTF-8, and says so. */
function requireJson(headers: Headers): void {
  const sent = headers.get('Content-Type') ?? '';
  if (sent === '')
    throw faults.query(
      'A missing or empty content type header was found when trying to read a message. The content type header is required.',
    );
  const { type, parameters } = mediaType(sent);
  const charset = parameters.get('charset') ?? 'utf-8';
  if (type !== 'application/json' || !['utf-8', 'utf8'].includes(charset))
    throw new CrmFault(
      415,
      '0x80060888',
      `The content type '${sent.slice(0, 100)}' is not supported: application/json in UTF-8 is.`,
    );
}

/** Refuses a request, sent by itself or in a batch, whose form the service does not understand. */
export function requireForm(exchange: Exchange): void {
  const { headers, method, body, prefer } = exchange;
  requireVersion(headers);
  refuseHeaders(headers);
  requireAcceptable(exchange, prefer);
  if (body !== '' && method !== 'DELETE') requireJson(headers);
  requireShallow(body);
  refuseRepeatedNames(body);
}
