import type { TokenProvider } from '../domain/ports';

/**
 * Tokens of a sandbox user: `sandbox:<user>`, then `sandbox:<user>:<n>`, where n counts the tokens
 * of this user that have expired.
 */
export function sandboxSignIn(user: string): TokenProvider {
  let expired = 0;
  const token = (n: number) => (n === 0 ? `sandbox:${user}` : `sandbox:${user}:${n}`);
  return {
    token(refused) {
      if (refused === token(expired)) expired += 1;
      return Promise.resolve(token(expired));
    },
  };
}
