import type { Intended } from '../../domain/duplicates';
import { rowKey } from '../../domain/row';
import { shownName, tableLabel } from '../names';
import { usePane } from '../pane';
import { strings } from '../strings';
import { MessageBar } from '../ui/message-bar';
import { useLive } from '../use-live';
import { useLikeness } from './use-likeness';

const text = strings.duplicates;

/** Records that are named. */
const NAMED = 3;

/** Says quietly, after a pause in typing, that a record like this is on this computer. It prevents nothing. */
export function DuplicateHint(row: Intended) {
  const { app, nav } = usePane();
  const model = useLive(app.model);
  const found = useLikeness(row);
  return (
    <div role="status" class="duplicate-hint">
      {found.length > 0 && (
        <MessageBar tone="info">
          {text.maybe}{' '}
          {found.slice(0, NAMED).map((item, n) => (
            <span key={rowKey(item)}>
              {n > 0 && ', '}
              <button
                type="button"
                class="link"
                onClick={() => {
                  nav.open({ kind: 'record', ref: { table: item.table, id: item.id } });
                }}
              >
                {shownName(model, item.table, item.name)}
              </button>{' '}
              ({tableLabel(model, item.table).toLowerCase()})
            </span>
          ))}
          {found.length > NAMED && ` ${text.maybeMore(found.length - NAMED)}`}
        </MessageBar>
      )}
    </div>
  );
}
