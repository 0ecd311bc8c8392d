import { randomUUID } from 'node:crypto';
import type { Answer } from '../exchange';

/** Exactly the headers that Dataverse lets a browser's script read. */
const exposed =
  'Preference-Applied,OData-EntityId,Location,ETag,OData-Version,Content-Encoding,Transfer-Encoding,Content-Length,Retry-After,REQ_ID';

/** Dataverse allows every origin; requests without one get no such header. */
const corsHeaders = (origin: string | null): Record<string, string> =>
  origin === null
    ? {}
    : { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': exposed };

export function preflight(request: Request): Response {
  return new Response(null, {
    status: 200,
    headers: {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Methods': 'GET,POST,PATCH,PUT,DELETE,OPTIONS',
      'Access-Control-Allow-Headers': request.headers.get('Access-Control-Request-Headers') ?? '',
      'Access-Control-Max-Age': '600',
      'Content-Length': '0',
    },
  });
}

/** Gives an answer what every answer carries. A proxy's page has no request id. */
export function dress(
  response: Response,
  origin: string | null,
  requestId: string | null,
): Response {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(corsHeaders(origin))) headers.set(name, value);
  if (requestId !== null) headers.set('REQ_ID', requestId);
  return new Response(response.body, { status: response.status, headers });
}

export const newRequestId = (): string => randomUUID();

/** The headers of an answer, in the order that Dataverse writes them. */
export function headersOf(answer: Answer, applied: readonly string[]): Record<string, string> {
  const type = answer.text?.type ?? 'application/json; odata.metadata=minimal';
  const body = answer.text !== undefined || answer.json !== undefined;
  const noted = applied.length > 0 && (answer.json !== undefined || answer.status === 204);
  return {
    ...(body ? { 'Content-Type': type } : {}),
    // A page that a proxy shows is none of Dataverse's.
    ...(type.startsWith('text/html') ? {} : { 'OData-Version': '4.0' }),
    ...answer.headers,
    ...(noted ? { 'Preference-Applied': applied.join(', ') } : {}),
  };
}

/** The body of an answer; '' without one. */
export const bodyOf = ({ text, json }: Answer): string =>
  text?.body ?? (json === undefined ? '' : JSON.stringify(json));

/** An answer as HTTP. */
export const toResponse = (answer: Answer, applied: readonly string[]): Response =>
  new Response(answer.text || answer.json !== undefined ? bodyOf(answer) : null, {
    status: answer.status,
    headers: headersOf(answer, applied),
  });
