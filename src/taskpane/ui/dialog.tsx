import type { ComponentChildren, TargetedKeyboardEvent } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import './dialog.css';

/** Every question that the pane asks. */
export type DialogName =
  'leave' | 'delete' | 'discard' | 'undo' | 'decide' | 'goOffline' | 'keepFewer' | 'action';

interface Props {
  readonly name: DialogName;
  readonly title: string;
  readonly children?: ComponentChildren;
  /** The buttons. The one with the attribute `data-first` gets the focus, else the first control. */
  readonly actions: ComponentChildren;
  readonly onClose: () => void;
}

/** What Tab goes to: of radio buttons the one that is chosen, as everywhere. */
const controls =
  'button:not([disabled], [tabindex="-1"]), [href], input:not([type="radio"]:not(:checked)), select, textarea, [tabindex="0"]';

/**
 * A modal question in a native dialog. Tab and Escape are handled here and not passed on,
 * because office.js in its web flavour would move the focus out of the dialog, or out of the pane.
 */
export function Dialog({ name, title, children, actions, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useLayoutEffect(() => {
    const element = dialog.current;
    if (!element) return;
    element.showModal();
    element.querySelector<HTMLElement>('[data-first] button')?.focus();
    return () => {
      // Closing gives the focus back to what opened the dialog.
      element.close();
    };
  }, []);

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDialogElement>) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onClose();
    } else if (event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      const all = [...event.currentTarget.querySelectorAll<HTMLElement>(controls)];
      const at = all.indexOf(document.activeElement as HTMLElement);
      const next = (at + (event.shiftKey ? -1 : 1) + all.length) % all.length;
      all[next]?.focus();
    }
  };

  return (
    <dialog
      ref={dialog}
      class="dialog"
      data-dialog={name}
      aria-labelledby={titleId}
      onKeyDown={onKeyDown}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <h2 class="dialog-title" id={titleId}>
        {title}
      </h2>
      <div class="dialog-body">{children}</div>
      <div class="dialog-actions">{actions}</div>
    </dialog>
  );
}
