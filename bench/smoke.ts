import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build, prepare } from '../scripts/bundle';
import type { JournalLine } from '../test/browser/support/sandbox-control';
import { World } from '../test/browser/support/world';
import { duringCopy } from './during-copy';
import {
  namingHelper,
  readyAfter,
  rowsOnBoard,
  saveTime,
  searchTime,
  upToDateAfter,
} from './pane-driver';
import { median, percentiles } from './report';
import type { Result } from './report';
import type { Chain } from './rivals/page';
import { startRivals } from './rivals/server';

const ROWS = 10_000;
/** The salesperson may read four fifths of a large organisation. */
const SEED = `large:${ROWS * 1.25}`;
const COPIES = 3;
const CHANGES = 100;
const SEARCHES = 50;
const STARTS = 5;

const BUILD = fileURLToPath(new URL('../.cache/bench-build', import.meta.url));
const TOKEN = 'sandbox:dana';
const COPY_LIMIT_MS = 300_000;
const PLAYBACK_LIMIT_MS = 120_000;

const copyMetric = `first copy of ${ROWS} rows`;
const rowsMetric = 'rows on board';
const saveMetric = 'save';
const playbackMetric = `playback of ${CHANGES} changes`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * The main job in numbers: copy, save, search, play back, start without a network; the product in real Chromium
 * before the sandbox, and beside it what a bare store or a bare `fetch` takes for the same rows and requests.
 */
export async function smoke(): Promise<readonly Result[]> {
  say('Building');
  await prepare(BUILD);
  await build(BUILD);
  const copies: number[] = [];
  let world = await openWorld();
  try {
    say('Working during a first copy');
    const during = await duringCopy(await world.openPane(), ROWS);
    await world.close();
    world = await openWorld();
    for (let n = 1; ; n += 1) {
      say(`First copy ${n} of ${COPIES}`);
      const page = await world.openPane();
      copies.push(await upToDateAfter(page, COPY_LIMIT_MS));
      if (n === COPIES)
        return [...copyResults(copies), ...during, ...(await withCopy(world, page))];
      await world.close();
      world = await openWorld();
    }
  } finally {
    await world.close();
  }
}

const copyResults = (copies: readonly number[]): Result[] => [
  median(
    'carryon',
    copyMetric,
    copies.map((ms) => ms / 1000),
    's',
  ),
];

async function openWorld(): Promise<World> {
  const world = await World.start({ seed: SEED, build: BUILD });
  await launch(world);
  return world;
}

async function launch(world: World): Promise<void> {
  const { context } = await world.launch();
  await context.addInitScript(namingHelper);
}

/** Everything that is measured once the rows are there. */
async function withCopy(world: World, page: Page): Promise<Result[]> {
  const rows = await rowsOnBoard(page);
  const chains = copiedChains(world.browser.requests);

  say('Searching');
  const searched = percentiles('carryon', 'search', await searches(page));

  say('Saving without a network');
  await world.browser.offline(true);
  const saved = percentiles('carryon', saveMetric, await saves(page));

  say('Playing back');
  const { ms, written } = await playback(world);

  say('Starting without a network');
  const starts: number[] = [];
  for (let n = 0; n < STARTS; n += 1) {
    await world.browser.close();
    await world.network(false);
    await launch(world);
    starts.push(await readyAfter(await world.openPane()));
  }
  await world.network(true);

  say('Measuring the rivals');
  for (const error of world.errors()) say(`The pane complained: ${error}`);
  return [
    { subject: 'carryon', metric: rowsMetric, n: 1, value: rows, unit: 'rows' },
    ...saved,
    ...searched,
    median('carryon', playbackMetric, [ms / 1000], 's'),
    ...percentiles('carryon', 'cold offline start', starts),
    ...(await rivals(world, chains, written)),
  ];
}

/** The first page of each chain of rows that the pane has read, without the pages that follow. */
function copiedChains(requests: readonly string[]): Chain[] {
  // All rows are those newer than version 0, and the key is the first column.
  const all = /\$select=(\w+),.*versionnumber%20gt%200&/;
  return [...new Set(requests)]
    .filter((url) => url.includes('/api/data/') && all.test(url))
    .map((url) => ({ url, primaryId: all.exec(url)?.[1] ?? '' }));
}

/** Searches by the first letters of the words of what is listed, each other letters. */
async function searches(page: Page): Promise<number[]> {
  const names = await page
    .getByRole('list', { name: 'Records' })
    .getByRole('button')
    .allInnerTexts();
  const words = names.flatMap((name) => name.toLowerCase().match(/\p{L}{3,}/gu) ?? []);
  const beginnings = [...new Set(words.map((word) => word.slice(0, 3)))].slice(0, SEARCHES);
  const samples: number[] = [];
  for (const text of beginnings) samples.push(await searchTime(page, text));
  await page.getByRole('searchbox', { name: 'Search records' }).fill('');
  return samples;
}

/** Edits as many contacts, one after the other, by the pane's own form. */
async function saves(page: Page): Promise<number[]> {
  await page.getByRole('combobox', { name: 'Table' }).selectOption('contact');
  const list = page.getByRole('list', { name: 'Records' }).getByRole('button');
  const samples: number[] = [];
  for (let n = 0; n < CHANGES; n += 1) {
    await list.nth(n).click();
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.getByRole('textbox', { name: 'Job Title' }).fill(`Buyer ${n}`);
    samples.push(await saveTime(page));
    await page.getByRole('button', { name: 'Back', exact: true }).click();
  }
  return samples;
}

interface Playback {
  /** From the network's return until the CRM has committed the last change. */
  readonly ms: number;
  readonly written: readonly JournalLine[];
}

async function playback(world: World): Promise<Playback> {
  const before = (await world.control.journal()).length;
  const start = Date.now();
  await world.browser.offline(false);
  for (;;) {
    const written = (await world.control.journal()).slice(before);
    const last = written[CHANGES - 1];
    if (last !== undefined) return { ms: Date.parse(last.at) - start, written };
    if (Date.now() - start > PLAYBACK_LIMIT_MS)
      throw new Error(`Only ${written.length} of ${CHANGES} changes were played back.`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

/** The bare stores load the pages that the pane has read, and save; a bare fetch sends what was played back. */
async function rivals(
  world: World,
  chains: readonly Chain[],
  written: readonly JournalLine[],
): Promise<Result[]> {
  const server = await startRivals();
  try {
    const page = await world.browser.context.newPage();
    await page.goto(server.url);
    await page.waitForFunction(() => 'rivalPage' in window);
    const results: Result[] = [];
    for (const name of ['indexeddb', 'dexie']) {
      const loads: number[] = [];
      let rows = 0;
      // The first one warms up server and page, and does not count.
      for (let n = 0; n <= COPIES; n += 1) {
        const load = await page.evaluate((job) => window.rivalPage.load(...job), [
          name,
          chains,
          TOKEN,
          'odata.maxpagesize=5000,odata.include-annotations="*"',
        ] as const);
        if (n > 0) loads.push(load.ms / 1000);
        rows = load.rows;
      }
      const saved = await page.evaluate((job) => window.rivalPage.save(...job), [
        name,
        CHANGES,
      ] as const);
      results.push(
        { subject: name, metric: rowsMetric, n: 1, value: rows, unit: 'rows' },
        median(name, copyMetric, loads, 's'),
        ...percentiles(name, saveMetric, saved),
      );
    }
    const origin = new URL(chains[0]?.url ?? '').origin;
    const urls = written.map(
      ({ id }) => `${origin}/api/data/v9.2/contacts(${id})?$select=jobtitle`,
    );
    const ms = await page.evaluate((job) => window.rivalPage.patch(...job), [
      urls,
      { jobtitle: 'Buyer' },
      TOKEN,
    ] as const);
    return [...results, median('fetch', playbackMetric, [ms / 1000], 's')];
  } finally {
    await server.close();
  }
}
