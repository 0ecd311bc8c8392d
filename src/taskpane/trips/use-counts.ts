import { useEffect, useRef, useState } from 'preact/hooks';
import type { Table } from '../../domain/table';
import {
  choicesFor,
  isOwn,
  type OwnFilter,
  type RowCount,
  type TableFilter,
  unusable,
} from '../../domain/trip';
import type { Views } from '../../domain/view';
import { usePane } from '../pane';
import { useWhyOffline } from '../use-online-only';

/** Milliseconds after the last change. */
const PAUSE = 400;

export type CountOf = (table: Table, filter: TableFilter) => RowCount | undefined;

/** What is shown of a table. */
interface Shown {
  readonly table: Table;
  readonly filter: TableFilter;
}

const keyOf = (table: Table, filter: TableFilter): string =>
  `${table.name} ${JSON.stringify([filter.rows, filter.view?.id, filter.conditions])}`;

/** The filter with each choice of rows that is counted. */
const counted = (
  { table, filter: { view, ...filter } }: Shown,
  views: Views,
): readonly OwnFilter[] =>
  [
    ...(view && views[view.id] ? [{ ...filter, view }] : []),
    ...choicesFor(table).map((rows) => ({ ...filter, rows })),
  ]
    .filter(isOwn)
    .filter((each) => unusable(each, table, views).length === 0);

/**
 * How many rows the choices of these tables mean with their conditions, as far as the CRM has told; it is asked while
 * it can be reached.
 */
export function useCounts(shown: readonly Shown[], views: Views): CountOf {
  const { app } = usePane();
  const online = useWhyOffline('counts') === null;
  const known = useRef(new Map<string, RowCount>());
  const [, again] = useState(0);
  const keys = shown
    .flatMap((each) => counted(each, views).map((filter) => keyOf(each.table, filter)))
    .join();
  useEffect(() => {
    if (!online) return;
    const stop = new AbortController();
    const { signal } = stop;
    const ask = async (): Promise<void> => {
      for (const each of shown)
        for (const filter of counted(each, views)) {
          if (signal.aborted) return;
          const key = keyOf(each.table, filter);
          if (known.current.has(key)) continue;
          known.current.set(key, await app.trips.count(each.table, filter, views, signal));
          again((n) => n + 1);
        }
    };
    // A number that is missing is no more than that.
    const timer = setTimeout(() => void ask().catch(() => undefined), PAUSE);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
    // `keys` stands for what is counted.
  }, [app, online, keys]);
  return (table, filter) => known.current.get(keyOf(table, filter));
}
