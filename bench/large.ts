import type { Page } from 'playwright-core';
import { inBrowser, say } from './in-browser';
import { rowsAsked, startLargeCrm } from './large-crm';
import { median, percentiles } from './report';
import type { Result } from './report';
import { serve } from './serve';

/** Rows that others change before a refresh. */
const CHANGED = 1000;
/** Milliseconds until the catalogue's snapshot is surely written. */
const SNAPSHOT = 12_000;

/**
 * A large copy in use: search, refresh, a cold start, and the moment when all but few of its rows leave.
 * @param option how many rows; 100,000 unless told otherwise.
 */
export async function large(option?: string): Promise<readonly Result[]> {
  const rows = rowsAsked(option);
  const crm = await startLargeCrm(rows);
  const server = await serve(
    ['large/page', 'download/carryon-worker'].map((name) => new URL(`${name}.ts`, import.meta.url)),
  );
  try {
    return await inBrowser(server.url, 'largePage', (page) => live(page, crm.origin, rows));
  } finally {
    server.close();
    await crm.close();
  }
}

async function live(page: Page, crmUrl: string, rows: number): Promise<Result[]> {
  say('Download');
  const loaded = await page.evaluate((url) => window.largePage.load(url), crmUrl);
  say('Search');
  const names = await page.evaluate(() => window.largePage.names(150));
  const search = (texts: readonly string[]): Promise<number[]> =>
    page.evaluate((all) => window.largePage.search(all), texts);
  const beginnings = (letters: number): string[] =>
    names.map((name) => name.slice(0, letters)).filter((text) => text.length === letters);
  const short = await search([...beginnings(1), ...beginnings(2)]);
  const long = await search([...beginnings(3), ...beginnings(5), ...names]);
  say('Refresh');
  const nothing = await page.evaluate(() => window.largePage.refreshed());
  const changed = Math.min(CHANGED, Math.floor(rows / 10));
  await change(crmUrl, changed);
  const some = await page.evaluate(() => window.largePage.refreshed());
  say('Cold start');
  // The snapshot is written when nothing has changed for a while.
  await page.waitForTimeout(SNAPSHOT);
  const cold = await page.evaluate(([url, text]) => window.largePage.reopened(url, text), [
    crmUrl,
    names[0]?.slice(0, 3) ?? '',
  ] as const);
  say('Few of the rows stay');
  const pruned = await page.evaluate(() => window.largePage.prune());
  const one = (metric: string, value: number, unit: string): Result =>
    median('carryon', metric, [value], unit);
  return [
    one('rows', loaded.rows, 'rows'),
    one('download', loaded.ms / 1000, 's'),
    one('memory after the download', loaded.memory, 'MB'),
    one('space on disk after the download', loaded.megabytes, 'MB'),
    ...percentiles('carryon', 'search, one or two letters', short),
    ...percentiles('carryon', 'search, three letters or more', long),
    one('refresh of nothing', nothing, 'ms'),
    one(`refresh of ${changed} rows`, some, 'ms'),
    one('first search after a cold start', cold, 'ms'),
    one('rows that stay', pruned.left, 'rows'),
    one('until no other is found', pruned.gone, 'ms'),
    one('until all others are removed', pruned.removed, 'ms'),
    one("longest task of the page's thread meanwhile", pruned.longest, 'ms'),
    one('space on disk after a minute', pruned.after, 'MB'),
  ];
}

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
