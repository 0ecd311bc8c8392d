import type { Estimate } from '../../../domain/estimate';
import { formatCount, formatSize } from '../../format';
import { usePane } from '../../pane';
import { strings } from '../../strings';
import { Button } from '../../ui/button';
import { Disclosure } from '../../ui/disclosure';
import { useLive } from '../../use-live';
import { describeEstimated } from './describe';
import type { Estimated } from './use-estimate';

const text = strings.going;

function Tables({ estimate }: { readonly estimate: Estimate }) {
  const model = useLive(usePane().app.model);
  const { count, size } = estimate.attachments;
  return (
    <table class="counts">
      <thead>
        <tr>
          <th scope="col">{strings.offlineData.table}</th>
          <th scope="col">{strings.offlineData.count}</th>
          <th scope="col">{text.size}</th>
        </tr>
      </thead>
      <tbody>
        {estimate.tables.map(({ table, rows, more, bytes }) => (
          <tr key={table}>
            <th scope="row">{model[table]?.pluralLabel ?? table}</th>
            <td>{more ? text.moreThan(formatCount(rows)) : formatCount(rows)}</td>
            <td>{formatSize(bytes)}</td>
          </tr>
        ))}
        {count > 0 && (
          <tr>
            <th scope="row">{strings.attachments.all}</th>
            <td>{formatCount(count)}</td>
            <td>{formatSize(size)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

interface Props {
  readonly estimated: Estimated;
  /** What was changed here may keep fewer records. */
  readonly fewer: boolean;
  readonly nothingChosen: boolean;
}

/** What a sync would bring, in all and of each table. */
export function Coming({ estimated, fewer, nothingChosen }: Props) {
  const byChoice = useLive(usePane().app.connection.state) === 'workingOffline';
  return (
    <>
      <p role="status" data-estimated={estimated.kind}>
        {byChoice ? text.byChoice : describeEstimated(estimated, nothingChosen)}
      </p>
      {estimated.kind === 'failed' && (
        <div>
          <Button onClick={estimated.again}>{text.again}</Button>
        </div>
      )}
      {estimated.kind === 'known' && estimated.estimate.leaving > 0 && (
        <p role="status" data-leaving={estimated.estimate.leaving}>
          {text.leaving(estimated.estimate.leaving)}
        </p>
      )}
      {estimated.kind !== 'known' && fewer && <p role="status">{strings.trips.fewer.some}</p>}
      {estimated.kind === 'known' &&
        (estimated.estimate.rows > 0 || estimated.estimate.attachments.count > 0) && (
          <Disclosure label={strings.offlineData.tables}>
            <Tables estimate={estimated.estimate} />
          </Disclosure>
        )}
    </>
  );
}
