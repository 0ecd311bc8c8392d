import type { CrmFailure } from '../domain/crm-error';
import { CrmError } from '../domain/crm-error';
import { isJson, textIn } from './json';
import type { Json } from './json';

const nothing = { status: 0, code: '', message: '', retryAfterMs: null } as const;

/** No answer came: the network, the time limit or the caller ended it. */
export const unreachable = (cause?: unknown): CrmError =>
  new CrmError({ ...nothing, kind: 'unreachable' }, { cause });

export const notSignedIn = (cause: unknown): CrmError =>
  new CrmError({ ...nothing, kind: 'signIn' }, { cause });

/** Before a request leaves: whoever did not answer, the request itself was not sent. Other failures stay what they are. */
export const notSent = (error: unknown): unknown =>
  error instanceof CrmError && ['unreachable', 'notCrm'].includes(error.failure.kind)
    ? new CrmError({ ...error.failure, kind: 'notSent' }, { cause: error })
    : error;

/** Something between here and the CRM answered, or the answer makes no sense. */
export const notCrm = (
  answer: Pick<CrmFailure, 'status'> & Partial<Pick<CrmFailure, 'retryAfterMs'>>,
  cause?: unknown,
): CrmError => new CrmError({ ...nothing, ...answer, kind: 'notCrm' }, { cause });

/** A refusal in Dataverse's own form, also where the client is sure what Dataverse would say. */
export const refused = (
  status: number,
  code: string,
  message: string,
  retryAfterMs: number | null = null,
): CrmError =>
  new CrmError({ kind: 'answered', status, code: code.toLowerCase(), message, retryAfterMs });

/** The `error` object of an error body; null where the body is not Dataverse's. */
export function errorIn(body: Json | null): { code: string; message: string } | null {
  const error = body?.['error'];
  if (!isJson(error)) return null;
  return { code: textIn(error['code']), message: textIn(error['message']) };
}

/** Milliseconds of a Retry-After header, which holds seconds or an HTTP date. */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, Math.round(seconds * 1000));
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
