import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { slowNetwork, type SlowNetwork } from '../../bench/slow-network';
import { createWay } from '../../bench/way';
import { systemClock } from '../../src/composition/system-clock';
import { testClock } from '../offline/support/clock';
import { settle } from '../offline/support/settle';

const SIZE = 100_000;

describe('one direction of a slow network', () => {
  const speed = { bytesPerSecond: 10_000, roundTripMs: 600 };

  /** Milliseconds until all has come, for as many connections at once. */
  async function taken(connections: number): Promise<number[]> {
    const clock = testClock();
    const way = createWay(speed, clock);
    const begun = clock.now();
    const ends: number[] = [];
    for (let n = 0; n < connections; n++) {
      const to = new PassThrough();
      to.on('end', () => ends.push(clock.now() - begun)).resume();
      void way.lead(Readable.from([Buffer.alloc(SIZE)]), to);
    }
    while (ends.length < connections) {
      await settle();
      clock.advance(clock.untilNext() ?? 0);
    }
    expect(way.carried()).toBe(connections * SIZE);
    return ends;
  }

  it('takes as long as so many bytes do, and half a round trip', async () => {
    const [ms = NaN] = await taken(1);
    expect(ms).toBeCloseTo(10_000 + 300, -2);
  });

  it('is shared by all connections, in turns', async () => {
    const [one = NaN, other = NaN] = await taken(2);
    expect(other).toBeCloseTo(20_000 + 300, -2);
    // The last piece of one goes before the last one of the other.
    expect(one).toBeGreaterThan(18_000);
  });
});

describe('a slow network', () => {
  let network: SlowNetwork;
  const server = createServer((request, response) => {
    const hash = createHash('sha1');
    request.on('data', (chunk: Buffer) => hash.update(chunk));
    request.on('end', () => {
      if (request.url === '/broken') request.socket.destroy();
      else response.end(`${hash.digest('hex')} ${'.'.repeat(SIZE)}`);
    });
  });

  beforeEach(async () => {
    await new Promise<void>((resolve) => server.listen(0, resolve));
    const { port } = server.address() as AddressInfo;
    const fast = { bytesPerSecond: 1e12, roundTripMs: 0 };
    network = await slowNetwork(`http://localhost:${port}`, fast, systemClock);
  });
  afterEach(() => {
    network.close();
    server.closeAllConnections();
    server.close();
  });

  it('brings what is sent and answered, unchanged', async () => {
    const body = Buffer.alloc(SIZE, 'carryon');
    const answers = await Promise.all(
      [0, 1, 2].map(async () => (await fetch(network.origin, { method: 'POST', body })).text()),
    );
    const expected = `${createHash('sha1').update(body).digest('hex')} ${'.'.repeat(SIZE)}`;
    expect(answers).toEqual([expected, expected, expected]);
    expect(network.received()).toBeGreaterThan(3 * SIZE);
  });

  it('tells that the server has hung up', async () => {
    await expect(fetch(`${network.origin}/broken`)).rejects.toThrow('fetch failed');
    expect(await (await fetch(network.origin)).text()).toContain('....');
  });
});
