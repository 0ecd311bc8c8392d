import { rowKey, sameRow, type LocalRow } from '../../domain/row';
import type { Table } from '../../domain/table';
import { chosenTrips } from '../../domain/trip';
import { formatSize } from '../format';
import { usePane } from '../pane';
import { strings } from '../strings';
import { useLive } from '../use-live';
import { useStored } from '../use-stored';
import { attachmentState } from './attachment-state';
import { SaveAttachment } from './save-attachment';

const text = strings.attachments;

interface Props {
  readonly table: Table;
  readonly row: LocalRow;
}

/** The smallest size that is told in words. */
const kilobyte = 1000;

/** Where the file is, and how to have it. */
function Place({ table, row, name, size }: Props & { name: string; size: number }) {
  const { app } = usePane();
  const { largest, versionHere } = app.attachments;
  const choice = useLive(app.trips.choice);
  const full = useLive(app.copy.standing).attachments?.why === 'noSpace';
  const { data: here } = useStored(
    rowKey(row),
    () => versionHere(row),
    (rows) => rows === null || rows.some((each) => sameRow(each, row)),
  );
  if (here === undefined) return null;
  const trips = chosenTrips(choice, app.trips.organization.trips);
  const state = attachmentState({ table, etag: row.etag, here, size, largest, trips, full });
  return (
    <>
      <p class="muted" data-attachment={state}>
        {text.state[state](formatSize(largest))}
      </p>
      <SaveAttachment of={row} name={name} here={here !== null} />
    </>
  );
}

/** The file that belongs to a record, where it has one. */
export function AttachedFile({ table, row }: Props) {
  const { file } = table;
  const name = file === undefined ? null : row.values[file.name];
  if (file === undefined || typeof name !== 'string') return null;
  const value = row.values[file.size];
  const size = typeof value === 'number' ? value : 0;
  return (
    <dl class="fields">
      <div class="field-line">
        <dt>{text.file}</dt>
        <dd class="stack">
          <p>
            <bdi>{name}</bdi>
            <span class="muted"> {formatSize(Math.max(size, kilobyte))}</span>
          </p>
          <Place table={table} row={row} name={name} size={size} />
        </dd>
      </div>
    </dl>
  );
}
