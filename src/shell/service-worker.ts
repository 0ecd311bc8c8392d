import { messageSW, Workbox } from 'workbox-window';
import type { AppUpdate, OfflineStart, StartFiles } from '../domain/carryon';
import { liveCell } from '../domain/live';
import type { KeepAnswer, KeepRequest } from '../sw/messages';

/** How often a pane that stays open looks for a new version, in milliseconds. */
const LOOK_EVERY_MS = 3_600_000;

/** How long a new version may take to take over before the pane reloads all the same, in milliseconds. */
const TAKE_OVER_LIMIT_MS = 10_000;

export interface ServiceWorkerLink {
  readonly update: AppUpdate;
  /** Of the pane's own files and all that was asked to be kept. */
  readonly offlineStart: OfflineStart;
  /** Keeps these scripts too, all or none. Never rejects: {@link offlineStart} says what came of it. */
  keep(urls: readonly string[]): Promise<void>;
}

/** Registers the service worker at `url`, relative to the page. Does nothing where there can be none. */
export function registerServiceWorker({ url }: { readonly url: string }): ServiceWorkerLink {
  const ready = liveCell(false);
  const files = liveCell<StartFiles>('missing');
  const workbox = open(url);

  let takenOver = false;

  workbox?.addEventListener('waiting', () => ready.set(true));
  workbox?.addEventListener('controlling', ({ isUpdate }) => {
    if (!isUpdate) return; // the very first version: this page is of it
    // Another pane chose the update: this one still runs the old version, and may finish its form.
    takenOver = true;
    ready.set(true);
  });
  const registered = workbox === null ? Promise.resolve(false) : register(workbox);

  let wanted: readonly string[] | null = null;
  let kept = false;
  const tell = (): void => {
    if (!kept) files.set('missing');
    else files.set(navigator.serviceWorker.controller === null ? 'bypassed' : 'kept');
  };
  void registered.then((possible) => {
    if (!possible) files.set('impossible');
    else navigator.serviceWorker.addEventListener('controllerchange', tell);
  });

  async function keep(urls: readonly string[]): Promise<void> {
    wanted = urls;
    if (workbox === null || !(await registered)) return;
    // Active means that the pane's own files are all here. (workbox.active misses a worker that an earlier page of
    // this origin has begun to install.)
    const { active } = await navigator.serviceWorker.ready;
    if (active === null) return;
    const scripts = urls.map((each) => new URL(each, document.baseURI).href);
    const request: KeepRequest = { type: 'keep', scripts };
    ({ kept } = (await messageSW(active, request)) as KeepAnswer);
    tell();
  }

  return {
    update: {
      ready,
      async apply() {
        if (!takenOver) {
          const change = new Promise((resolve) => {
            navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true });
          });
          workbox?.messageSkipWaiting();
          // The old version may still be busy, and takes its time: the pane is not left hanging on it.
          await Promise.race([
            change,
            new Promise((resolve) => setTimeout(resolve, TAKE_OVER_LIMIT_MS)),
          ]);
        }
        location.reload();
      },
    },
    offlineStart: {
      files,
      async retry() {
        if (files.get() === 'missing' && wanted !== null) await keep(wanted);
        else location.reload();
      },
    },
    keep,
  };
}

function open(url: string): Workbox | null {
  try {
    return 'serviceWorker' in navigator ? new Workbox(url) : null;
  } catch {
    return null; // a sandboxed frame refuses even to be asked
  }
}

/** False where the browser refuses, as it does for users who block site data. */
async function register(workbox: Workbox): Promise<boolean> {
  try {
    await workbox.register({ immediate: true });
  } catch {
    return false;
  }
  setInterval(() => {
    workbox.update().catch(() => undefined); // no network: the next time will do
  }, LOOK_EVERY_MS);
  return true;
}
