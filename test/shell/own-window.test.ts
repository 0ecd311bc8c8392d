import { describe, expect, it } from '@jest/globals';
import { createOwnWindow } from '../../src/shell/own-window';

const pageAt = (href: string): Window =>
  Object.assign(new EventTarget(), { location: new URL(href) }) as unknown as Window;

/** The browser's offer to install the page, which the user answers by `prompt`. */
const offer = (prompt: () => Promise<unknown>): Event =>
  Object.assign(new Event('beforeinstallprompt', { cancelable: true }), { prompt });

describe("Carryon's own window", () => {
  it('is the page without what Outlook has appended to its address', () => {
    const page = pageAt('https://carryon.example/crm/taskpane.html?_host_Info=Outlook$Web#x');
    expect(createOwnWindow(page).url).toBe('https://carryon.example/crm/taskpane.html');
  });

  it('can be installed once the browser offers it, until the user has answered', async () => {
    const page = pageAt('https://carryon.example/taskpane.html');
    const { installable, install } = createOwnWindow(page);
    expect(installable.get()).toBe(false);
    let asked = 0;
    const made = offer(async () => {
      expect(installable.get()).toBe(true);
      asked++;
    });
    page.dispatchEvent(made);
    expect(made.defaultPrevented).toBe(true);
    expect(installable.get()).toBe(true);
    await install();
    expect(installable.get()).toBe(false);
    await install();
    expect(asked).toBe(1);
  });

  it('is not offered any more after it was installed by the menu of the browser', () => {
    const page = pageAt('https://carryon.example/taskpane.html');
    const { installable } = createOwnWindow(page);
    page.dispatchEvent(offer(async () => undefined));
    page.dispatchEvent(new Event('appinstalled'));
    expect(installable.get()).toBe(false);
  });
});
