import { describe, expect, it } from '@jest/globals';
import {
  BrowserAuthError,
  InteractionRequiredAuthError,
  type IPublicClientApplication,
} from '@azure/msal-browser';
import { CrmError } from '../../src/domain/crm-error';
import { naaSignIn } from '../../src/outlook/naa-sign-in';

const settings = {
  clientId: '11111111-2222-3333-4444-555555555555',
  authority: 'https://login.microsoftonline.com/organizations',
  crmUrl: 'https://contoso.crm.dynamics.com/main.aspx',
};

interface Call {
  readonly kind: 'silent' | 'popup';
  readonly scopes: readonly string[];
  readonly forceRefresh?: boolean;
}

/** MSAL without a host: answers each call with the next of the given tokens or errors. */
function signInWith(...answers: (string | Error)[]) {
  const calls: Call[] = [];
  const answer = (kind: Call['kind']) => (request: Omit<Call, 'kind'>) => {
    calls.push({ ...request, kind });
    const next = answers.shift() ?? new Error('no more answers');
    return next instanceof Error
      ? Promise.reject(next)
      : Promise.resolve({ accessToken: next, account: { homeAccountId: 'dana' } });
  };
  const application = {
    getAllAccounts: () => [],
    acquireTokenSilent: answer('silent'),
    acquireTokenPopup: answer('popup'),
  } as unknown as IPublicClientApplication;
  const msal = { createNestablePublicClientApplication: () => Promise.resolve(application) };
  return { calls, signIn: naaSignIn(settings, () => Promise.resolve(msal as never)) };
}

const userNeeded = () => new InteractionRequiredAuthError('interaction_required', '');
const noNetwork = () => new BrowserAuthError('no_network_connectivity', '');

const failureOf = async (work: Promise<unknown>) => {
  const error = await work.catch((thrown: unknown) => thrown);
  if (!(error instanceof CrmError)) throw new Error(`not a CrmError: ${String(error)}`);
  return error.failure;
};

describe('nested app authentication', () => {
  it('asks silently for a token of the CRM alone', async () => {
    const { calls, signIn } = signInWith('one');
    expect(await signIn.token()).toBe('one');
    expect(calls).toEqual([
      {
        kind: 'silent',
        scopes: ['https://contoso.crm.dynamics.com/user_impersonation'],
        forceRefresh: false,
      },
    ]);
  });

  it('does not give a refused token again', async () => {
    const { calls, signIn } = signInWith('stale', 'fresh');
    expect(await signIn.token('stale')).toBe('fresh');
    expect(calls.map(({ forceRefresh }) => forceRefresh)).toEqual([false, true]);
  });

  it('never opens a window for a token: it says that the user is needed', async () => {
    const { calls, signIn } = signInWith(userNeeded());
    expect(await failureOf(signIn.token())).toMatchObject({
      kind: 'signIn',
      code: 'interaction_required',
    });
    expect(calls.map(({ kind }) => kind)).toEqual(['silent']);
  });

  it('opens a window only when the user signs in and Microsoft wants to ask', async () => {
    const { calls, signIn } = signInWith(userNeeded(), 'asked', 'after');
    await signIn.signIn();
    expect(await signIn.token()).toBe('after');
    expect(calls.map(({ kind }) => kind)).toEqual(['silent', 'popup', 'silent']);
  });

  it('opens no window where nobody can be reached', async () => {
    const { calls, signIn } = signInWith(noNetwork());
    expect(await failureOf(signIn.signIn())).toMatchObject({ kind: 'unreachable' });
    expect(calls.map(({ kind }) => kind)).toEqual(['silent']);
  });

  it('is unreachable when MSAL itself cannot be loaded, and loads it again for the next token', async () => {
    let loads = 0;
    const signIn = naaSignIn(settings, () => {
      loads += 1;
      return Promise.reject(new TypeError('Failed to fetch'));
    });
    expect(await failureOf(signIn.token())).toMatchObject({ kind: 'unreachable' });
    expect(await failureOf(signIn.token())).toMatchObject({ kind: 'unreachable' });
    expect(loads).toBe(2);
  });
});
