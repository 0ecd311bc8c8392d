import { useEffect, useRef, useState } from 'preact/hooks';
import type { Clock } from '../../../domain/ports';
import { usePlace } from '../../pane';
import { postpone, type Postponed } from './postponed';

/** How long there is to take something back: milliseconds. */
const LEFT = 10_000;

const after: Clock['after'] = (ms, callback) => {
  const timer = setTimeout(callback, ms);
  return () => {
    clearTimeout(timer);
  };
};

/** Does things in a moment; at once where the user leaves the screen, or the page is hidden or closed. */
export function usePostponed<T>(act: (value: T) => void): Postponed<T> {
  const { active } = usePlace();
  const latest = useRef(act);
  latest.current = act;
  const [postponed] = useState(() =>
    postpone<T>(
      (value) => {
        latest.current(value);
      },
      LEFT,
      after,
    ),
  );
  useEffect(() => {
    if (!active) postponed.doNow();
  }, [active, postponed]);
  useEffect(() => {
    const onVisibility = () => {
      if (document.visibilityState === 'hidden') postponed.doNow();
    };
    document.addEventListener('visibilitychange', onVisibility);
    window.addEventListener('pagehide', postponed.doNow);
    return () => {
      document.removeEventListener('visibilitychange', onVisibility);
      window.removeEventListener('pagehide', postponed.doNow);
      postponed.doNow();
    };
  }, [postponed]);
  return postponed;
}
