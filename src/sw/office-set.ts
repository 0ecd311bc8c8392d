/**
 * Office.js and the files that it loads by itself, kept as one set.
 *
 * A mixture of two releases must never run, so a set is fetched into a cache of its own and is
 * served only once it is whole. Until then, and if it fails, the set before it stays in use.
 */

const PREFIX = 'carryon-office-';

/** Written last: a cache without it is an unfinished set. */
const LIST = '/carryon-office-list';

/** How often another origin's files are asked for again. Our own server is asked at each start. */
const DAY_MS = 86_400_000;

/** How long one file may take, in milliseconds. */
const FILE_LIMIT_MS = 30_000;

interface List {
  readonly scripts: readonly string[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

interface KeptSet extends List {
  readonly cache: Cache;
}

export interface OfficeSet {
  /** The kept file; undefined where it is not one of the set. */
  match(url: string): Promise<Response | undefined>;
  /** Whether the set has all of these, and whether it is time to look for newer ones. */
  covers(scripts: readonly string[]): Promise<'no' | 'old' | 'fresh'>;
  /** Fetches the set anew, with these scripts in it; false: the set before it stays. */
  replace(scripts: readonly string[]): Promise<boolean>;
}

/** Office.js asks for the same file in other cases of letters, and hosts add queries. */
const keyOf = (url: string): string => {
  const { origin, pathname } = new URL(url);
  return origin + pathname.toLowerCase();
};

const isOffice = (url: string): boolean => /\/office(\.debug)?\.js$/i.test(new URL(url).pathname);

/** @param home the pane's own origin */
export function officeSet(
  storage: CacheStorage,
  get: typeof fetch,
  now: () => number,
  home: string,
): OfficeSet {
  let current: Promise<KeptSet | null> | undefined;

  const setCaches = async (): Promise<string[]> =>
    (await storage.keys()).filter((name) => name.startsWith(PREFIX));

  async function newest(): Promise<KeptSet | null> {
    let best: KeptSet | null = null;
    for (const name of await setCaches()) {
      const cache = await storage.open(name);
      const list = (await (await cache.match(LIST))?.json()) as List | undefined;
      if (list && list.at >= (best?.at ?? 0)) best = { ...list, cache };
    }
    return best;
  }

  /** A script as it is on its server now. */
  async function download(url: string): Promise<Response> {
    const response = await get(url, {
      mode: 'cors',
      credentials: 'omit',
      cache: 'no-cache',
      // A fetch that hangs would keep this version from making way for the next.
      signal: AbortSignal.timeout(FILE_LIMIT_MS),
    });
    const type = response.headers.get('content-type') ?? '';
    // A captive portal answers everything with its own page.
    if (!response.ok || type.includes('text/html')) throw new Error(`${response.status} ${url}`);
    return response;
  }

  async function fill(cache: Cache, wanted: readonly string[], known: readonly string[]) {
    const stored = new Map<string, string>();
    const store = async (url: string): Promise<void> => {
      await cache.put(keyOf(url), await download(url));
      stored.set(keyOf(url), url);
    };
    await Promise.all(wanted.map(store));
    const others = known.filter((url) => !stored.has(keyOf(url)));
    // A file that only another window of Outlook asked for may be gone by now.
    await Promise.allSettled(others.map(store));
    for (const url of [...stored.values()].filter(isOffice)) {
      const [kept, again] = await Promise.all([cache.match(keyOf(url)), download(url)]);
      if ((await kept?.text()) !== (await again.text()))
        throw new Error(`${url} changed while its set was fetched`);
    }
    const list: List = { scripts: [...stored.values()], at: now() };
    await cache.put(LIST, Response.json(list));
  }

  return {
    async match(url) {
      current ??= newest();
      const cache = (await current)?.cache;
      return cache?.match(keyOf(url));
    },

    async covers(scripts) {
      const kept = await (current ??= newest());
      const keys = new Set(kept?.scripts.map(keyOf));
      if (!scripts.every((url) => keys.has(keyOf(url)))) return 'no';
      if (kept === null) return 'fresh';
      const own = kept.scripts.every((url) => new URL(url).origin === home);
      return own || now() - kept.at >= DAY_MS ? 'old' : 'fresh';
    },

    async replace(scripts) {
      const before = await newest();
      const others = await setCaches();
      const name = PREFIX + crypto.randomUUID();
      try {
        await fill(await storage.open(name), scripts, before?.scripts ?? []);
      } catch {
        await storage.delete(name);
        return false;
      }
      current = undefined;
      await Promise.all(others.map((each) => storage.delete(each)));
      return true;
    },
  };
}
