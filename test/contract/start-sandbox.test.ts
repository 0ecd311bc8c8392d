import { afterEach, describe, expect, it } from '@jest/globals';
import { startCrm } from '../../sandbox/crm/server';
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
  ])('takes no longer than nine requests that wait for each other: %s, %s', async (seed, user) => {
    const { url, close } = await startCrm({ port: 0, seed });
    const network = virtualNetwork({ bytesPerSecond: Infinity, roundTripMs: 500 });
    crm = worldAt(url, sandboxTokens(user), close, network);
    const { clock } = network;
    const identity = await network.during(() => crm.server.whoAmI());
    const begun = clock.now();
    await network.during(() => askFacts(crm.server, identity));
    // A browser asks the server whether it may ask, and then asks.
    const alone = 2 * 500;
    expect(clock.now() - begun).toBeLessThanOrEqual(9 * alone);
  });
});
