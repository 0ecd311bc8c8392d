import type { Loading } from './download/loading';
import type { CarryonResult } from './download/page';
import { inBrowser, say } from './in-browser';
import { rowsAsked, startLargeCrm } from './large-crm';
import { besideIndexedDb, median } from './report';
import type { Result } from './report';
import { serve } from './serve';
import { shuffled } from './shuffled';

/** Those that store nothing show what the CRM, the network and the parsing take for everybody. */
const RIVALS = ['floor', 'indexeddb', 'dexie', 'rxdb', 'pouchdb'];
/** Reads of single rows, and as many saves. */
const TIMES = 200;

interface Measured {
  readonly loading: Loading;
  /** Megabytes. */
  readonly memory: number;
  /** What is measured of the product alone. */
  readonly besides: readonly Result[];
}

/**
 * A whole organisation downloaded by each engine, from the first request for rows to the moment when all of them are
 * stored and the last one is found: each in a fresh browser before the same CRM. Then single rows.
 * @param option how many rows; 100,000 unless told otherwise.
 */
export async function download(option?: string): Promise<readonly Result[]> {
  const rows = rowsAsked(option);
  const crm = await startLargeCrm(rows);
  const crmUrl = crm.origin;
  const server = await serve(
    ['page', 'carryon-worker', 'rival-worker'].map(
      (name) => new URL(`download/${name}.ts`, import.meta.url),
    ),
  );
  const rival = async (subject: string): Promise<Measured> => ({
    ...(await inBrowser(server.url, 'downloadPage', (page) =>
      page.evaluate((job) => window.downloadPage.rival(...job), [subject, crmUrl] as const),
    )),
    besides: [],
  });
  const product = async (): Promise<Measured> => {
    const measured = await inBrowser(server.url, 'downloadPage', (page) =>
      page.evaluate((job) => window.downloadPage.product(...job), [crmUrl, TIMES] as const),
    );
    return { ...measured, besides: besides(measured) };
  };
  try {
    say('Warming up the CRM');
    await rival('floor');
    const order = shuffled(['carryon', ...RIVALS], Math.random);
    say(`In this order: ${order.join(', ')}`);
    const metric = `download of ${rows} rows`;
    const loads = new Map<string, Loading>();
    const results: Result[] = [];
    for (const subject of order) {
      say(subject);
      const measured = subject === 'carryon' ? await product() : await rival(subject);
      loads.set(subject, measured.loading);
      results.push(
        median(subject, metric, [secondsOf(measured.loading)], 's'),
        median(subject, 'rows stored', [measured.loading.rows], 'rows'),
        median(subject, 'memory after the download', [measured.memory], 'MB'),
        ...measured.besides,
      );
    }
    return [...ratios(metric, loads), ...results];
  } finally {
    server.close();
    await crm.close();
  }
}

const secondsOf = ({ from, until }: Loading): number => (until - from) / 1000;

/** Carryon's time as a multiple of each rival's. */
function ratios(metric: string, loads: ReadonlyMap<string, Loading>): Result[] {
  const own = loads.get('carryon');
  return RIVALS.flatMap((rival) => {
    const other = loads.get(rival);
    if (own === undefined || other === undefined) return [];
    const ratio = secondsOf(own) / secondsOf(other);
    return median('carryon', `${metric}, as a multiple of ${rival}`, [ratio], 'times');
  });
}

const besides = ({ longestTask, reads, saves }: CarryonResult): Result[] => [
  median('carryon', "longest task of the page's thread meanwhile", [longestTask], 'ms'),
  ...besideIndexedDb('reading a row by its id', reads),
  ...besideIndexedDb('save', saves),
];
