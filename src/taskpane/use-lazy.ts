import { useEffect, useState } from 'preact/hooks';

/**
 * A part of the program that is loaded where it is first used; null until it is there. Where it cannot be loaded,
 * what stands in for it stays.
 */
export function useLazy<T>(load: () => Promise<T>): T | null {
  const [part, setPart] = useState<{ readonly loaded: T } | null>(null);
  useEffect(() => {
    let stopped = false;
    load().then(
      (loaded) => {
        if (!stopped) setPart({ loaded });
      },
      () => undefined,
    );
    return () => {
      stopped = true;
    };
    // What is loaded never changes.
  }, []);
  return part?.loaded ?? null;
}
