/**
 * The service worker: keeps the pane (precache) and Office.js with its files (one set), so that
 * both start without a network. Everything else goes its way untouched, `config.json` too.
 */
import { clientsClaim } from 'workbox-core';
import type { PrecacheEntry } from 'workbox-precaching';
import { cleanupOutdatedCaches, precacheAndRoute } from 'workbox-precaching';
import { registerRoute } from 'workbox-routing';
import type { KeepAnswer, KeepRequest } from './messages';
import { parseMessage } from './messages';
import { officeSet } from './office-set';

declare const self: ServiceWorkerGlobalScope & {
  /** Filled in by the build: what the pane consists of. */
  readonly __WB_MANIFEST: PrecacheEntry[];
};

// Only exact files: the folder itself may be another page's, and Outlook appends a query of its own.
precacheAndRoute(self.__WB_MANIFEST, {
  directoryIndex: '',
  cleanURLs: false,
  ignoreURLParametersMatching: [/.*/],
});
cleanupOutdatedCaches();
// Without it the first visit would not count: its scripts would pass by.
clientsClaim();

const office = officeSet(
  caches,
  (input, init) => fetch(input, init),
  () => Date.now(),
  self.location.origin,
);

registerRoute(
  ({ request }) => request.destination === 'script',
  async ({ request }) => {
    try {
      return (await office.match(request.url)) ?? (await fetch(request));
    } catch {
      return Response.error(); // the page hears of it as the script's error event
    }
  },
);

let lastKeep: Promise<void> = Promise.resolve();

async function keep({ scripts }: KeepRequest, answer: (answer: KeepAnswer) => void): Promise<void> {
  const covered = await office.covers(scripts);
  if (covered !== 'no') answer({ kept: true });
  if (covered === 'fresh') return;
  const replaced = await office.replace(scripts);
  if (covered === 'no') answer({ kept: replaced });
}

self.addEventListener('message', (event) => {
  const message = parseMessage(event.data);
  if (message?.type === 'SKIP_WAITING') event.waitUntil(self.skipWaiting());
  if (message?.type !== 'keep') return;
  // One after the other: two panes that start together fetch the set once.
  lastKeep = lastKeep
    .then(() => keep(message, (answer) => event.ports[0]?.postMessage(answer)))
    .catch(() => event.ports[0]?.postMessage({ kept: false } satisfies KeepAnswer));
  event.waitUntil(lastKeep);
});
