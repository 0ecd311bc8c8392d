import { randomUUID } from 'node:crypto';
import type { Answer } from './exchange';

/** Exactly the headers that Dataverse lets a browser's script read. */
const exposed =
  'Preference-Applied,OData-EntityId,Location,ETag,OData-Version,Content-Encoding,Transfer-Encoding,Content-Length,Retry-After,REQ_ID';

/** Dataverse allows every origin; requests without one get no such header. */
export const corsHeaders = (origin: string | null): Record<string, string> =>
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

export const newRequestId = (): string => randomUUID();

/** An answer as HTTP. */
export function toResponse(answer: Answer, applied: readonly string[]): Response {
  const headers = new Headers({ 'OData-Version': '4.0', ...answer.headers });
  if (applied.length && (answer.json !== undefined || answer.status === 204))
    headers.set('Preference-Applied', applied.join(', '));
  if (answer.text) {
    headers.set('Content-Type', answer.text.type);
    return new Response(answer.text.body, { status: answer.status, headers });
  }
  if (answer.json === undefined) return new Response(null, { status: answer.status, headers });
  headers.set('Content-Type', 'application/json; odata.metadata=minimal');
  return new Response(JSON.stringify(answer.json), { status: answer.status, headers });
}
