/** The Cache API in memory, as far as the service worker uses it: Node has none. */
export function memoryCaches(): CacheStorage {
  const all = new Map<string, Map<string, Response>>();
  const href = (request: RequestInfo | URL): string =>
    new URL(request instanceof Request ? request.url : request, 'https://pane.example').href;
  const cache = (entries: Map<string, Response>): Partial<Cache> => ({
    async match(request) {
      return entries.get(href(request))?.clone();
    },
    async put(request, response) {
      entries.set(href(request), response);
    },
  });
  const storage: Partial<CacheStorage> = {
    async keys() {
      return [...all.keys()];
    },
    async open(name) {
      const entries = all.get(name) ?? new Map<string, Response>();
      all.set(name, entries);
      return cache(entries) as Cache;
    },
    async delete(name) {
      return all.delete(name);
    },
  };
  return storage as CacheStorage;
}
