import type { CrmServer } from '../../domain/crm-server';
import type { Live } from '../../domain/live';
import { asksOfRow, type Rights } from '../../domain/rights';
import { type Row, rowKey } from '../../domain/row';
import type { PrivilegeType, Table } from '../../domain/table';
import type { Stores } from '../database/local-database';
import { liveJoin } from '../live-map';
import { type LiveQuery, liveOf, steady } from '../live-query';
import type { Store } from '../store';
import { FORMAT } from '../stored';

const OPENED = 'openedAccess';
/** Of so many rows it is kept: those that were opened last. */
const MOST = 200;

/** By row key, the last opened one last. */
type Opened = Required<Rights>['beyond'];

async function readOpened({ state }: Pick<Stores, 'state'>): Promise<Opened> {
  const mark = await state.get(OPENED);
  return (mark?.keys as { access?: Opened } | undefined)?.access ?? {};
}

/** Asks what the user may do to a row that they have opened, where their role does not tell, and keeps it. */
export async function askAccess(
  store: Store,
  server: Pick<CrmServer, 'readAccess'>,
  rights: Rights,
  table: Table,
  row: Pick<Row, 'id' | 'values'>,
): Promise<void> {
  if (!asksOfRow(rights, table, row)) return;
  const access = await server.readAccess(rights.userId, table, row.id);
  if (access === null) return;
  const key = rowKey({ table: table.name, id: row.id });
  await store.db.transaction('rw', ['state'], async (stores) => {
    const others = Object.entries(await readOpened(stores)).filter(([other]) => other !== key);
    const all: [string, readonly PrivilegeType[]][] = [...others, [key, [...access].sort()]];
    const keys = { access: Object.fromEntries(all.slice(-MOST)) };
    await stores.state.put({ keys, rev: 0, v: FORMAT, body: null }, OPENED);
  });
  store.bell.ring();
}

/** What the user may do, with what was learned of rows as they were opened. */
export function withOpened(
  store: Store,
  facts: Live<{ readonly rights: Rights }>,
): LiveQuery<Rights> {
  const { first, refresh, stop, ...opened } = liveOf(
    store.bell,
    steady(() => readOpened(store.db), {}),
    {},
  );
  const rights = liveJoin(facts, opened, ({ rights: { beyond, ...others } }, more) => ({
    ...others,
    beyond: { ...more, ...beyond },
  }));
  return { ...rights, first, refresh, stop };
}
