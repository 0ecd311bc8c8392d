import type { LeftBehind } from '../domain/carryon';
import type { Identity } from '../domain/crm-server';
import { type Live, liveCell } from '../domain/live';
import type { Signals } from '../offline/browser-signals';
import { findLeftBehind } from '../offline/left-behind';
import type { LocalStorage } from './storage';

/** What waits here for others than `identity`: looked for now, and whenever the window comes into view. */
export function watchLeftBehind(
  { registry, openDatabase }: Pick<LocalStorage, 'registry' | 'openDatabase'>,
  identity: Identity,
  signals: Pick<Signals, 'listen'>,
): Live<readonly LeftBehind[]> {
  const found = liveCell<readonly LeftBehind[]>([]);
  const look = (): void => {
    // Where one of their databases does not open, nothing new is said.
    findLeftBehind(registry, openDatabase, identity).then(found.set, () => undefined);
  };
  signals.listen((hint) => {
    if (hint === 'visible') look();
  });
  look();
  return found;
}
