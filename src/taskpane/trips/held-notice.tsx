import type { Table } from '../../domain/table';
import { type Trip, type Unusable, unusableIn } from '../../domain/trip';
import type { Views } from '../../domain/view';
import { strings } from '../strings';
import { MessageBar } from '../ui/message-bar';
import { useReadable } from './use-readable';

const text = strings.conditions;

function describe(table: Table, unusable: Unusable): string {
  if (unusable.kind === 'view')
    return text.heldView[unusable.problem](table.pluralLabel, unusable.view.name);
  const { column } = unusable.condition;
  return unusable.problem === 'column'
    ? text.heldGone(table.pluralLabel, column)
    : text.heldOther(table.pluralLabel, table.columns[column]?.label ?? column);
}

interface Props {
  readonly trips: readonly Trip[];
  readonly views: Views;
}

/** What of the trips that are on cannot be used, and what that means. */
export function HeldNotice({ trips, views }: Props) {
  const lines = useReadable().flatMap((table) =>
    unusableIn(trips, table, views).map((unusable) => describe(table, unusable)),
  );
  if (lines.length === 0) return null;
  return (
    <MessageBar tone="warning">
      {[...new Set(lines)].join(' ')} {text.held}
    </MessageBar>
  );
}
