import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import type { ListItem } from '../../domain/record-store';
import { rowKey } from '../../domain/row';
import { detailParts, shownName } from '../names';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Icon } from '../ui/icon';
import { Parts } from '../ui/parts';
import { useLive } from '../use-live';
import './record-list.css';

interface Props<Item extends ListItem> {
  readonly items: readonly Item[];
  readonly label: string;
  /** Whether the items' tables differ, so that each says its own. */
  readonly withTable: boolean;
  /** The name of the record that all of them refer to, where that stands above them. */
  readonly parent?: string;
  /** Beside each of them. */
  readonly actionOf?: (item: Item) => ComponentChildren;
}

/** Records to open. The whole line is the target; the button's name is the record's name alone. */
export function RecordList<Item extends ListItem>(props: Props<Item>) {
  const { items, label, withTable, parent, actionOf } = props;
  const { app, nav } = usePane();
  const model = useLive(app.model);
  const id = useId();
  return (
    <ul class="records" aria-label={label}>
      {items.map((item) => {
        const key = rowKey(item);
        const details = detailParts(model, item, withTable, parent);
        const detailId = `${id}-${key}`;
        return (
          <li key={key} class="records-item">
            <div class="records-text">
              <button
                type="button"
                class="records-name"
                dir="auto"
                aria-describedby={details.length > 0 || item.pending ? detailId : undefined}
                onClick={() => {
                  nav.open({ kind: 'record', ref: { table: item.table, id: item.id } });
                }}
              >
                {shownName(model, item.table, item.name)}
              </button>
              <div class="muted records-detail" id={detailId}>
                <Parts texts={details} />
                {item.pending && <span class="sr-only"> {strings.list.pending}</span>}
              </div>
            </div>
            {item.pending && (
              <span class="tag tag-brand" aria-hidden="true" title={strings.list.pending}>
                <Icon name="clock" />
              </span>
            )}
            {actionOf?.(item)}
          </li>
        );
      })}
    </ul>
  );
}
