/** Runs in the browser: what the benchmark asks of each rival, timed where it happens. */
import { dexie } from './dexie';
import { indexeddb } from './indexeddb';
import type { Rival, WireRow } from './rival';

const rivals: Readonly<Record<string, Rival>> = { indexeddb, dexie };

export interface Page {
  readonly '@odata.nextLink'?: string;
  readonly value: readonly Readonly<Record<string, unknown>>[];
}

/** The first address of a chain of pages, and the property that identifies its rows. */
export interface Chain {
  readonly url: string;
  readonly primaryId: string;
}

const headers = (token: string, prefer: string) => ({
  Accept: 'application/json',
  Authorization: `Bearer ${token}`,
  Prefer: prefer,
});

async function rival(name: string): Promise<Rival> {
  const found = rivals[name];
  if (found === undefined) throw new Error(`No rival ${name}`);
  return found;
}

const keys: string[] = [];

/** Downloads the same pages as Carryon did, one chain after the other, into an empty store. Milliseconds and rows. */
async function load(
  name: string,
  chains: readonly Chain[],
  token: string,
  prefer: string,
): Promise<{ ms: number; rows: number }> {
  const store = await rival(name);
  await store.open();
  keys.length = 0;
  const start = performance.now();
  for (const { url, primaryId } of chains) {
    let next: string | undefined = url;
    while (next !== undefined) {
      const response: Response = await fetch(next, { headers: headers(token, prefer) });
      const page = (await response.json()) as Page;
      const rows: WireRow[] = page.value.map((row) => ({
        key: `${primaryId}:${String(row[primaryId])}`,
        row,
      }));
      await store.load(rows);
      for (const { key } of rows) keys.push(key);
      next = page['@odata.nextLink'];
    }
  }
  return { ms: performance.now() - start, rows: new Set(keys).size };
}

/** Milliseconds of each of `times` saves, each on another row of the loaded store. */
async function save(name: string, times: number): Promise<number[]> {
  const store = await rival(name);
  const samples: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const start = performance.now();
    await store.save(keys[n % keys.length] ?? '', { description: `Changed ${n}` });
    samples.push(performance.now() - start);
  }
  store.close();
  return samples;
}

/** Milliseconds of the same requests sent one after the other without an outbox: the floor of playback. */
async function patch(
  urls: readonly string[],
  body: Readonly<Record<string, unknown>>,
  token: string,
): Promise<number> {
  const start = performance.now();
  for (const url of urls) {
    const response = await fetch(url, {
      method: 'PATCH',
      headers: {
        ...headers(token, 'return=representation'),
        'Content-Type': 'application/json',
        'If-Match': '*',
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`PATCH ${url}: ${response.status}`);
    await response.json();
  }
  return performance.now() - start;
}

export const rivalPage = { load, save, patch };

declare global {
  interface Window {
    rivalPage: typeof rivalPage;
  }
}

window.rivalPage = rivalPage;
