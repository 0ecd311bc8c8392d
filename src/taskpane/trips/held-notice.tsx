import { heldBy } from '../../domain/held';
import type { Trip } from '../../domain/trip';
import type { Views } from '../../domain/view';
import { MessageBar } from '../ui/message-bar';
import { describeHeld } from './describe-held';
import { useReadable } from './use-readable';

interface Props {
  readonly trips: readonly Trip[];
  readonly views: Views;
}

/** What of the trips that are on cannot be used, and what that means. */
export function HeldNotice({ trips, views }: Props) {
  const held = heldBy(trips, useReadable(), views);
  return held.length === 0 ? null : <MessageBar tone="warning">{describeHeld(held)}</MessageBar>;
}
