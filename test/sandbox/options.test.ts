import { describe, expect, it } from '@jest/globals';
import { startOnFreePort } from '../../sandbox/free-port';
import { parseOptions } from '../../sandbox/options';

describe("the sandbox's command line", () => {
  it('asks for the demo organisation on any free port when nothing is said', () => {
    expect(parseOptions([])).toEqual({
      port: null,
      crmPort: null,
      seed: 'demo',
      data: null,
      build: null,
    });
  });

  it('takes ports, seed, data and build', () => {
    const line = '--port 0 --crm-port 4000 --seed large:500 --data kept --build out';
    expect(parseOptions(line.split(' '))).toEqual({
      port: 0,
      crmPort: 4000,
      seed: 'large:500',
      data: 'kept',
      build: 'out',
    });
  });

  it.each(['--seed large', '--seed large:0', '--port seven', '--port 70000', '--colour red'])(
    'refuses %s',
    (line) => {
      expect(() => parseOptions(line.split(' '))).toThrow();
    },
  );
});

describe('a port for the sandbox', () => {
  const taken = (port: number) => (tried: number) =>
    tried <= port
      ? Promise.reject(Object.assign(new Error('taken'), { code: 'EADDRINUSE' }))
      : Promise.resolve(tried);

  it('is the next free one where none was asked for', async () => {
    expect(await startOnFreePort(null, 3000, taken(3002))).toBe(3003);
  });

  it('is the one that was asked for, or none', async () => {
    expect(await startOnFreePort(3005, 3000, taken(3002))).toBe(3005);
    await expect(startOnFreePort(3001, 3000, taken(3002))).rejects.toThrow('taken');
  });

  it('is not looked for after another error', async () => {
    const broken = () => Promise.reject(new Error('broken'));
    await expect(startOnFreePort(null, 3000, broken)).rejects.toThrow('broken');
  });
});
