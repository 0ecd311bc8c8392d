import type { Notice } from '../domain/carryon';
import { liveOf } from './live-query';
import { readState, type Store, writeState } from './store';

/** @param name under which it is remembered that the user has dismissed it. */
export async function openNotice(
  store: Store,
  name: string,
): Promise<Notice & { readonly stop: () => void }> {
  const key = `dismissed:${name}`;
  const read = async (): Promise<boolean> => (await readState<boolean>(store, key)) ?? false;
  const dismissed = liveOf(store.bell, read, await read());
  return { dismissed, dismiss: () => writeState(store, key, true), stop: dismissed.stop };
}
