import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { ListItem } from '../../domain/record-store';
import { RecordList } from '../records/record-list';
import { strings } from '../strings';
import { Button } from '../ui/button';

/** Shown before "Show more". */
const shortList = 5;

interface Props<Item extends ListItem> {
  /** Of the heading, which what stands beside it may refer to. */
  readonly id: string;
  readonly label: string;
  readonly items: readonly Item[];
  /** The name of the record that all of them belong to. */
  readonly parent: string;
  /** Beside the heading. */
  readonly action?: ComponentChildren;
  /** Beside each record. */
  readonly actionOf?: (item: Item) => ComponentChildren;
  /** Below the heading. */
  readonly children?: ComponentChildren;
}

/** Records of one kind that belong to a record, the first ones until more are asked for. */
export function Group<Item extends ListItem>({ id, label, items, parent, ...props }: Props<Item>) {
  const { action, actionOf, children } = props;
  const [all, setAll] = useState(false);
  return (
    <div class="related-group">
      <div class="related-head">
        <h3 class="related-title" id={id}>
          {label}
          {items.length > 0 && <span class="muted"> {items.length}</span>}
        </h3>
        {action}
      </div>
      {children}
      {items.length > 0 && (
        <RecordList
          items={all ? items : items.slice(0, shortList)}
          label={label}
          withTable={false}
          parent={parent}
          {...(actionOf && { actionOf })}
        />
      )}
      {!all && items.length > shortList && (
        <Button
          look="subtle"
          onClick={() => {
            setAll(true);
          }}
        >
          {strings.list.more}
        </Button>
      )}
    </div>
  );
}
