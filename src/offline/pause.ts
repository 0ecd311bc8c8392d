import { readState, type Store, writeState } from './store';

const KEY = 'sendingPaused';

/** Whether the user has paused sending, in whichever pane. */
export const readPaused = async (store: Store): Promise<boolean> =>
  (await readState<boolean>(store, KEY)) ?? false;

export const writePaused = (store: Store, paused: boolean): Promise<void> =>
  writeState(store, KEY, paused);
