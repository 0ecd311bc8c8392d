import type { Store } from '../store';

/** The lock of the pane that copies. */
export const copyLock = ({ db }: Pick<Store, 'db'>): string => `${db.name}:copy`;

/** Held by the same pane as long. Others wait for it to hear of the end, and let go of it at once. */
export const copyingLock = (database: string): string => `${database}:copying`;
