/** The rivals' worker: downloads table after table by the chain of its pages, and stores each page as it comes. */
import { annotations } from '../../src/dataverse/query';
import { dexie } from './dexie';
import { floor } from './floor';
import { indexeddb } from './indexeddb';
import { type Loading, moment } from './loading';
import { pouchdb } from './pouchdb';
import type { KeptRow, Rival } from './rival';
import { rxdb } from './rxdb';

const PAGE = 5000;

const rivals: Readonly<Record<string, () => Rival>> = { floor, indexeddb, dexie, rxdb, pouchdb };

/** The first address of a table's pages, and the property that identifies its rows. */
export interface Chain {
  readonly url: string;
  readonly primaryId: string;
}

export interface RivalJob {
  readonly subject: string;
  readonly chains: readonly Chain[];
  readonly token: string;
}

interface WirePage {
  readonly '@odata.nextLink'?: string;
  readonly value: readonly Readonly<Record<string, unknown>>[];
}

const kept =
  (primaryId: string) =>
  (row: WirePage['value'][number]): KeptRow => ({
    id: `${primaryId}:${String(row[primaryId])}`,
    owner: String(row['_ownerid_value']),
    modified: String(row['modifiedon']),
    row,
  });

async function load({ subject, chains, token }: RivalJob): Promise<Loading> {
  const make = rivals[subject];
  if (make === undefined) throw new Error(`No subject ${subject}`);
  const rival = make();
  await rival.open();
  const headers = {
    Accept: 'application/json',
    Authorization: `Bearer ${token}`,
    Prefer: `odata.maxpagesize=${PAGE},${annotations}`,
  };
  const from = moment();
  let last: KeptRow | undefined;
  for (const { url, primaryId } of chains)
    for (let next: string | undefined = url; next !== undefined;) {
      const response: Response = await fetch(next, { headers, cache: 'no-store' });
      const page = (await response.json()) as WirePage;
      const rows = page.value.map(kept(primaryId));
      await rival.load(rows);
      last = rows.at(-1) ?? last;
      next = page['@odata.nextLink'];
    }
  if (last === undefined || !(await rival.finds(last)))
    throw new Error('The last row is not there');
  return { from, until: moment(), rows: await rival.count() };
}

addEventListener('message', ({ data }: MessageEvent<RivalJob>) => {
  load(data).then(
    (loading) => postMessage({ loading }),
    (error: unknown) => postMessage({ error: String(error) }),
  );
});
