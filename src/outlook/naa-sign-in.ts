import type { AccountInfo, IPublicClientApplication } from '@azure/msal-browser';
import type { TokenProvider } from '../domain/ports';
import { signInFailure } from './sign-in-failure';

export interface NaaSettings {
  /** Application (client) id of the app registration. */
  readonly clientId: string;
  /** Such as "https://login.microsoftonline.com/organizations". */
  readonly authority: string;
  /** Address of the CRM: the tokens are for it. */
  readonly crmUrl: string;
}

export interface NaaSignIn extends TokenProvider {
  /** Asks the user, where Microsoft wants that. To be called from a click. Rejects with a CrmError. */
  signIn(): Promise<void>;
  /** The account's name, such as "dana@contoso.com"; '' before the first token. */
  userName(): string;
}

type Msal = typeof import('@azure/msal-browser');

/**
 * Nested app authentication: Outlook signs in for the pane; outside Outlook MSAL opens its own window.
 * MSAL is large and talks to the host: it is loaded by the first token that is wanted.
 */
export function naaSignIn(
  { clientId, authority, crmUrl }: NaaSettings,
  loadMsal: () => Promise<Msal> = () => import('@azure/msal-browser'),
): NaaSignIn {
  const scopes = [`${new URL(crmUrl).origin}/user_impersonation`];
  let starting: Promise<IPublicClientApplication> | null = null;
  let account: AccountInfo | null = null;

  const application = (): Promise<IPublicClientApplication> => {
    starting ??= loadMsal()
      .then((msal) =>
        msal.createNestablePublicClientApplication({
          auth: { clientId, authority },
          cache: { cacheLocation: 'localStorage' },
        }),
      )
      .catch((error: unknown) => {
        starting = null; // the next token tries again
        throw error;
      });
    return starting;
  };

  const request = () => (account === null ? { scopes } : { scopes, account });

  const silently = async (forceRefresh: boolean): Promise<string> => {
    const msal = await application();
    account ??= msal.getAllAccounts()[0] ?? null;
    const result = await msal.acquireTokenSilent({ ...request(), forceRefresh });
    account = result.account;
    return result.accessToken;
  };

  return {
    userName: () => account?.username ?? '',
    async token(refused) {
      try {
        // MSAL keeps giving a token that the server has revoked, unless it is told to ask again.
        const token = await silently(false);
        return token === refused ? await silently(true) : token;
      } catch (error) {
        throw signInFailure(error);
      }
    },
    async signIn() {
      const failure = await silently(false).then(() => null, signInFailure);
      if (failure === null) return;
      if (failure.failure.kind !== 'signIn') throw failure;
      try {
        const msal = await application();
        account = (await msal.acquireTokenPopup(request())).account;
      } catch (error) {
        throw signInFailure(error);
      }
    },
  };
}
