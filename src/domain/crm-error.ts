/**
 * Every way a request to the CRM can fail, as a closed set:
 * - `unreachable`: no answer; the request may or may not have been carried out.
 * - `notCrm`: an answer that no Dataverse gives (a captive portal's or proxy's page).
 * - `answered`: Dataverse refused; `status` and `code` say why.
 * - `signIn`: no token could be had; nothing was sent.
 */
export interface CrmFailure {
  readonly kind: 'unreachable' | 'notCrm' | 'answered' | 'signIn';
  /** HTTP status; 0 where there was none. */
  readonly status: number;
  /** Dataverse's error code in lower case ("0x80060882"); '' where there was none. */
  readonly code: string;
  /** The server's own message; '' where there was none. */
  readonly message: string;
  /** Milliseconds to wait, from Retry-After; null where the server gave none. */
  readonly retryAfterMs: number | null;
}

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
