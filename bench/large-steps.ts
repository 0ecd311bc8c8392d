import type { Page } from 'playwright-core';

/** Milliseconds until the catalogue's snapshot is surely written. */
const SNAPSHOT = 12_000;

/** What is done with a large copy. Each sample is one search: milliseconds. */
export interface Searches {
  /** By one or two letters. */
  readonly short: readonly number[];
  /** By three letters or more. */
  readonly long: readonly number[];
  /** Some letters that names begin with. */
  readonly beginning: string;
}

/** Searches by the beginnings of names, spread over all. */
export async function searches(page: Page): Promise<Searches> {
  const names = await page.evaluate(() => window.largePage.names(150));
  const search = (texts: readonly string[]): Promise<number[]> =>
    page.evaluate((all) => window.largePage.search(all), texts);
  const beginnings = (letters: number): string[] =>
    names.map((name) => name.slice(0, letters)).filter((text) => text.length === letters);
  return {
    short: await search([...beginnings(1), ...beginnings(2)]),
    long: await search([...beginnings(3), ...beginnings(5), ...names]),
    beginning: names[0]?.slice(0, 3) ?? '',
  };
}

/** Closes the pane and opens it again. @returns milliseconds until the first search is answered. */
export async function coldStart(page: Page, crmUrl: string, beginning: string): Promise<number> {
  // The snapshot is written when nothing has changed for a while.
  await page.waitForTimeout(SNAPSHOT);
  return page.evaluate(([url, text]) => window.largePage.reopened(url, text), [
    crmUrl,
    beginning,
  ] as const);
}

/** How often a refresh comes by itself: milliseconds. */
const EVERY = 15 * 60_000;

/**
 * A refresh of nothing, and one after others have changed so many contacts, each when it comes by itself: milliseconds.
 * Behind those that come first after a copy, which look at the ids of all rows.
 */
export async function refreshes(
  page: Page,
  crmUrl: string,
  changed: number,
): Promise<{ readonly nothing: number; readonly some: number }> {
  const refreshed = (): Promise<number> =>
    page.evaluate((later) => window.largePage.refreshed(later), EVERY);
  for (let n = 0; n < 2; n++) await refreshed();
  const nothing = await refreshed();
  await change(crmUrl, changed);
  return { nothing, some: await refreshed() };
}

/** Rows that others change before a refresh: a thousand, or a tenth of fewer than ten thousand. */
export const changedOf = (rows: number): number => Math.min(1000, Math.floor(rows / 10));

async function change(crmUrl: string, count: number): Promise<void> {
  const asked = await fetch(`${crmUrl}/api/data/v9.2/contacts?$select=contactid&$top=${count}`, {
    headers: { Authorization: 'Bearer sandbox:ada' },
  });
  const { value } = (await asked.json()) as { value: { contactid: string }[] };
  for (const { contactid } of value)
    await fetch(`${crmUrl}/_sandbox/edit`, {
      method: 'POST',
      body: JSON.stringify({
        user: 'omar',
        table: 'contact',
        id: contactid,
        changes: { jobtitle: 'Changed' },
      }),
    });
}
