import type { CopyProgress } from '../../domain/status';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Disclosure } from '../ui/disclosure';
import { useLive } from '../use-live';
import { TableCounts } from './table-counts';

const text = strings.offlineData;

/** How far each table of a download is. */
export function DownloadTables({ progress }: { readonly progress: CopyProgress }) {
  const model = useLive(usePane().app.model);
  if (progress.tables.length === 0) return null;
  const lines = progress.tables.map(({ table, rows, total }) => ({
    table,
    label: model[table]?.pluralLabel ?? table,
    rows: text.rowsOf(rows, total),
  }));
  return (
    <Disclosure label={text.tables}>
      <TableCounts lines={lines} />
    </Disclosure>
  );
}
