import { useState } from 'preact/hooks';
import { mergeTrips } from '../../domain/merge-trips';
import { chosenTrips, type Selection, type Trip } from '../../domain/trip';
import { usePane } from '../pane';
import { strings } from '../strings';
import { useLive } from '../use-live';
import { useReachable } from '../use-reachable';
import { named } from './draft';

const same = (one: Selection | null, other: Selection | null): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

export interface TripsAtOnce {
  /** Those that hold. */
  readonly trips: readonly Trip[];
  /** Keeps what only adds to them, and brings it. @param told says that it comes, now or later. */
  readonly add: (trips: readonly Trip[], told: (later: boolean) => string) => void;
  /** Goes back to what held before that; null: nothing was added here, or another choice was made since. */
  readonly undo: (() => void) | null;
  /** It could not be kept. */
  readonly failed: boolean;
}

/** The trips that hold, to which one click adds, without the screen where they are chosen. */
export function useTripsAtOnce(): TripsAtOnce {
  const { app, tell } = usePane();
  const choice = useLive(app.trips.choice);
  const reachable = useReachable();
  const [added, setAdded] = useState<{
    readonly before: Selection | null;
    readonly after: Selection;
  } | null>(null);
  const [failed, setFailed] = useState(false);

  const keep = async (
    next: (now: Selection | null) => Selection | null,
    told: string,
  ): Promise<void> => {
    setFailed(false);
    try {
      await app.trips.change(next);
    } catch {
      setFailed(true);
      return;
    }
    tell(told);
    // Without a network its return brings the refresh. How it ends shows in the progress.
    if (reachable) app.copy.refresh(false).catch(() => undefined);
  };

  const organization = named(app.trips.organization.trips);
  const shown = chosenTrips(choice, organization);
  return {
    trips: shown,
    add(trips, told) {
      const adding = (before: Selection | null): Selection => {
        const merged = mergeTrips(shown, trips, chosenTrips(before, organization));
        const after = { version: 1, trips: merged.trips } as const;
        setAdded({ before, after });
        return after;
      };
      void keep(adding, told(!reachable));
    },
    undo:
      added !== null && same(choice, added.after)
        ? () =>
            void keep(
              (now) => (same(now, added.after) ? added.before : now),
              strings.trips.atOnce.undone,
            )
        : null,
    failed,
  };
}
