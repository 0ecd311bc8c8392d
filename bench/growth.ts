import type { Page } from 'playwright-core';
import { systemClock } from '../src/composition/system-clock';
import { foretold } from './growth/foretold';
import { amiss, rowsInCrm } from './growth/in-crm';
import { sideBySide, sizesAsked } from './growth/sizes';
import { inBrowser, say } from './in-browser';
import { startLargeCrm } from './large-crm';
import { changedOf, coldStart, refreshes, searches } from './large-steps';
import { besideIndexedDb, median, percentiles } from './report';
import type { Result } from './report';
import { serveLarge } from './serve';
import { slowNetwork } from './slow-network';
import { ordinary, type Speed, tenTimesSlower } from './way';

/** Rows that come over slow networks. */
const OVER_NETWORKS = 10_000;
/** Reads of single rows, and as many saves. */
const TIMES = 200;
/**
 * Between what is foretold and the start: milliseconds. Somebody reads, and what the CRM has just told of tables and
 * rights is asked again.
 */
const READING = 11_000;

/**
 * How what a copy costs grows with its rows, and how well that is foretold: at several sizes as fast as this machine
 * is, and once over an ordinary network and one that is ten times slower; each in a fresh browser.
 * @param option how many rows, as a list with commas; 1000, 10,000, 100,000 and 300,000 unless told otherwise.
 */
export async function growth(option?: string): Promise<readonly Result[]> {
  const sizes = sizesAsked(option);
  const some = Math.min(OVER_NETWORKS, Math.max(...sizes));
  const grown = [];
  for (const rows of sizes)
    grown.push({
      name: `${rows} rows`,
      results: await withCopy(rows, null, (page, crmUrl) => used(page, crmUrl, rows)),
    });
  const networks = [];
  for (const [name, speed] of [
    ['ordinary network', ordinary],
    ['ten times slower', tenTimesSlower(ordinary)],
  ] as const)
    networks.push({
      name: `${some} rows, ${name}`,
      results: await withCopy(some, speed, () => Promise.resolve([])),
    });
  return [...sideBySide(grown), ...sideBySide(networks)];
}

/** A first copy of so many rows, and what is done with it. @param speed of the network; null: as it is. */
async function withCopy(
  rows: number,
  speed: Speed | null,
  use: (page: Page, crmUrl: string) => Promise<Result[]>,
): Promise<Result[]> {
  say(`${rows} rows${speed === null ? '' : `, a network of ${speed.roundTripMs} ms`}`);
  const crm = await startLargeCrm(rows);
  const network = speed === null ? null : await slowNetwork(crm.origin, speed, systemClock);
  const server = await serveLarge();
  try {
    return await inBrowser(server.url, 'largePage', async (page) => {
      const crmUrl = network?.origin ?? crm.origin;
      const told = await page.evaluate((url) => window.largePage.foretell(url), crmUrl);
      await page.waitForTimeout(READING);
      const before = network?.received() ?? 0;
      const arrived = await page.evaluate(() => window.largePage.arrive());
      const bytes = network === null ? arrived.came.bytes : network.received() - before;
      const stored = await page.evaluate(() => window.largePage.stored());
      const { missing, twice, unknown } = amiss(stored, await rowsInCrm(crm.origin, stored.tables));
      const one = (metric: string, value: number, unit: string): Result =>
        median('carryon', metric, [value], unit);
      return [
        one('first copy', arrived.came.ms / 1000, 's'),
        one('rows found', arrived.found, 'rows'),
        one('rows missing', missing, 'rows'),
        one('rows there twice', twice, 'rows'),
        one('rows that the CRM does not have', unknown, 'rows'),
        ...foretold(told, { ...arrived.came, bytes }),
        one('memory after the first copy', arrived.memory, 'MB'),
        one('space on disk after the first copy', arrived.megabytes, 'MB'),
        ...(await use(page, crmUrl)),
      ];
    });
  } finally {
    server.close();
    network?.close();
    await crm.close();
  }
}

/** A copy in use. */
async function used(page: Page, crmUrl: string, rows: number): Promise<Result[]> {
  const { short, long, beginning } = await searches(page);
  const { nothing, some } = await refreshes(page, crmUrl, changedOf(rows));
  const cold = await coldStart(page, crmUrl, beginning);
  const { reads, saves } = await page.evaluate((times) => window.largePage.single(times), TIMES);
  const one = (metric: string, ms: number): Result => median('carryon', metric, [ms], 'ms');
  return [
    ...percentiles('carryon', 'search, one or two letters', short),
    ...percentiles('carryon', 'search, three letters or more', long),
    one('refresh of nothing', nothing),
    one('refresh of 1000 changed rows, or a tenth of fewer', some),
    one('first search after a cold start', cold),
    ...besideIndexedDb('reading a row by its id', reads),
    ...besideIndexedDb('save', saves),
  ];
}
