import { useEffect, useState } from 'preact/hooks';
import type { Table } from '../../domain/table';
import type { View, Views } from '../../domain/view';
import { usePane } from '../pane';
import { useLive } from '../use-live';
import { useWhyOffline } from '../use-online-only';

export interface KnownViews {
  /** All of the tables', by name, as far as the CRM has told. */
  readonly list: readonly View[];
  /** These, and those that the trips are known to have. */
  readonly byId: Views;
}

/** The views of these tables; the CRM is asked for them while it can be reached. */
export function useViews(tables: readonly Table[]): KnownViews {
  const { app } = usePane();
  const online = useWhyOffline('views') === null;
  const kept = useLive(app.trips.views);
  const [list, setList] = useState<readonly View[]>([]);
  const names = tables.map(({ name }) => name).join(' ');
  useEffect(() => {
    if (!online || names === '') return;
    let stopped = false;
    app.trips.readViews(tables).then(
      (found) => {
        if (!stopped) setList(found);
      },
      // Views that are missing are no more than that.
      () => undefined,
    );
    return () => {
      stopped = true;
    };
    // `names` stands for the tables.
  }, [app, online, names]);
  return { list, byId: { ...kept, ...Object.fromEntries(list.map((view) => [view.id, view])) } };
}
