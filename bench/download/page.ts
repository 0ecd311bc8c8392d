/** Runs in the browser: downloads a whole organisation with one engine, timed where it happens. */
import { columnsQuery } from '../../src/dataverse/query';
import { apiRoot } from '../../src/dataverse/transport';
import { serverAt, TOKEN } from '../crm-of-page';
import { longestTask, memory } from '../observe';
import { carryon } from './carryon';
import type { Loading } from './loading';
import type { Chain, RivalJob } from './rival-worker';
import { reads, saves, type Samples } from './single-rows';

export interface CarryonResult {
  readonly loading: Loading;
  readonly longestTask: number;
  readonly memory: number;
  readonly reads: Samples;
  readonly saves: Samples;
}

/** The product: the download, and then single rows, without a network. */
async function product(crmUrl: string, times: number): Promise<CarryonResult> {
  const server = serverAt(crmUrl);
  const identity = await server.whoAmI();
  const longest = longestTask();
  const { side, loading } = await carryon(server, identity, crmUrl, TOKEN);
  const measured = { loading, longestTask: longest(), memory: await memory() };
  await side.connection.goOffline();
  return {
    ...measured,
    reads: await reads(side, identity, times),
    saves: await saves(side, identity, times),
  };
}

/** The tables that the product copies, with the same columns. */
async function chains(crmUrl: string): Promise<Chain[]> {
  const model = await serverAt(crmUrl).readModel(null);
  return Object.values(model)
    .filter(({ ownership }) => ownership === 'user')
    .map((table) => ({
      primaryId: table.primaryId,
      url: `${apiRoot(crmUrl)}${table.entitySetName}?${columnsQuery(table)}&$orderby=${table.primaryId}%20asc`,
    }));
}

async function rival(
  subject: string,
  crmUrl: string,
): Promise<{ readonly loading: Loading; readonly memory: number }> {
  const job: RivalJob = { subject, chains: await chains(crmUrl), token: TOKEN };
  const worker = new Worker('/rival-worker.js', { type: 'module' });
  const loading = await new Promise<Loading>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<{ loading: Loading } | { error: string }>) => {
      if ('error' in data) reject(new Error(data.error));
      else resolve(data.loading);
    };
    worker.onerror = ({ message }) => reject(new Error(message));
    worker.postMessage(job);
  });
  return { loading, memory: await memory() };
}

export const downloadPage = { product, rival };

declare global {
  interface Window {
    downloadPage: typeof downloadPage;
  }
}

window.downloadPage = downloadPage;
