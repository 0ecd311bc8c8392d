import type { LocalDatabase, StoreName, Stores } from '../../src/offline/database/local-database';
import type { Owner, Scheduler } from './scheduler';

export interface Disk {
  /** No space is left: whatever writes is refused. */
  full: boolean;
  /** Called after each write that was committed, before anybody learns of it. */
  readonly committed: (owner: Owner) => Promise<void>;
}

const writes = new Set(['put', 'bulkPut', 'add', 'delete', 'bulkDelete', 'clear']);
const names: readonly StoreName[] = [
  'records',
  'shadow',
  'links',
  'catalogue',
  'outbox',
  'receipts',
  'feed',
  'state',
  'blobs',
];
type Method = (...args: unknown[]) => Promise<unknown>;

/** The same database, each of whose transactions is a step of its owner: it may die before or after each. */
export function steppedDatabase(
  db: LocalDatabase,
  scheduler: Scheduler,
  owner: Owner,
  disk: Disk,
): LocalDatabase {
  const step = <T>(what: string, writing: boolean, work: () => Promise<T>): Promise<T> =>
    scheduler.step(owner, what, async () => {
      if (writing && disk.full) throw new DOMException('No space.', 'QuotaExceededError');
      const value = await work();
      if (writing) await disk.committed(owner);
      return value;
    });
  const stepped = <T extends object>(target: T, label: string): T =>
    new Proxy(target, {
      get: (_target, key: string) => {
        const member = (target as Record<string, unknown>)[key];
        if (typeof member !== 'function') return member;
        const method = member.bind(target) as Method;
        const writing = writes.has(key) || key.startsWith('delete');
        return (...args: unknown[]) => step(`${label}${key}`, writing, () => method(...args));
      },
    });
  const stores = new Map<string, object>(
    names.map((name) => [name, stepped(db[name] as object, `${name}.`)]),
  );
  const queries = stepped(db, '');
  return new Proxy(db, {
    get(_target, key: string) {
      if (stores.has(key)) return stores.get(key);
      if (key === 'name' || key === 'close') return key === 'name' ? db.name : () => db.close();
      if (key !== 'transaction') return (queries as unknown as Record<string, unknown>)[key];
      return <T>(
        mode: 'r' | 'rw',
        scope: readonly StoreName[],
        work: (inner: Stores) => Promise<T>,
      ): Promise<T> =>
        step(`transaction ${scope.join(' ')}`, mode === 'rw', () =>
          db.transaction(mode, scope, work),
        );
    },
  });
}
