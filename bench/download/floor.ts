import type { Rival } from './rival';

/** Stores nothing: what the CRM, the network and the parsing take for everybody. */
export function floor(): Rival {
  let rows = 0;
  return {
    open: async () => undefined,
    async load(page) {
      rows += page.length;
    },
    finds: async () => true,
    count: async () => rows,
  };
}
