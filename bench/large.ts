import type { Page } from 'playwright-core';
import { inBrowser, say } from './in-browser';
import { rowsAsked, startLargeCrm } from './large-crm';
import { changedOf, coldStart, refreshes, searches } from './large-steps';
import { median, percentiles } from './report';
import type { Result } from './report';
import { serveLarge } from './serve';

/**
 * A large copy in use: search, refresh, a cold start, and the moment when all but few of its rows leave.
 * @param option how many rows; 100,000 unless told otherwise.
 */
export async function large(option?: string): Promise<readonly Result[]> {
  const rows = rowsAsked(option);
  const crm = await startLargeCrm(rows);
  const server = await serveLarge();
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
  const { short, long, beginning } = await searches(page);
  say('Refresh');
  const changed = changedOf(rows);
  const { nothing, some } = await refreshes(page, crmUrl, changed);
  say('Cold start');
  const cold = await coldStart(page, crmUrl, beginning);
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
