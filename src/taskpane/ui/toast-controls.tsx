import { normalizeProps, useMachine } from '@zag-js/preact';
import * as toast from '@zag-js/toast';
import type { HTMLAttributes, TargetedFocusEvent, TargetedKeyboardEvent } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { strings } from '../strings';
import { Icon } from './icon';
import type { ToastProps } from './toast';

interface DismissProps {
  readonly options: toast.Props;
  readonly group: toast.GroupService;
  readonly onDone: () => void;
}

/** The time a message has left, which stands still while its button has the focus. */
function Dismiss({ options, group, onDone }: DismissProps) {
  const cameFrom = useRef<EventTarget | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const service = useMachine(toast.machine, {
    ...options,
    id: options.id ?? '',
    type: options.type ?? 'info',
    duration: options.duration ?? Infinity,
    parent: group,
    removeDelay: 0,
    onStatusChange: ({ status }) => {
      if (status === 'visible') return;
      if (button.current === document.activeElement && cameFrom.current instanceof HTMLElement)
        cameFrom.current.focus();
      if (status === 'unmounted') onDone();
    },
  });
  const api = toast.connect(service, normalizeProps);

  return (
    <button
      {...api.getCloseTriggerProps()}
      ref={button}
      class="button button-subtle button-icon"
      aria-label={undefined}
      title={strings.dismiss}
      onFocus={(event: TargetedFocusEvent<HTMLButtonElement>) => {
        cameFrom.current = event.relatedTarget;
        api.pause();
      }}
      onBlur={api.resume}
      onKeyDown={(event: TargetedKeyboardEvent<HTMLButtonElement>) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        api.dismiss();
      }}
    >
      <Icon name="dismiss" />
    </button>
  );
}

/** What lies over a message: it stays while the pointer is on it, and can be dismissed. */
export function ToastControls({ ms, onDone }: ToastProps) {
  const [store] = useState(() => {
    // No key takes the focus to a message out of a field: the hotkey is one that does not exist.
    const made = toast.createStore({ max: 1, hotkey: ['none'] });
    made.create({ duration: ms });
    return made;
  });
  const group = useMachine(toast.group.machine, { id: useId(), store });
  const api = toast.group.connect(group, normalizeProps);
  const { id, onMouseEnter, onMouseMove, onMouseLeave } =
    api.getGroupProps() as HTMLAttributes<HTMLDivElement>;
  return (
    <div class="toast-controls" {...{ id, onMouseEnter, onMouseMove, onMouseLeave }}>
      {api.getToasts().map((options) => (
        <Dismiss key={options.id} options={options} group={group} onDone={onDone} />
      ))}
    </div>
  );
}
