import type { LocalRow } from '../../domain/row';
import type { Table } from '../../domain/table';
import { formatSize } from '../format';
import { strings } from '../strings';

interface Props {
  readonly table: Table;
  readonly row: LocalRow;
}

/** The smallest size that is told in words. */
const kilobyte = 1000;

/** The file that belongs to a record, where it has one: what it is, and that it did not come along. */
export function AttachedFile({ table: { file }, row: { values } }: Props) {
  const name = file === undefined ? null : values[file.name];
  if (file === undefined || typeof name !== 'string') return null;
  const size = values[file.size];
  return (
    <dl class="fields">
      <div class="field-line">
        <dt>{strings.record.file}</dt>
        <dd>
          <bdi>{name}</bdi>
          {typeof size === 'number' && (
            <span class="muted"> {formatSize(Math.max(size, kilobyte))}</span>
          )}
          <div class="muted">{strings.record.fileInCrm}</div>
        </dd>
      </div>
    </dl>
  );
}
