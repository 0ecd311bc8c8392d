import { whenIdle } from './when-idle';

const parts: readonly (() => Promise<unknown>)[] = [
  () => import('./form/lookup-combobox'),
  () => import('./ui/menu-list'),
  () => import('./outbox/outbox-file'),
  () => import('./form/calendar'),
  () => import('./record/sanitize'),
  () => import('./record/actions/action-dialog'),
  () => import('./outbox/matches'),
];

/**
 * Fetches what the first screen does not need while nothing else is to do: a pane that is open works without a
 * network, also where no service worker may keep its files.
 */
export async function loadAhead(): Promise<void> {
  for (const load of parts) {
    await whenIdle();
    // Tried again where it is needed.
    await load().catch(() => undefined);
  }
}
