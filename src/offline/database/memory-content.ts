import type { StoreName } from './local-database';

/** What the handles of one database share. */
export interface Content {
  readonly values: Readonly<Record<StoreName, Map<string | number, unknown>>>;
  /** The last number given. */
  readonly numbers: { outbox: number; feed: number };
  /** How to take back what the running transaction has done, newest last. */
  undo: (() => void)[];
  /** Transactions run one after the other. */
  tail: Promise<unknown>;
}

export const emptyContent = (): Content => ({
  values: {
    records: new Map(),
    shadow: new Map(),
    links: new Map(),
    catalogue: new Map(),
    outbox: new Map(),
    receipts: new Map(),
    feed: new Map(),
    state: new Map(),
    blobs: new Map(),
  },
  numbers: { outbox: 0, feed: 0 },
  undo: [],
  tail: Promise.resolve(),
});

/** One after the other; what `work` has done is taken back where it fails. */
export function exclusively<T>(content: Content, work: () => Promise<T>): Promise<T> {
  const result = content.tail.then(async () => {
    content.undo = [];
    try {
      return await work();
    } catch (error) {
      for (const back of content.undo.reverse()) back();
      throw error;
    }
  });
  content.tail = result.catch(() => undefined);
  return result;
}
