import { useEffect } from 'preact/hooks';
import { useLazy } from '../use-lazy';
import { whenIdle } from '../when-idle';
import { Icon } from './icon';
import './toast.css';

/** A short message about what has just been done. `key` tells two equal messages apart. */
export interface Told {
  readonly text: string;
  readonly key: number;
}

const shownMs = 6000;

export interface ToastProps {
  /** How long a message shows that nobody holds, in milliseconds. */
  readonly ms: number;
  readonly onDone: () => void;
}

/** A message that comes before the machine is there: it only goes away. */
function ToastTimer({ ms, onDone }: ToastProps) {
  useEffect(() => {
    const timer = setTimeout(onDone, ms);
    return () => {
      clearTimeout(timer);
    };
  }, [ms, onDone]);
  return null;
}

/**
 * The status stays in the document, empty, so that assistive technology notices the text that comes into it, once.
 * It is there with the rest of the pane; what holds a message and dismisses it is loaded when the pane is idle.
 * Nothing depends on seeing it in time: it only says what the screen shows anyway.
 */
export function Toast({
  told,
  onDone,
}: {
  readonly told: Told | null;
  readonly onDone: () => void;
}) {
  const part = useLazy(() => whenIdle().then(() => import('./toast-controls')));
  const Controls = part?.ToastControls ?? ToastTimer;
  return (
    <div class="toast-region">
      <div class={told ? 'toast' : 'toast-none'}>
        <div role="status" class="toast-text" aria-label={told?.text}>
          {told && <Icon name="checkCircle" />}
          {told?.text}
        </div>
        {told && <Controls key={told.key} ms={shownMs} onDone={onDone} />}
      </div>
    </div>
  );
}
