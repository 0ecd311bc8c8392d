import { useEffect } from 'preact/hooks';
import { Icon } from './icon';
import './toast.css';

/** A short message about what has just been done. `key` tells two equal messages apart. */
export interface Told {
  readonly text: string;
  readonly key: number;
}

const shownMs = 6000;

/**
 * The status region stays in the document, empty, so that assistive technology notices the text that comes into it.
 * Nothing depends on seeing it in time: it only says what the screen shows anyway.
 */
export function Toast({
  told,
  onDone,
}: {
  readonly told: Told | null;
  readonly onDone: () => void;
}) {
  useEffect(() => {
    if (!told) return;
    const timer = setTimeout(onDone, shownMs);
    return () => {
      clearTimeout(timer);
    };
  }, [told, onDone]);
  return (
    <div class="toast-region">
      <div role="status" class={told ? 'toast' : 'toast-none'} aria-label={told?.text}>
        {told && <Icon name="checkCircle" />}
        {told?.text}
      </div>
    </div>
  );
}
