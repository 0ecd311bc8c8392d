import { useEffect, useState } from 'preact/hooks';
import type { Estimate } from '../../../domain/estimate';
import type { Trip } from '../../../domain/trip';
import { usePane } from '../../pane';
import { useLive } from '../../use-live';
import { useWhyOffline } from '../../use-online-only';

/** What is known of the next sync. */
export type Estimated =
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'failed' }
  | {
      readonly kind: 'known';
      readonly estimate: Estimate;
      /**
       * Where several trips are on: what each would bring by itself, in their order; null: it is off, or it is not known.
       */
      readonly alone: readonly (Estimate | null)[];
    };

/** What a sync by these trips would bring: asked whenever they change, or something has come. */
export function useEstimate(trips: readonly Trip[]): Estimated {
  const { copy } = usePane().app;
  const reachable = useWhyOffline('estimate') === null;
  const lastAt = useLive(copy.lastAt);
  const [estimated, setEstimated] = useState<Estimated>({ kind: 'asking' });
  const asked = JSON.stringify(trips);
  useEffect(() => {
    if (!reachable) return;
    let stopped = false;
    const show = (what: Estimated): void => {
      if (!stopped) setEstimated(what);
    };
    const ask = async (): Promise<void> => {
      const estimate = await copy.estimate(trips);
      const alone = trips.map((): Estimate | null => null);
      show({ kind: 'known', estimate, alone });
      if (trips.filter(({ on }) => on).length < 2) return;
      for (const [index, trip] of trips.entries()) {
        if (stopped) return;
        if (!trip.on) continue;
        // A number that is missing is no more than that.
        alone[index] = await copy.estimate([trip]).catch(() => null);
        show({ kind: 'known', estimate, alone: [...alone] });
      }
    };
    show({ kind: 'asking' });
    ask().catch(() => {
      show({ kind: 'failed' });
    });
    return () => {
      stopped = true;
    };
    // `asked` stands for the trips.
  }, [copy, reachable, lastAt, asked]);
  return reachable ? estimated : { kind: 'unreachable' };
}
