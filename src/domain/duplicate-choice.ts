/** What becomes of a change that the CRM's rules call a duplicate: it waits for the user, or is written all the same. */
export type DuplicateChoice = 'hold' | 'create';
