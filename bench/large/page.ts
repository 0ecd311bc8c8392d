/** Runs in the browser: one user's life with a large copy, each chapter timed where it happens. */
import type { Identity } from '../../src/domain/crm-server';
import type { Cost } from '../../src/domain/estimate';
import type { Trip } from '../../src/domain/trip';
import type { PageSide } from '../../src/offline/page-side';
import { serverAt, TOKEN } from '../crm-of-page';
import { everything, nothing } from '../choices';
import { bring, carryon, type Product, refresh, startProduct } from '../download/carryon';
import { moment } from '../download/loading';
import { reads, type Samples, saves } from '../download/single-rows';
import { longestTask, memory } from '../observe';
import { type InCopy, storedRows } from './stored-rows';

let product: Product | null = null;
let identity: Identity | null = null;

function open(): Product {
  if (product === null) throw new Error('Nothing is loaded');
  return product;
}

function user(): Identity {
  if (identity === null) throw new Error('Nobody is signed in');
  return identity;
}

const megabytes = async (): Promise<number> =>
  ((await navigator.storage.estimate()).usage ?? NaN) / 1e6;

/** Everything comes. */
async function load(crmUrl: string) {
  const server = serverAt(crmUrl);
  identity = await server.whoAmI();
  const started = await carryon(server, identity, crmUrl, TOKEN);
  product = started;
  const { from, until, rows } = started.loading;
  return { ms: until - from, rows, memory: await memory(), megabytes: await megabytes() };
}

/** The refresh that comes by itself as the pane is opened. Were it still to come, it would bring what is chosen then. */
function ownRefresh({ copy: { progress } }: PageSide): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const { phase, failure } = progress.get();
      if (phase === 'done') resolve();
      else if (phase === 'failed') reject(new Error(JSON.stringify(failure)));
    };
    progress.subscribe(look);
    look();
  });
}

/** Starts with an empty copy, chooses all rows, and tells what they are going to cost. */
async function foretell(crmUrl: string): Promise<Cost> {
  const server = serverAt(crmUrl);
  identity = await server.whoAmI();
  product = await startProduct(server, identity, crmUrl, TOKEN, [nothing]);
  const { side } = product;
  await ownRefresh(side);
  await side.trips.choose({ version: 1, trips: [everything] });
  const { rows, more, bytes, ms } = await side.copy.estimate([everything]);
  return { rows, more, bytes, ms };
}

/** What was chosen comes, as it does before the user goes offline. */
async function arrive() {
  const begun = moment();
  const { until, rows } = await bring(open(), true);
  const came = open().side.copy.progress.get();
  return {
    found: rows,
    came: { rows: came.rows, bytes: came.bytes, ms: until - begun },
    memory: await memory(),
    megabytes: await megabytes(),
  };
}

/** Every row that is stored, as often as it is. */
function stored(): Promise<InCopy> {
  return storedRows(user(), open().side.model.get());
}

/** Reads and saves so many single rows, without a network. */
async function single(
  times: number,
): Promise<{ readonly reads: Samples; readonly saves: Samples }> {
  const { side } = open();
  await side.connection.goOffline();
  return { reads: await reads(side, user(), times), saves: await saves(side, user(), times) };
}

/** Milliseconds of each search. @param texts what is searched for. */
async function search(texts: readonly string[]): Promise<number[]> {
  const { records } = open().side;
  const samples: number[] = [];
  for (const text of texts) {
    const begun = performance.now();
    await records.list({ text, table: null, limit: 50 });
    samples.push(performance.now() - begun);
  }
  return samples;
}

/** Names of records, spread over all. */
async function names(atMost: number): Promise<string[]> {
  const { records } = open().side;
  const { items } = await records.list({ text: '', table: null, limit: 20_000 });
  const step = Math.max(1, Math.floor(items.length / atMost));
  return items.filter((_, index) => index % step === 0).map(({ name }) => name);
}

/** A refresh: milliseconds. @param later so long after what was before, as the worker's clock has it: milliseconds. */
async function refreshed(later: number): Promise<number> {
  await open().link.call('later', later);
  const begun = performance.now();
  await refresh(open().side, false);
  return performance.now() - begun;
}

/** Closes the pane once its snapshot is written, and opens it again: milliseconds until the first search is answered. */
async function reopened(crmUrl: string, text: string): Promise<number> {
  open().close();
  const begun = performance.now();
  product = await startProduct(serverAt(crmUrl), user(), crmUrl, TOKEN);
  const { total } = await product.side.records.list({ text, table: null, limit: 50 });
  if (total === 0) throw new Error(`Nothing is found by ${text}`);
  return performance.now() - begun;
}

/** Accounts by their number: some hundredth of all rows. */
const few: Trip = {
  name: 'Few',
  on: true,
  tables: {
    account: {
      rows: 'all',
      conditions: {
        join: 'and',
        list: [{ column: 'accountnumber', operator: 'begins-with', values: ['L-12'] }],
      },
    },
  },
  others: { rows: 'none' },
};

/** Keeps few of the rows. Milliseconds: until no other is found, and until all others are removed. */
async function prune() {
  const { side } = open();
  const longest = longestTask();
  await side.trips.choose({ version: 1, trips: [few] });
  const begun = performance.now();
  const seen: { readonly ms: number; readonly total: number }[] = [];
  let removed = NaN;
  const done = refresh(side, false).then(() => (removed = performance.now() - begun));
  while (Number.isNaN(removed)) {
    const { total } = await side.records.list({ text: '', table: null, limit: 1 });
    seen.push({ ms: performance.now() - begun, total });
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, 20))]);
  }
  await done;
  const { total: left } = await side.records.list({ text: '', table: null, limit: 1 });
  const gone = seen.find(({ total }) => total === left)?.ms ?? removed;
  await new Promise((resolve) => setTimeout(resolve, 60_000));
  return { gone, removed, left, after: await megabytes(), longest: longest() };
}

export const largePage = {
  load,
  foretell,
  arrive,
  stored,
  single,
  search,
  names,
  refreshed,
  reopened,
  prune,
};

declare global {
  interface Window {
    largePage: typeof largePage;
  }
}

window.largePage = largePage;
