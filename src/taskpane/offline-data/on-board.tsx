import { formatCount, formatMoment } from '../format';
import { usePane } from '../pane';
import { strings } from '../strings';
import { useLive } from '../use-live';
import { useOnBoard } from '../use-on-board';
import { TableCounts } from './table-counts';

const text = strings.offlineData;

/** How many records of each table are on this computer, and since when. */
export function OnBoard() {
  const { app } = usePane();
  const model = useLive(app.model);
  const counts = useLive(app.copy.counts);
  const lastAt = useLive(app.copy.lastAt);
  const lines = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([table, count]) => ({ table, label: model[table]?.pluralLabel ?? table, count }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const total = useOnBoard();
  const notYet = total === 0 ? text.never : text.firstNotEnded;
  return (
    <section class="data-section">
      <h2 class="section-title">{text.onBoard}</h2>
      <p class="muted">{lastAt === null ? notYet : text.lastAt(formatMoment(lastAt))}</p>
      {lines.length > 0 && (
        <TableCounts
          lines={lines.map(({ count, ...line }) => ({ ...line, rows: formatCount(count) }))}
          total={formatCount(total)}
        />
      )}
    </section>
  );
}
