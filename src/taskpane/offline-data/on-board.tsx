import { formatCount, formatMoment } from '../format';
import { usePane } from '../pane';
import { strings } from '../strings';
import { useLive } from '../use-live';

const text = strings.offlineData;

/** How many records of each table are on this computer, and since when. */
export function OnBoard() {
  const { app } = usePane();
  const model = useLive(app.model);
  const counts = useLive(app.copy.counts);
  const lastAt = useLive(app.copy.lastAt);
  const lines = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => ({ name, label: model[name]?.pluralLabel ?? name, count }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const total = lines.reduce((sum, { count }) => sum + count, 0);
  return (
    <section class="data-section">
      <h2 class="section-title">{text.onBoard}</h2>
      <p class="muted">{lastAt === null ? text.never : text.lastAt(formatMoment(lastAt))}</p>
      {lines.length > 0 && (
        <table class="counts">
          <thead class="sr-only">
            <tr>
              <th scope="col">{text.table}</th>
              <th scope="col">{text.count}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ name, label, count }) => (
              <tr key={name}>
                <th scope="row">{label}</th>
                <td>{formatCount(count)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{text.total}</th>
              <td>{formatCount(total)}</td>
            </tr>
          </tfoot>
        </table>
      )}
    </section>
  );
}
