/**
 * What office.js in its web flavour does with the Tab and Escape keys, as read in outlook-web-16.01.debug.js:
 * it moves the focus itself along its own list, and tells Outlook when the list ends or Escape is pressed.
 * Self-contained: it is handed to the page as text.
 */
export function takeKeysLikeOffice(): void {
  const tabbable =
    "a[href]:not([tabindex='-1']),area[href]:not([tabindex='-1']),button:not([disabled]):not([tabindex='-1']),input:not([disabled]):not([tabindex='-1']),select:not([disabled]):not([tabindex='-1']),textarea:not([disabled]):not([tabindex='-1']),*[tabindex]:not([tabindex='-1']),*[contenteditable]:not([disabled]):not([tabindex='-1'])";
  const told: string[] = [];
  Object.assign(window, { told });
  window.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      told.push('Escape');
    }
    if (event.key !== 'Tab') return;
    event.preventDefault();
    const all = [...document.querySelectorAll<HTMLElement>(tabbable)];
    const step = event.shiftKey ? -1 : 1;
    const start = all.indexOf(event.target as HTMLElement);
    for (let at = start + step; start >= 0 && at >= 0 && at < all.length; at += step) {
      all[at]?.focus();
      if (document.activeElement === all[at]) return;
    }
    told.push(event.shiftKey ? 'TabExitShift' : 'TabExit');
  });
}
