import { useState } from 'preact/hooks';
import { mergeTrips } from '../../domain/merge-trips';
import { chosenTrips, type Selection, type Trip } from '../../domain/trip';
import { usePane } from '../pane';
import { useLive } from '../use-live';
import { named } from './draft';

const same = (one: readonly Trip[], other: readonly Trip[]): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

interface Draft {
  readonly choice: Selection | null;
  /** What held when it was begun. */
  readonly base: readonly Trip[];
}

export interface TripsDraft {
  /** As the user has made them here, until they are kept. */
  readonly choice: Selection | null;
  readonly trips: readonly Trip[];
  /** Those that hold. */
  readonly saved: readonly Trip[];
  /** Those that would hold if they were kept now: other windows' changes are in them. */
  readonly outcome: readonly Trip[];
  readonly isChanged: boolean;
  readonly edit: (trips: readonly Trip[]) => void;
  /** Null: back to the organisation's. */
  readonly choose: (choice: Selection | null) => void;
  /**
   * Keeps them. Rejects with a StoreError.
   * @returns the names of those that another window had changed too, and that are as they are here.
   */
  readonly keep: () => Promise<readonly string[]>;
}

/** The trips while they are changed, here and maybe in other windows. */
export function useTripsDraft(): TripsDraft {
  const { app } = usePane();
  const choice = useLive(app.trips.choice);
  const [draft, setDraft] = useState<Draft | null>(null);
  const organization = named(app.trips.organization.trips);
  const saved = chosenTrips(choice, organization);
  const shown = draft === null ? choice : draft.choice;
  const trips = chosenTrips(shown, organization);
  const merged = (now: Selection | null) =>
    draft === null
      ? { trips: chosenTrips(now, organization), overridden: [] }
      : mergeTrips(draft.base, trimmed(trips), chosenTrips(now, organization));

  return {
    choice: shown,
    trips,
    saved,
    outcome: merged(choice).trips,
    isChanged: draft !== null,
    edit(changed) {
      const base = draft?.base ?? saved;
      setDraft(same(changed, base) ? null : { base, choice: { version: 1, trips: changed } });
    },
    choose(back) {
      const base = draft?.base ?? saved;
      setDraft(back === null && choice === null ? null : { base, choice: back });
    },
    async keep() {
      if (draft === null) return [];
      let overridden: readonly string[] = [];
      await app.trips.change((now) => {
        const outcome = merged(now);
        overridden = outcome.overridden;
        const isOrganizations = draft.choice === null && same(outcome.trips, organization);
        return isOrganizations ? null : { version: 1, trips: outcome.trips };
      });
      return overridden;
    },
  };
}

const trimmed = (trips: readonly Trip[]): readonly Trip[] =>
  trips.map((trip) => ({ ...trip, name: trip.name.trim() }));
