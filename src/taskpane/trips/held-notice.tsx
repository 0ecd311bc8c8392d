import { type Held, heldBy } from '../../domain/held';
import type { Trip } from '../../domain/trip';
import type { Views } from '../../domain/view';
import { MessageBar } from '../ui/message-bar';
import { describeHeld } from './describe-held';
import { useReadable } from './use-readable';

/** A condition whose values are not there, or not all of them. */
const isIncomplete = ({ unusable }: Held): boolean =>
  unusable.kind === 'condition' &&
  unusable.problem === 'values' &&
  unusable.condition.values.length === 0;

interface Props {
  readonly trips: readonly Trip[];
  readonly views: Views;
  /** They are being edited: what is not complete yet is told where it is entered. */
  readonly editing?: boolean;
}

/** What of the trips that are on cannot be used, and what that means. */
export function HeldNotice({ trips, views, editing = false }: Props) {
  const held = heldBy(trips, useReadable(), views).filter(
    (each) => !(editing && isIncomplete(each)),
  );
  return held.length === 0 ? null : <MessageBar tone="warning">{describeHeld(held)}</MessageBar>;
}
