import { useLayoutEffect, useReducer } from 'preact/hooks';
import type { Live } from '../domain/live';

/** The current value of a {@link Live}; renders again when it changes. */
export function useLive<T>(live: Live<T>): T {
  const [, again] = useReducer((count: number) => count + 1, 0);
  const value = live.get();
  useLayoutEffect(() => {
    // It may have changed between rendering and subscribing.
    if (!Object.is(live.get(), value)) again(undefined);
    return live.subscribe(() => {
      again(undefined);
    });
    // Only a different source is a reason to subscribe anew.
  }, [live]);
  return value;
}
