import type { Page } from 'playwright-core';

/** tsx names functions by a helper that a page does not have. */
export const namingHelper = 'globalThis.__name = (named) => named;';

/** Milliseconds from opening the pane until the mark that its first screen is rendered. */
export async function readyAfter(page: Page): Promise<number> {
  await page.waitForFunction(() => document.documentElement.dataset['ready'] === 'true');
  return page.evaluate(() => performance.getEntriesByName('carryon:ready')[0]?.startTime ?? NaN);
}

/** Milliseconds from opening the pane until everything is on board. */
export async function upToDateAfter(page: Page, limitMs: number): Promise<number> {
  const handle = await page.waitForFunction(
    () => {
      const sync = document.querySelector('[role=status][aria-label=Sync]');
      return sync?.textContent.startsWith('Up to date') === true ? performance.now() : null;
    },
    undefined,
    { polling: 'raf', timeout: limitMs },
  );
  return (await handle.jsonValue()) ?? NaN;
}

/** How many rows the pane's database holds. */
export const rowsOnBoard = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const found = await indexedDB.databases();
    const name = found.map((database) => database.name ?? '').find((n) => /^carryon:.+:/.test(n));
    return new Promise<number>((resolve, reject) => {
      const fail = (): void => reject(new Error('The database cannot be read.'));
      const open = indexedDB.open(name ?? '');
      open.onerror = fail;
      open.onsuccess = () => {
        const count = open.result.transaction('records').objectStore('records').count();
        count.onerror = fail;
        count.onsuccess = () => {
          open.result.close();
          resolve(count.result);
        };
      };
    });
  });

/** Milliseconds from entering `text` until the list shows what it finds. */
export const searchTime = (page: Page, text: string): Promise<number> =>
  page.evaluate((words) => {
    const box = document.querySelector<HTMLInputElement>('input[type=search]');
    const results = document.querySelector('ul[aria-label=Records]')?.parentElement;
    if (box === null || !results) throw new Error('No search box or list.');
    return new Promise<number>((resolve) => {
      const start = performance.now();
      new MutationObserver((_, observer) => {
        observer.disconnect();
        resolve(performance.now() - start);
      }).observe(results, { childList: true, subtree: true, characterData: true });
      box.value = words;
      box.dispatchEvent(new Event('input', { bubbles: true }));
    });
  }, text);

/** Presses Save; milliseconds until the form has gone and the pane says that the record is saved. */
export const saveTime = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const form = document.querySelector('form');
    const save = form?.querySelector<HTMLButtonElement>('button[type=submit]');
    if (!form || !save) throw new Error('No form with a button Save.');
    const isSaved = (): boolean =>
      !form.isConnected &&
      [...document.querySelectorAll('[role=status]')].some((status) =>
        status.textContent.includes('Saved on this computer'),
      );
    return new Promise<number>((resolve) => {
      const start = performance.now();
      new MutationObserver((_, observer) => {
        if (!isSaved()) return;
        observer.disconnect();
        resolve(performance.now() - start);
      }).observe(document.body, { childList: true, subtree: true, characterData: true });
      save.click();
    });
  });

/** Opens the first record of the list; milliseconds until its page shows its fields. */
export const openTime = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const item = document.querySelector<HTMLElement>('ul[aria-label=Records] button');
    if (item === null) throw new Error('No record in the list.');
    const shown = (): boolean =>
      [...document.querySelectorAll('dl')].some((fields) => fields.checkVisibility());
    return new Promise<number>((resolve) => {
      const start = performance.now();
      new MutationObserver((_, observer) => {
        if (!shown()) return;
        observer.disconnect();
        resolve(performance.now() - start);
      }).observe(document.body, { childList: true, subtree: true, attributes: true });
      item.click();
    });
  });
