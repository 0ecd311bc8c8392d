import { beforeEach, describe, expect, it } from '@jest/globals';
import type { OfficeSet } from '../../src/sw/office-set';
import { officeSet } from '../../src/sw/office-set';
import { memoryCaches } from './memory-caches';

const HOOK = 'https://pane.example/hook.js';
const OFFICE = 'https://cdn.example/lib/office.js';
const HOST = 'https://cdn.example/lib/outlook-web-16.01.js';
const STRINGS = 'https://cdn.example/lib/en-us/outlook_strings.js';
const DAY_MS = 86_400_000;

let storage: CacheStorage;
let now: number;
/** What the servers have: address to content; the content is asked for at each request. */
let server: Map<string, () => string>;
let type: string;

const get = (async (input: string) => {
  const content = server.get(input);
  if (!content) return new Response('', { status: 404 });
  return new Response(content(), { headers: { 'content-type': type } });
}) as typeof fetch;

/** As a newly started service worker would see it. */
const start = (): OfficeSet => officeSet(storage, get, () => now, 'https://pane.example');

const textOf = async (set: OfficeSet, url: string): Promise<string | undefined> =>
  (await set.match(url))?.text();

const release = (version: string): void => {
  for (const url of [HOOK, OFFICE, HOST, STRINGS])
    server.set(url, () => `${version} of ${url.split('/').at(-1)}`);
};

beforeEach(() => {
  storage = memoryCaches();
  now = 1_000_000;
  type = 'text/javascript';
  server = new Map();
  release('one');
});

describe('the kept Office.js', () => {
  it('is served after a restart, whatever query a host appends', async () => {
    expect(await start().replace([HOOK, OFFICE, HOST])).toBe(true);
    expect(await textOf(start(), `${OFFICE}?ver=1`)).toBe('one of office.js');
    expect(await textOf(start(), HOOK)).toBe('one of hook.js');
  });

  it('is found in whatever case of letters Office.js asks for it', async () => {
    const set = start();
    await set.replace([STRINGS]);
    expect(await textOf(set, STRINGS.replace('en-us', 'en-US'))).toBe('one of outlook_strings.js');
  });

  it('does not answer for other scripts', async () => {
    const set = start();
    await set.replace([OFFICE]);
    expect(await set.match(HOST)).toBeUndefined();
    expect(await set.match('https://other.example/lib/office.js')).toBeUndefined();
  });

  it('is whole or not there: one missing file keeps nothing', async () => {
    server.delete(HOST);
    expect(await start().replace([OFFICE, HOST])).toBe(false);
    expect(await start().match(OFFICE)).toBeUndefined();
    expect(await storage.keys()).toEqual([]);
  });

  it('stays as it was when a newer release cannot be fetched as a whole', async () => {
    await start().replace([OFFICE, HOST]);
    release('two');
    server.delete(HOST);
    expect(await start().replace([OFFICE, HOST])).toBe(false);
    expect(await textOf(start(), OFFICE)).toBe('one of office.js');
    expect(await textOf(start(), HOST)).toBe('one of outlook-web-16.01.js');
  });

  it('never mixes two releases, even when one is published while it is fetched', async () => {
    await start().replace([OFFICE, HOST]);
    server.set(HOST, () => {
      release('three');
      return 'two of outlook-web-16.01.js';
    });
    expect(await start().replace([OFFICE, HOST])).toBe(false);
    expect(await textOf(start(), OFFICE)).toBe('one of office.js');
    expect(await start().replace([OFFICE, HOST])).toBe(true);
    expect(await textOf(start(), OFFICE)).toBe('three of office.js');
    expect(await textOf(start(), HOST)).toBe('three of outlook-web-16.01.js');
  });

  it('is not replaced by the page of a captive portal', async () => {
    await start().replace([OFFICE]);
    release('portal');
    type = 'text/html; charset=utf-8';
    expect(await start().replace([OFFICE])).toBe(false);
    expect(await textOf(start(), OFFICE)).toBe('one of office.js');
  });

  it('swaps in the running worker too, and leaves one cache behind', async () => {
    const set = start();
    await set.replace([OFFICE]);
    release('two');
    await set.replace([OFFICE]);
    expect(await textOf(set, OFFICE)).toBe('two of office.js');
    expect(await storage.keys()).toHaveLength(1);
  });

  it('ignores and clears what an interrupted worker left unfinished', async () => {
    const cache = await storage.open('carryon-office-unfinished');
    await cache.put(OFFICE, new Response('half'));
    expect(await start().match(OFFICE)).toBeUndefined();
    await start().replace([OFFICE]);
    expect(await storage.keys()).toHaveLength(1);
    expect(await textOf(start(), OFFICE)).toBe('one of office.js');
  });

  it('leaves other caches alone', async () => {
    await storage.open('workbox-precache');
    await start().replace([OFFICE]);
    expect(await storage.keys()).toContain('workbox-precache');
  });

  it('keeps what another window of Outlook asked for, as long as it exists', async () => {
    await start().replace([OFFICE, HOST]);
    await start().replace([OFFICE, STRINGS]);
    expect(await textOf(start(), HOST)).toBe('one of outlook-web-16.01.js');
    server.delete(HOST);
    expect(await start().replace([OFFICE, STRINGS])).toBe(true);
    expect(await start().match(HOST)).toBeUndefined();
  });
});

describe('whether the set covers a list', () => {
  it('says no before anything was kept, and for a file that is new', async () => {
    expect(await start().covers([OFFICE])).toBe('no');
    const set = start();
    await set.replace([OFFICE]);
    expect(await set.covers([OFFICE, HOST])).toBe('no');
  });

  it('says fresh on the day it was fetched and old from the next one on', async () => {
    await start().replace([OFFICE, HOST]);
    now += DAY_MS - 1;
    expect(await start().covers([OFFICE])).toBe('fresh');
    now += 1;
    expect(await start().covers([OFFICE])).toBe('old');
  });

  it("looks at each start for newer files on the pane's own server", async () => {
    await start().replace([HOOK]);
    expect(await start().covers([HOOK])).toBe('old');
  });

  it('has nothing to do for an empty list', async () => {
    expect(await start().covers([])).toBe('fresh');
  });
});
