import type { CopyProgress } from '../../domain/status';

export interface Telling {
  readonly tell: (progress: CopyProgress) => void;
  /** Resolves once all is told. */
  readonly told: () => Promise<void>;
}

/**
 * Tells how far a copy is, in order.
 * @param settle tells what stands: before that this pane's copy is done, so that nothing that came with it shows as missing.
 */
export function tellInOrder(
  settle: () => Promise<unknown>,
  tell: (progress: CopyProgress) => void,
): Telling {
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();
  return {
    tell(progress) {
      const ended = progress.phase === 'done' && !progress.elsewhere;
      if (waiting === 0 && !ended) {
        tell(progress);
        return;
      }
      waiting += 1;
      last = last
        .then(ended ? settle : undefined)
        .catch(() => undefined)
        .then(() => {
          waiting -= 1;
          tell(progress);
        });
    },
    told: () => last,
  };
}
