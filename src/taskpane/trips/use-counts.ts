import { useEffect, useRef, useState } from 'preact/hooks';
import type { Table } from '../../domain/table';
import { choicesFor, type OwnChoice, type RowChoice, type RowCount } from '../../domain/trip';
import { usePane } from '../pane';
import { useLive } from '../use-live';

export type CountOf = (table: Table, rows: RowChoice) => RowCount | undefined;

const keyOf = (table: Table, rows: RowChoice): string => `${table.name} ${rows}`;

const counted = (rows: RowChoice): rows is OwnChoice => rows !== 'none' && rows !== 'related';

/** How many rows the choices of these tables mean, as far as the CRM has told; it is asked while it can be reached. */
export function useCounts(tables: readonly Table[]): CountOf {
  const { app } = usePane();
  const online = useLive(app.connection.state) === 'online';
  const known = useRef(new Map<string, RowCount>());
  const [, again] = useState(0);
  const names = tables.map(({ name }) => name).join(' ');
  useEffect(() => {
    let stopped = !online;
    const ask = async (): Promise<void> => {
      for (const table of tables)
        for (const rows of choicesFor(table).filter(counted)) {
          if (stopped) return;
          const key = keyOf(table, rows);
          if (known.current.has(key)) continue;
          known.current.set(key, await app.trips.count(table, rows));
          again((n) => n + 1);
        }
    };
    // A number that is missing is no more than that.
    ask().catch(() => undefined);
    return () => {
      stopped = true;
    };
    // `names` stands for the tables.
  }, [app, online, names]);
  return (table, rows) => known.current.get(keyOf(table, rows));
}
