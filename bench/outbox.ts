import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startCrm } from '../sandbox/crm/server';
import { TestBrowser } from '../test/browser/support/browser';
import type { Rate } from './outbox/page';
import { type BenchServer, serve } from './outbox/serve';
import { namingHelper } from './pane-driver';
import { percentiles } from './report';
import type { Result } from './report';

const SUBJECTS = [
  'carryon',
  'one request each',
  'indexeddb',
  '@tanstack/offline-transactions',
  'rxdb',
];
const QUEUED = [1000, 10_000];
const SAVES = 100;
/** What takes longer is measured by what it did until then: milliseconds. */
const LIMIT = 60_000;
/** Milliseconds of a round trip to a CRM that is far away, and the changes that make it. */
const FAR = { roundTrip: 50, changes: 1000 };

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const perSecond = (subject: string, metric: string, { n, ms }: Rate): Result => ({
  subject,
  metric,
  n,
  value: n / (ms / 1000),
  unit: 'per s',
});

/** The outbox in numbers: each engine in a fresh browser with the same changes, before a fresh CRM. */
export async function outbox(): Promise<readonly Result[]> {
  const results: Result[] = [];
  const seconds = new Map<string, number>();
  for (const subject of SUBJECTS) {
    for (const queued of QUEUED) {
      say(`${subject}, ${queued} queued`);
      results.push(...(await inBrowser(subject, (page) => near(page, subject, queued))));
    }
    say(`${subject}, far away`);
    const far = await inBrowser(subject, farAway);
    seconds.set(subject, far.ms / far.n);
  }
  const each = seconds.get('one request each') ?? NaN;
  const metric = `${FAR.changes} changes, round trip of ${FAR.roundTrip} ms`;
  for (const [subject, ms] of seconds)
    results.push(
      { subject, metric, n: FAR.changes, value: ms, unit: 'ms a change' },
      {
        subject,
        metric: `${metric}, share of one request each`,
        n: FAR.changes,
        value: (100 * ms) / each,
        unit: '%',
      },
    );
  return results;
}

async function near(page: Page, subject: string, queued: number): Promise<Result[]> {
  const enqueued = await page.evaluate((job) => window.outboxPage.enqueue(...job), [
    queued,
    LIMIT,
  ] as const);
  const saved = await page.evaluate((times) => window.outboxPage.saves(times), SAVES);
  const sent = await page.evaluate((limit) => window.outboxPage.playback(limit), LIMIT);
  const many = `at ${queued} queued`;
  return [
    ...percentiles(subject, `save ${many}`, saved),
    perSecond(subject, `enqueue ${many}`, enqueued),
    perSecond(subject, `playback ${many}`, sent),
  ];
}

async function farAway(page: Page, server: BenchServer): Promise<Rate> {
  await page.evaluate((job) => window.outboxPage.enqueue(...job), [FAR.changes, LIMIT] as const);
  server.roundTrip = FAR.roundTrip;
  return page.evaluate((limit) => window.outboxPage.playback(limit), LIMIT);
}

async function inBrowser<T>(
  subject: string,
  work: (page: Page, server: BenchServer) => Promise<T>,
): Promise<T> {
  // A CRM that has many rows already is slower.
  const crm = await startCrm({ port: 0, seed: 'empty' });
  await fetch(new URL('/_sandbox/limits', crm.url), {
    method: 'POST',
    body: JSON.stringify({ requests: null, seconds: null }),
  });
  const server = await serve(crm.port);
  const profile = await mkdtemp(join(tmpdir(), 'carryon-bench-'));
  const browser = await TestBrowser.launch({ profile });
  try {
    await browser.context.addInitScript(namingHelper);
    const page = await browser.context.newPage();
    await page.goto(server.url);
    await page.waitForFunction(() => 'outboxPage' in window);
    await page.evaluate((job) => window.outboxPage.open(...job), [subject, 'sandbox:ada'] as const);
    const result = await work(page, server);
    const [error] = browser.errors;
    if (error) say(`${subject} complained ${browser.errors.length} times, first: ${error}`);
    return result;
  } finally {
    await browser.close();
    await rm(profile, { recursive: true, force: true });
    server.close();
    await crm.close();
  }
}
