import { rowKey } from '../../domain/row';
import type { Table } from '../../domain/table';
import type { Catalogue } from '../catalogue/catalogue';
import { basisOf, type Pass, passesFor } from './passes';
import { byIds, type Reader } from './reader';
import type { Walk } from './walk';
import { type Learned, newer, newestOf, type Watermark } from './watermark';

/** So many referred rows are looked at in one refresh on average: a hundred by a request. */
const PART = 2000;

/**
 * Ids by table of the rows that kept rows refer to, and of those that are held.
 * @param seen rows that are known to be as the CRM has them.
 * @param held rows that stay whoever refers to them, and are kept like that.
 */
export function referredBy(
  catalogue: Catalogue,
  kept: ReadonlySet<string>,
  seen: ReadonlySet<string>,
  held: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const wanted = new Map<string, Set<string>>();
  const want = (key: string): void => {
    if (seen.has(key)) return;
    const [table = '', id = ''] = key.split(':');
    wanted.set(table, (wanted.get(table) ?? new Set()).add(id));
  };
  for (const key of held) want(key);
  for (const key of new Set([...kept, ...held]))
    for (const [, to] of catalogue.get(key)?.refs ?? []) want(to);
  return new Map([...wanted].map(([table, ids]) => [table, [...ids]]));
}

/**
 * Brings rows of a table up to date that are known by their ids. Where it is known since when, and little has changed in
 * the whole table, only what has changed is looked at.
 * @param met a version that was read before.
 * @returns the keys of those that are there, and what was learned of the table.
 */
export async function readByIds(
  reader: Pick<Reader, 'changed' | 'readsAnew' | 'onBoard' | 'byIds' | 'mend' | 'check'>,
  walk: Pick<Walk, 'at' | 'thorough'>,
  table: Table,
  ids: readonly string[],
  known: Watermark | undefined,
  met: string,
): Promise<{ readonly keys: readonly string[]; readonly learned: Learned }> {
  const basis = basisOf(table, byIds([]));
  // None is not up to date now, so that whatever becomes one of these has changed since.
  if (ids.length === 0) return { keys: [], learned: { basis, at: walk.at, newest: met, rows: 0 } };
  // They may be many more than last time: those of a table that was walked then are not among them.
  const toSee = known && { ...known, rows: ids.length };
  const quick = passesFor(toSee, basis, walk.at, walk.thorough, PART).find(isLate);
  const changed = quick === undefined ? null : await reader.changed(table, quick.since);

  const anew = reader.readsAnew(table);
  const onBoard = await reader.onBoard(table, ids);
  const fetched = await reader.byIds(
    table,
    ids.filter((id) => anew || !onBoard.has(id)),
  );
  let there: readonly string[] = anew ? [] : [...onBoard];
  let newest = met;
  const few = changed?.next === null;
  if (few) {
    await reader.mend(
      table,
      changed.rows.filter(({ id }) => onBoard.has(id)),
    );
    newest = newer(newest, newestOf(changed.rows));
  } else there = (await reader.check(table, there)).map(({ id }) => id);
  return {
    keys: [...there, ...fetched.map(({ id }) => id)].map((id) => rowKey({ table: table.name, id })),
    learned: { basis, at: walk.at, newest, rows: few ? null : ids.length },
  };
}

const isLate = (pass: Pass): pass is Extract<Pass, { kind: 'late' }> => pass.kind === 'late';

/** The newest version that a walk has met: they go up through all tables of an organisation. */
export const newestIn = (walk: Walk): string =>
  Object.values(walk.tables).reduce((found, { newest }) => newer(found, newest ?? '0'), '0');
