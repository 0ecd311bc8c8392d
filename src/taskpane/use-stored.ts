import { useEffect, useState } from 'preact/hooks';
import type { LinkedGroup, ListPage, ListQuery, RelatedGroup } from '../domain/record-store';
import { type LocalRow, type RowRef, sameRow } from '../domain/row';
import { isLookup, type Values } from '../domain/value';
import type { Currency } from './format';
import { usePane, usePlace } from './pane';
import { useLive } from './use-live';

/** What was read from the local copy. `data` undefined: not read yet. */
export interface Stored<T> {
  readonly data: T | undefined;
  readonly failed: boolean;
}

/** Milliseconds between two readings that changes bring about: a copy under way leaves the screen to its user. */
const REST = 250;

/** Whether a change of these rows is news; null: any row may have changed. */
type Concerns = (rows: readonly RowRef[] | null) => boolean;

/**
 * Reads from the local copy, and again whenever rows change (here or in another pane) while the screen shows.
 * An answer that is out of date by the time it comes is dropped; while `key` changes, the old data stays.
 * @param key what `load` and `concerns` depend on
 */
export function useStored<T>(
  key: string,
  load: () => Promise<T>,
  concerns: Concerns = () => true,
): Stored<T> {
  const { app } = usePane();
  const { active } = usePlace();
  const [stored, setStored] = useState<Stored<T>>({ data: undefined, failed: false });
  useEffect(() => {
    if (!active) return;
    let stopped = false;
    let busy = false;
    let stale = false;
    let rest: ReturnType<typeof setTimeout>;
    const read = async (): Promise<void> => {
      stale = true;
      if (busy) return;
      busy = true;
      while (stale && !stopped) {
        stale = false;
        const rested = new Promise<void>((resolve) => {
          rest = setTimeout(resolve, REST);
        });
        try {
          const data = await load();
          if (!stopped) setStored({ data, failed: false });
        } catch {
          if (!stopped) setStored((old) => ({ ...old, failed: true }));
        }
        await rested;
      }
      busy = false;
    };
    void read();
    const unwatch = app.records.watch((rows) => {
      if (concerns(rows)) void read();
    });
    return () => {
      stopped = true;
      clearTimeout(rest);
      unwatch();
    };
    // `key` stands for everything that `load` closes over.
  }, [app, active, key]);
  return stored;
}

/** Null: no such row on board. */
export function useRow(ref: RowRef | null): Stored<LocalRow | null> {
  const { app } = usePane();
  return useStored(
    ref ? `${ref.table}:${ref.id}` : '',
    () => (ref ? app.records.get(ref) : Promise.resolve(null)),
    (rows) => rows === null || (ref !== null && rows.some((row) => sameRow(row, ref))),
  );
}

/** The list, and the query that it answers: the old one while the new one is being answered. */
export function useList(query: ListQuery): Stored<ListPage & { readonly query: ListQuery }> {
  const { app } = usePane();
  return useStored(JSON.stringify(query), async () => ({
    ...(await app.records.list(query)),
    query,
  }));
}

export function useRelated(ref: RowRef): Stored<readonly RelatedGroup[]> {
  const { app } = usePane();
  return useStored(`${ref.table}:${ref.id}`, () => app.records.related(ref));
}

/** What a row is linked to N:N, and again when a link is added or removed. */
export function useLinked(ref: RowRef): Stored<readonly LinkedGroup[]> {
  const { app } = usePane();
  const entries = useLive(app.outbox.entries);
  const links = entries.filter(({ link }) => link !== undefined).map(({ id }) => id);
  return useStored(`${ref.table}:${ref.id} ${links.join()}`, () => app.records.linked(ref));
}

/** The currency that a row's money columns are in. */
export function useCurrency(values: Values | undefined): Currency | null {
  const value = values?.['transactioncurrencyid'];
  const lookup = isLookup(value) ? value : null;
  const row = useRow(lookup).data;
  if (!lookup) return null;
  const code = row?.values['isocurrencycode'];
  return { code: typeof code === 'string' && code.length === 3 ? code : null, name: lookup.name };
}
