import type { Live } from './live';

/** Something that the user has chosen. It holds in every window, and is kept on this computer. */
export interface Setting<T> {
  readonly choice: Live<T>;
  choose(choice: T): Promise<void>;
}
