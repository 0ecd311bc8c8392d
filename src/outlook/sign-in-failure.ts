import { CrmError } from '../domain/crm-error';

/** What MSAL's errors carry, whichever class they are of. */
interface AuthFailure {
  readonly errorCode: string;
  readonly message: string;
}

const isAuthFailure = (error: unknown): error is AuthFailure =>
  error instanceof Error && typeof (error as Partial<AuthFailure>).errorCode === 'string';

/** MSAL's codes for "nobody answered". Source: @azure/msal-browser, BrowserAuthErrorCodes. */
const unreachable = new Set([
  'no_network_connectivity',
  'post_request_failed',
  'get_request_failed',
  'network_error',
  'endpoints_resolution_error',
  'openid_config_error',
  'timed_out',
]);

/** Why no token could be had: nobody answered, or the user is needed. The code is MSAL's. */
export function signInFailure(error: unknown): CrmError {
  const code = isAuthFailure(error) ? error.errorCode : '';
  const message = error instanceof Error ? error.message : String(error);
  // An error that is not MSAL's: its own script could not be loaded.
  const kind = unreachable.has(code) || !isAuthFailure(error) ? 'unreachable' : 'signIn';
  return new CrmError({ kind, status: 0, code, message, retryAfterMs: null }, { cause: error });
}
