import { useEffect, useRef, useState } from 'preact/hooks';
import { CrmError, type CrmFailure } from '../../../domain/crm-error';
import type { Estimate } from '../../../domain/estimate';
import type { Trip } from '../../../domain/trip';
import { usePane } from '../../pane';
import { useLive } from '../../use-live';
import { useWhyOffline } from '../../use-online-only';

/** What is known of the next sync. */
export type Estimated =
  | { readonly kind: 'unreachable' }
  /** `heldUntil`: the CRM asks to wait until then: milliseconds since 1970. */
  | { readonly kind: 'asking'; readonly heldUntil: number | null }
  /** `failure`: null: it was not the CRM's. */
  | { readonly kind: 'failed'; readonly failure: CrmFailure | null; readonly again: () => void }
  | {
      readonly kind: 'known';
      readonly estimate: Estimate;
      /**
       * Where several trips are on: what each would bring by itself, in their order; null: it is off, or it is not known.
       */
      readonly alone: readonly (Estimate | null)[];
    };

const notYet: Estimated = { kind: 'asking', heldUntil: null };

/** What a sync by these trips would bring: asked whenever they change, or something has come. */
export function useEstimate(trips: readonly Trip[]): Estimated {
  const { copy } = usePane().app;
  const reachable = useWhyOffline('estimate') === null;
  const lastAt = useLive(copy.lastAt);
  const heldUntil = useLive(copy.estimateHeld);
  const [estimated, setEstimated] = useState<Estimated>(notYet);
  const [tries, setTries] = useState(0);
  /** The download that was the last one when something was asked here. */
  const known = useRef<number | null | undefined>(undefined);
  const asked = JSON.stringify(trips);
  useEffect(() => {
    if (!reachable) return;
    let stopped = false;
    const show = (what: Estimated): void => {
      if (!stopped) setEstimated(what);
    };
    const ask = async (): Promise<void> => {
      const goesOn = known.current === lastAt;
      known.current = lastAt;
      const estimate = await copy.estimate(trips, { goesOn });
      const alone = trips.map((): Estimate | null => null);
      show({ kind: 'known', estimate, alone });
      if (trips.filter(({ on }) => on).length < 2) return;
      for (const [index, trip] of trips.entries()) {
        if (stopped) return;
        if (!trip.on) continue;
        // A number that is missing is no more than that.
        alone[index] = await copy
          .estimate([trip], { goesOn: true, within: estimate })
          .catch(() => null);
        show({ kind: 'known', estimate, alone: [...alone] });
      }
    };
    show(notYet);
    ask().catch((error: unknown) => {
      const failure = error instanceof CrmError ? error.failure : null;
      const again = (): void => {
        setTries(tries + 1);
      };
      show({ kind: 'failed', failure, again });
    });
    return () => {
      stopped = true;
    };
    // `asked` stands for the trips.
  }, [copy, reachable, lastAt, asked, tries]);
  if (!reachable) return { kind: 'unreachable' };
  return estimated.kind === 'asking' ? { ...estimated, heldUntil } : estimated;
}
