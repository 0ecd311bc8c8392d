import { bringsRows, chosenTrips } from '../domain/trip';
import { usePane } from './pane';
import { useReadable } from './trips/use-readable';
import { useLive } from './use-live';

/** Whether no trip that is on brings records of its own, as far as it is known which tables there are. */
export function useNothingChosen(): boolean {
  const { trips } = usePane().app;
  const chosen = chosenTrips(useLive(trips.choice), trips.organization.trips);
  const tables = useReadable();
  return tables.length > 0 && !tables.some((table) => bringsRows(chosen, table));
}
