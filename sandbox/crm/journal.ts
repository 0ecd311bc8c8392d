import type { Exchange } from './exchange';
import type { Store } from './store';

/** A committed write that came by the API. */
export interface JournalEntry {
  /** Position in commit order, from 1. */
  readonly n: number;
  readonly at: string;
  readonly user: string;
  readonly method: string;
  readonly table: string;
  readonly id: string;
  /** Properties as sent. */
  readonly changes: Readonly<Record<string, unknown>>;
  readonly batch: string | null;
  readonly requestId: string;
}

/** Does a write and notes it, all or nothing. */
export function commit<T>(
  exchange: Exchange,
  what: Pick<JournalEntry, 'table' | 'id' | 'changes'>,
  write: () => T,
): T {
  const { organization, user, method, batch, requestId } = exchange;
  return organization.store.transaction(() => {
    const result = write();
    const at = new Date(organization.now()).toISOString();
    const entry: Omit<JournalEntry, 'n'> = {
      at,
      user: user.name,
      method,
      ...what,
      batch,
      requestId,
    };
    organization.store.run('INSERT INTO "_journal" (entry) VALUES (?)', [JSON.stringify(entry)]);
    organization.keepVersion();
    return result;
  });
}

export const readJournal = (store: Store): JournalEntry[] =>
  store.all('SELECT n, entry FROM "_journal" ORDER BY n').map((row) => ({
    n: Number(row['n']),
    ...(JSON.parse(String(row['entry'])) as Omit<JournalEntry, 'n'>),
  }));
