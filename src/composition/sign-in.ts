import type { TokenProvider } from '../domain/ports';
import { naaSignIn } from '../outlook/naa-sign-in';
import { sandboxSignIn } from '../outlook/sandbox-sign-in';
import type { Config } from '../shell/config';

export interface SignIn extends TokenProvider {
  /** Known before anything was asked; null: only a token tells. */
  readonly userName: string | null;
  /** After a token was had. */
  signedInAs(): string;
  /** Asks the user where that is needed; from a click. Rejects with a CrmError. */
  ask(): Promise<void>;
}

/** The deployment's way to sign in. @param query of the page's address: `user` picks a sandbox user. */
export function signInFor(config: Config, query: URLSearchParams): SignIn {
  const { auth, crm } = config;
  if (auth.kind === 'sandbox') {
    const user = query.get('user') ?? auth.user;
    return {
      ...sandboxSignIn(user),
      userName: user,
      signedInAs: () => user,
      ask: () => Promise.resolve(),
    };
  }
  const naa = naaSignIn({ clientId: auth.clientId, authority: auth.authority, crmUrl: crm.url });
  return {
    token: (refused) => naa.token(refused),
    userName: null,
    signedInAs: () => naa.userName(),
    ask: () => naa.signIn(),
  };
}
