import type { Live } from './live';

/** What becomes of a change that the CRM's rules call a duplicate: it waits for the user, or is written all the same. */
export type DuplicateChoice = 'hold' | 'create';

/** The user's choice, which holds in every window. */
export interface DuplicateSetting {
  readonly choice: Live<DuplicateChoice>;
  choose(choice: DuplicateChoice): Promise<void>;
}
