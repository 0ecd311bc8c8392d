import { CrmError } from '../../domain/crm-error';
import type { CrmServer, LinkPage, LinksQuery } from '../../domain/crm-server';
import { decide, isTransient } from '../../domain/decision';
import { BESIDE_USER, mapParallel } from '../../domain/parallel';
import type { Model } from '../../domain/table';
import { newestGeneration } from '../feed';
import { readState, type Store, writeState } from '../store';
import { relationshipsOf, type Side, type Sides } from './sides';
import { writeLinks } from './write-links';

/** Ids in one request: a longer address may not get through a proxy. */
const IDS = 100;
/** Rows in one transaction. */
const ROWS = 1000;
/** So many rows are asked for their links in one refresh on average. */
const PART = 2000;
/** How often, for each part of them: milliseconds. */
const EVERY = 15 * 60_000;

/** What is known of a relationship's links. */
interface Known {
  /** By table: the rows whose links are here. */
  readonly ids: Readonly<Record<string, readonly string[]>>;
  /** When all of them were last asked for: milliseconds since 1970. */
  readonly at: number;
}

export interface LinkCopying {
  readonly store: Store;
  readonly server: Pick<CrmServer, 'readLinks'>;
  readonly model: Model;
  /** Asks the CRM when it is time to. */
  readonly ask: <T>(question: () => Promise<T>) => Promise<T>;
  /** When the copy began: milliseconds since 1970. */
  readonly at: number;
  readonly thorough: boolean;
}

/** Ids by table. */
type Here = ReadonlyMap<string, ReadonlySet<string>>;

async function rowsHere({ db }: Store): Promise<Here> {
  const here = new Map<string, Set<string>>();
  for (const key of await db.records.keys()) {
    const [table = '', id = ''] = key.split(':');
    here.set(table, (here.get(table) ?? new Set()).add(id));
  }
  return here;
}

/**
 * Brings the links between the rows that are on board up to date: those of rows that are new here, and those of all
 * rows now and then, or because the user wants it. Rejects with a CrmError or StoreError.
 */
export async function copyLinks(context: LinkCopying): Promise<void> {
  const here = await rowsHere(context.store);
  for (const sides of relationshipsOf(context.model)) {
    try {
      await copyRelationship(context, sides, here);
    } catch (error) {
      if (!(error instanceof CrmError) || isTransient(decide(error.failure, false))) throw error;
    }
  }
}

async function copyRelationship(context: LinkCopying, sides: Sides, here: Here): Promise<void> {
  const { store, at, thorough } = context;
  const [one, two] = sides;
  const key = `links:${one.relationship.name}`;
  const known = await readState<Known>(store, key);
  const idsOf = ({ table }: Pick<Side, 'table'>): ReadonlySet<string> =>
    here.get(table) ?? new Set();
  const newOf = (side: Side): string[] => {
    const before = new Set(known?.ids[side.table]);
    return [...idsOf(side)].filter((id) => !before.has(id));
  };
  const goneOf = (side: Side): string[] => {
    const now = idsOf(side);
    return (known?.ids[side.table] ?? []).filter((id) => !now.has(id));
  };
  const fresh = new Map(sides.map((side) => [side, newOf(side)]));
  const gone = new Map(sides.map((side) => [side, goneOf(side)]));
  const [fewer, more] = idsOf(one).size <= idsOf(two).size ? [one, two] : [two, one];
  const parts = Math.max(1, Math.ceil(idsOf(fewer).size / PART));
  const passed = at - (known?.at ?? 0);
  const all = thorough || known === undefined || passed < 0 || passed >= parts * EVERY;
  const changes = [...fresh.values(), ...gone.values()].some(({ length }) => length > 0);
  if (!all && !changes) return;

  for (const [side, ids] of gone) await forget(store, side, ids);
  const read = async (side: Side, ids: readonly string[]): Promise<readonly string[]> =>
    idsOf(fewer).size === 0 ? [] : readLinks(context, side, ids, idsOf(side.other));
  const late = new Set(await read(fewer, all ? [...idsOf(fewer)] : (fresh.get(fewer) ?? [])));
  if (!all) for (const id of await read(more, fresh.get(more) ?? [])) late.add(id);
  const kept = (side: Side): string[] => [...idsOf(side)].filter((id) => !late.has(id));
  const ids = { [one.table]: kept(one), [two.table]: kept(two) };
  await writeState(store, key, { ids, at: all ? at : known.at });
}

/** Rows that have left are linked to nothing here: what they are linked to is asked when they come back. */
async function forget(store: Store, side: Side, ids: readonly string[]): Promise<void> {
  for (const part of inParts(ids, ROWS))
    await writeLinks(store, side, new Map(part.map((id) => [id, []])), null);
}

/** @returns the ids of rows that a save or playback has touched meanwhile: what the CRM said may be older. */
async function readLinks(
  context: LinkCopying,
  side: Side,
  ids: readonly string[],
  others: ReadonlySet<string>,
): Promise<readonly string[]> {
  const { store } = context;
  const { relationship } = side;
  const late: string[] = [];
  const take = async (
    part: readonly string[],
    links: LinkPage['links'],
    asked: number,
  ): Promise<void> => {
    const found = new Map(part.map((id): [string, string[]] => [id, []]));
    for (const { mine, theirs } of links) if (others.has(theirs)) found.get(mine)?.push(theirs);
    late.push(...(await writeLinks(store, side, found, asked)));
  };

  // Where there are many rows and few links, all of these are one question.
  if (ids.length > IDS) {
    const asked = await newestGeneration(store.db);
    const { links, next } = await page(context, { relationship, ids: null }, null);
    if (next === null) {
      for (const part of inParts(ids, ROWS)) await take(part, links, asked);
      return late;
    }
  }
  await mapParallel(BESIDE_USER, inParts(ids, IDS), async (part) => {
    const asked = await newestGeneration(store.db);
    await take(part, await linksOf(context, { relationship, ids: part }), asked);
  });
  return late;
}

const page = (
  { server, ask }: LinkCopying,
  query: LinksQuery,
  next: string | null,
): Promise<LinkPage> => ask(() => server.readLinks(query, next));

async function linksOf(context: LinkCopying, query: LinksQuery): Promise<LinkPage['links']> {
  const pages: LinkPage[] = [];
  do pages.push(await page(context, query, pages.at(-1)?.next ?? null));
  while (pages.at(-1)?.next !== null);
  return pages.flatMap(({ links }) => links);
}

const inParts = (ids: readonly string[], size: number): string[][] =>
  Array.from({ length: Math.ceil(ids.length / size) }, (_, part) =>
    ids.slice(part * size, (part + 1) * size),
  );
