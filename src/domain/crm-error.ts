/**
 * Every way a request to the CRM can fail, as a closed set:
 * - `unreachable`: no answer; the request may or may not have been carried out.
 * - `notCrm`: an answer that no Dataverse gives (a captive portal's or proxy's page).
 * - `answered`: Dataverse refused; `status` and `code` say why.
 * - `signIn`: no token could be had without the user; nothing was sent.
 * - `notSent`: no answer to what must be known before the request can leave (a token, a name); it never left.
 */
export interface CrmFailure {
  readonly kind: 'unreachable' | 'notCrm' | 'answered' | 'signIn' | 'notSent';
  /** HTTP status; 0 where there was none. */
  readonly status: number;
  /** Dataverse's error code in lower case ("0x80060882"); '' where there was none. */
  readonly code: string;
  /** The server's own message; '' where there was none. */
  readonly message: string;
  /** Milliseconds to wait, from Retry-After; null where the server gave none. */
  readonly retryAfterMs: number | null;
}

/** The CRM has not answered: what it has to say is still to come. */
export const isUnanswered = ({ kind }: CrmFailure): boolean =>
  kind === 'unreachable' || kind === 'notCrm' || kind === 'notSent';

/** Thrown by every {@link CrmServer}. */
export class CrmError extends Error {
  override readonly name = 'CrmError';

  constructor(
    readonly failure: CrmFailure,
    options?: { cause?: unknown },
  ) {
    super(`${failure.kind} ${failure.status} ${failure.code} ${failure.message}`.trim(), options);
  }
}
