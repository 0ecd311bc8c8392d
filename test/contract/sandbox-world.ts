import { startCrm } from '../../sandbox/crm/server';
import type { TokenProvider } from '../../src/domain/ports';
import { worldAt } from './crm-world';
import type { CrmWorld } from './crm-world';

/** Tokens of a sandbox user: the next one after each refusal, as a sign-in that renews. */
export function sandboxTokens(user: string): TokenProvider {
  let refusals = 0;
  return {
    token(refused) {
      if (refused !== undefined) refusals += 1;
      return Promise.resolve(`sandbox:${user}${refusals === 0 ? '' : `:${refusals}`}`);
    },
  };
}

/** The demo organisation as its salesperson sees it. */
export async function openSandbox(): Promise<CrmWorld & { readonly origin: string }> {
  const { port, url, close } = await startCrm({ port: 0, seed: 'demo' });
  return {
    ...worldAt(url, sandboxTokens('dana'), close),
    origin: `http://localhost:${port}`,
  };
}
