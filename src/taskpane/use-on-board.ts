import { usePane } from './pane';
import { useLive } from './use-live';

/** How many records are on this computer. */
export function useOnBoard(): number {
  const counts = useLive(usePane().app.copy.counts);
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
