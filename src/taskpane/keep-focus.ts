const controls =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex]';

const usable = (element: HTMLElement): boolean =>
  element.isConnected &&
  element.tabIndex >= 0 &&
  element.checkVisibility() &&
  element.matches(controls);

/**
 * Whatever goes away or cannot be used any more while it has the focus, hands it to what stands in its place now.
 * On the page's body the focus would be lost: office.js goes on with the Tab key from the focused control, and a
 * screen reader would start from the top. Returns how to stop.
 */
export function keepFocus(root: Element): () => void {
  let focused: HTMLElement | null = null;
  /** What stood before it, the nearest last. */
  let before: readonly HTMLElement[] = [];
  const all = () => [...root.querySelectorAll<HTMLElement>(controls)];

  const onFocusIn = ({ target }: Event) => {
    if (!(target instanceof HTMLElement)) return;
    focused = target;
    const order = all();
    before = order.slice(0, Math.max(0, order.indexOf(target)));
  };
  const observer = new MutationObserver(() => {
    if (!focused || usable(focused)) return;
    const active = document.activeElement;
    const lost = active === null || active === document.body || active === focused;
    focused = null;
    if (!lost || !document.hasFocus()) return;
    const last = before.findLast(usable);
    const now = all().filter(usable);
    const next = last ? (now[now.indexOf(last) + 1] ?? last) : now[0];
    next?.focus();
  });
  root.addEventListener('focusin', onFocusIn);
  observer.observe(root, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['disabled', 'hidden'],
  });
  return () => {
    observer.disconnect();
    root.removeEventListener('focusin', onFocusIn);
  };
}
