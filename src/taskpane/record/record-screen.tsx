import type { RowRef } from '../../domain/row';
import { shownNameOf } from '../names';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Icon } from '../ui/icon';
import { MessageBar } from '../ui/message-bar';
import { ScreenBar } from '../ui/screen-bar';
import { useLive } from '../use-live';
import { useRow } from '../use-stored';
import { Absent } from './absent';
import { AttachedFile } from './attached-file';
import { Fields } from './fields';
import { Linked } from './linked';
import { RecordActions } from './record-actions';
import { Related } from './related';
import { useVisit } from './use-visit';
import './record.css';

/** One record: its fields as the table's form lays them out, and what refers to it. */
export function RecordScreen({ target }: { readonly target: RowRef }) {
  const { app } = usePane();
  const model = useLive(app.model);
  const { data: row, failed } = useRow(target);
  const table = model[target.table];
  const { visit, again } = useVisit(target, row === undefined ? undefined : row !== null);

  if (!table || !row || row.deleted)
    return (
      <>
        <ScreenBar title={table?.label ?? ''} />
        <div class="content stack">
          {failed && <MessageBar tone="error">{strings.couldNotRead}</MessageBar>}
          {!table && <p class="empty">{strings.record.gone}</p>}
          {table && row === null && <Absent visit={visit} onAgain={again} />}
          {row?.deleted && <p class="empty">{strings.record.deleted}</p>}
        </div>
      </>
    );

  return (
    <>
      <ScreenBar title={shownNameOf(table, row.values)} />
      <div class="content stack">
        <p class="record-kind">
          <span class="muted">{table.label}</span>
          {row.pending > 0 && (
            <span class="tag tag-brand">
              <Icon name="clock" />
              {strings.record.pending(row.pending)}
            </span>
          )}
        </p>
        <RecordActions table={table} row={row} />
        <AttachedFile table={table} row={row} />
        <Fields table={table} row={row} />
        <Related table={table} row={row} />
        <Linked table={table} row={row} />
      </div>
    </>
  );
}
