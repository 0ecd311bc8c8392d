import { useCallback, useId, useLayoutEffect, useState } from 'preact/hooks';

export interface Popup {
  /** The id of the button that opens it. */
  readonly id: string;
  /** The id of what is opened. */
  readonly contentId: string;
  readonly open: boolean;
  readonly toggle: () => void;
  /** Gives the focus back to the button where it was inside. */
  readonly close: () => void;
}

/**
 * Something that a button opens beside it. While it is open, Escape belongs to it alone: it is taken before anything
 * else sees it, so that neither what lies beneath nor Outlook hears of it.
 */
export function usePopup(): Popup {
  const id = useId();
  const contentId = `${id}-popup`;
  const [open, setOpen] = useState(false);
  const close = useCallback(() => {
    const content = document.getElementById(contentId);
    if (content?.contains(document.activeElement)) document.getElementById(id)?.focus();
    setOpen(false);
  }, [id, contentId]);
  const toggle = useCallback(() => {
    setOpen((was) => !was);
  }, []);
  useLayoutEffect(() => {
    if (!open) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      close();
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => {
      window.removeEventListener('keydown', onKeyDown, true);
    };
  }, [open, close]);
  return { id, contentId, open, toggle, close };
}
