import type { Page } from 'playwright-core';
import { openTime, saveTime, searchTime } from './pane-driver';
import { percentiles } from './report';
import type { Result } from './report';

/** Beginnings of words that every large organisation has. */
const BEGINNINGS = ['a', 'ma', 'be', 'jo', 's', 'ca', 'mi', 'th', 'el', 'ro'] as const;

/**
 * The pane in use while the first copy arrives: search over what is in, open the first that is found, save a change.
 * The moments are spread over the copy by the rows that are on board.
 */
export async function duringCopy(page: Page, rows: number): Promise<Result[]> {
  const searches: number[] = [];
  const opens: number[] = [];
  const saves: number[] = [];
  for (const [n, text] of BEGINNINGS.entries()) {
    await copied(page, ((n + 0.5) / BEGINNINGS.length) * rows);
    searches.push(await searchTime(page, text));
    opens.push(await openTime(page));
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.locator('form textarea').first().fill(`Seen during the copy, ${n}`);
    saves.push(await saveTime(page));
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await page.getByRole('searchbox', { name: 'Search records' }).fill('');
  }
  return [
    ...percentiles('carryon', 'search during the first copy', searches),
    ...percentiles('carryon', 'opening during the first copy', opens),
    ...percentiles('carryon', 'saving during the first copy', saves),
  ];
}

/** Waits until the pane says that so many rows are on board. */
const copied = (page: Page, rows: number): Promise<unknown> =>
  page.waitForFunction(
    (wanted) => {
      const note = document.querySelector('.copy-note .nowrap')?.textContent ?? '';
      const count = Number(/^[\d,]+/.exec(note)?.[0].replaceAll(',', '') ?? NaN);
      const sync = document.querySelector('[role=status][aria-label=Sync]')?.textContent ?? '';
      return count >= wanted || sync.startsWith('Up to date');
    },
    rows,
    { polling: 'raf' },
  );
