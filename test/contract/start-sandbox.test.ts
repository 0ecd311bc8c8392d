import { afterEach, describe, expect, it } from '@jest/globals';
import { startCrm } from '../../sandbox/crm/server';
import { AT_A_TIME } from '../../src/domain/parallel';
import { askFacts } from '../../src/offline/facts';
import { worldAt } from './crm-world';
import type { CrmWorld } from './crm-world';
import { sandboxTokens } from './sandbox-world';
import { virtualNetwork } from './virtual-network';

let crm: CrmWorld;
afterEach(() => crm.close());

describe('What a first start asks of the sandbox', () => {
  it.each([
    ['demo', 'dana'],
    ['demo', 'omar'],
    ['large:100', 'ada'],
  ])('takes hardly longer than six requests at a time do: %s, %s', async (seed, user) => {
    const { url, close } = await startCrm({ port: 0, seed });
    const network = virtualNetwork({ bytesPerSecond: Infinity, roundTripMs: 500 });
    let requests = 0;
    const fetch: typeof globalThis.fetch = (...given) => {
      requests += 1;
      return network.fetch(...given);
    };
    crm = worldAt(url, sandboxTokens(user), close, { ...network, fetch });
    const { clock } = network;
    const identity = await network.during(() => crm.server.whoAmI());
    const begun = clock.now();
    requests = 0;
    await network.during(() => askFacts(crm.server, identity));
    // A browser asks the server whether it may ask, and then asks.
    const alone = 2 * 500;
    expect(requests).toBeGreaterThan(100);
    expect(clock.now() - begun).toBeLessThan(1.15 * alone * (requests / AT_A_TIME));
  });
});
