import type { Held } from '../../domain/held';
import { strings } from '../strings';

const text = strings.conditions;

function describe({ table, unusable }: Held): string {
  if (unusable.kind === 'view')
    return text.heldView[unusable.problem](table.pluralLabel, unusable.view.name);
  const { column } = unusable.condition;
  return unusable.problem === 'column'
    ? text.heldGone(table.pluralLabel, column)
    : text.heldOther(table.pluralLabel, table.columns[column]?.label ?? column);
}

/** What of trips cannot be used, and what that means. @param held at least one. */
export const describeHeld = (held: readonly Held[]): string =>
  [...new Set(held.map(describe)), text.held].join(' ');
