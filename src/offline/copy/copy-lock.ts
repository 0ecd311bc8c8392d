import type { Store } from '../store';

/** The lock of the pane that copies. */
export const copyLock = ({ db }: Pick<Store, 'db'>): string => `${db.name}:copy`;
