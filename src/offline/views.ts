import type { CrmServer } from '../domain/crm-server';
import { may } from '../domain/rights';
import { type Trip, viewsIn } from '../domain/trip';
import type { Views } from '../domain/view';
import { type Facts, fingerprint } from './facts';
import { readState, type Store, writeState } from './store';

/** The views that trips show rows by, as the CRM has them now. Rejects as reading them does. */
export async function askViews(
  trips: readonly Trip[],
  { model, rights }: Pick<Facts, 'model' | 'rights'>,
  read: CrmServer['readViews'],
): Promise<Views> {
  const readable = Object.values(model).filter((table) => may(rights, table, 'Read').allowed);
  const asked = viewsIn(trips, readable);
  if (asked.length === 0) return {};
  const found = await read(
    [...new Set(asked.map(({ table }) => table))],
    asked.map(({ view }) => view),
  );
  return Object.fromEntries(
    asked.map(({ table, view }) => [
      view.id,
      found.find(({ id, ...of }) => id === view.id && of.table === table.name) ?? null,
    ]),
  );
}

const KEY = 'views';

/** Those that the last refresh asked for. */
export const readViews = async (store: Store): Promise<Views> =>
  (await readState<Views>(store, KEY)) ?? {};

export interface ViewsContext {
  readonly store: Store;
  readonly server: Pick<CrmServer, 'readViews'>;
  /** Asks the CRM when it is time to. */
  readonly ask: <T>(question: () => Promise<T>) => Promise<T>;
}

/** {@link askViews}, and keeps them. */
export async function refreshViews(
  { store, server, ask }: ViewsContext,
  trips: readonly Trip[],
  facts: Pick<Facts, 'model' | 'rights'>,
): Promise<Views> {
  const views = await askViews(trips, facts, (...which) => ask(() => server.readViews(...which)));
  if (fingerprint(views) !== fingerprint(await readViews(store)))
    await writeState(store, KEY, views);
  return views;
}
