import type { Exchange } from '../exchange';
import { parseQuery } from '../http/address';
import type { Organization } from '../organization';
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
  /** The workflow whose effect it is. */
  readonly cause?: string;
  /** The request's query option `tag`, which plug-ins see as a shared variable. */
  readonly tag?: string;
}

/** One row that a request wrote. */
export type Written = Pick<JournalEntry, 'table' | 'id' | 'changes'>;

/** Notes a write; part of the transaction that does it. */
export const noteEntry = ({ store }: Organization, entry: Omit<JournalEntry, 'n'>): void =>
  void store.run('INSERT INTO "_journal" (entry) VALUES (?)', [JSON.stringify(entry)]);

/** Does writes and notes them in the order they answer, all or nothing. */
export function commitAll(exchange: Exchange, write: () => readonly Written[]): void {
  const { organization, user, method, batch, requestId, search } = exchange;
  const tag = parseQuery(search).get('tag');
  const more = { batch, requestId, ...(tag !== undefined && { tag }) };
  organization.store.transaction(() => {
    const at = new Date(organization.now()).toISOString();
    for (const what of write())
      noteEntry(organization, { at, user: user.name, method, ...what, ...more });
    organization.keepVersion();
  });
}

/** Does a write and notes it, all or nothing. */
export const commit = (exchange: Exchange, what: Written, write: () => void): void =>
  commitAll(exchange, () => {
    write();
    return [what];
  });

export const readJournal = (store: Store): JournalEntry[] =>
  store.all('SELECT n, entry FROM "_journal" ORDER BY n').map((row) => ({
    n: Number(row['n']),
    ...(JSON.parse(String(row['entry'])) as Omit<JournalEntry, 'n'>),
  }));
