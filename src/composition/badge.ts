import type { Live } from '../domain/live';

/** The part of the Badging API that is used; it is missing in many browsers. */
export type Badging = Partial<Pick<Navigator, 'setAppBadge' | 'clearAppBadge'>>;

/** The installed app's icon shows how many changes wait. It stays when the window closes, since they do too. */
export function showBadge(waiting: Live<readonly unknown[]>, navigator: Badging): void {
  let shown: number | null = null;
  const show = (): void => {
    const count = waiting.get().length;
    if (count === shown) return;
    shown = count;
    const done = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
    // Refused where the page is not installed: there is no icon then.
    done?.catch(() => undefined);
  };
  waiting.subscribe(show);
  show();
}
