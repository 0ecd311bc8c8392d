import { denies } from '../../domain/column-security';
import { narrowed } from '../../domain/left-out';
import type { Live } from '../../domain/live';
import type { Column, Model } from '../../domain/table';
import type { Trip } from '../../domain/trip';
import type { Facts } from '../facts';
import { liveJoin } from '../live-map';
import { type LiveQuery, liveOf, steady } from '../live-query';
import { readState, type Store, writeState } from '../store';
import { readWatermarks, type Watermarks } from './watermark';

/** By table. */
type Names = Readonly<Record<string, readonly string[]>>;

/** With which columns rows have been read. */
interface ColumnsHere {
  /** All rows of the table on board have been read with these. */
  readonly here: Names;
  /** These have ever been left out, so that rows on board may lack them. */
  readonly leftOut: Names;
}

const KEY = 'columnsHere';
const nothing: ColumnsHere = { here: {}, leftOut: {} };

const namesOf = (model: Model): Names =>
  Object.fromEntries(
    Object.entries(model).map(([name, { columns }]) => [name, Object.keys(columns).sort()]),
  );

const readColumnsHere = async (store: Store): Promise<ColumnsHere> =>
  (await readState<ColumnsHere>(store, KEY)) ?? nothing;

async function write(store: Store, before: ColumnsHere, after: ColumnsHere): Promise<void> {
  if (JSON.stringify(before) !== JSON.stringify(after)) await writeState(store, KEY, after);
}

/**
 * The tables of which rows on board lack a column that is wanted, or have one that the user may not see any more, so that
 * all of them are read again.
 * @param wanted the tables with the columns that are to be brought.
 */
const anewIn = ({ here }: ColumnsHere, model: Model, wanted: Model): ReadonlySet<string> =>
  new Set(
    Object.entries(namesOf(wanted))
      .filter(
        ([name, names]) =>
          here[name] &&
          (names.some((one) => !here[name]?.includes(one)) ||
            here[name].some((one) => denies(model[name]?.columns[one], 'Read'))),
      )
      .map(([name]) => name),
  );

/** The marks with which these tables are read whole. */
const marksFor = (watermarks: Watermarks, anew: ReadonlySet<string>): Watermarks =>
  Object.fromEntries(
    Object.entries(watermarks).map(([name, mark]) => [
      name,
      anew.has(name.slice(name.indexOf(':') + 1))
        ? { ...mark, basis: { ...mark.basis, columns: [] } }
        : mark,
    ]),
  );

/** What a walk brings. */
export interface Bringing {
  /** With the tables of the columns that are brought. */
  readonly wanted: Facts;
  /** Tables of which rows on board lack some of them, or have others that may not be seen. */
  readonly anew: ReadonlySet<string>;
  readonly watermarks: Watermarks;
}

/** Which columns these trips bring. */
export async function bringing(
  store: Store,
  facts: Facts,
  trips: readonly Trip[],
): Promise<Bringing> {
  const wanted = { ...facts, model: narrowed(facts.model, trips, facts.rules) };
  const anew = anewIn(await readColumnsHere(store), facts.model, wanted.model);
  return { wanted, anew, watermarks: marksFor(await readWatermarks(store), anew) };
}

/** Notes, before rows are read, which columns they are going to lack. @param wanted those that are brought. */
export async function beginColumns(store: Store, model: Model, wanted: Model): Promise<void> {
  const before = await readColumnsHere(store);
  const all = namesOf(model);
  const here: Record<string, readonly string[]> = {};
  const leftOut: Record<string, readonly string[]> = { ...before.leftOut };
  for (const [name, names] of Object.entries(namesOf(wanted))) {
    const brought = new Set(names);
    // What may not be seen any more is here until all rows have been read without it.
    const stays = (column: string): boolean =>
      brought.has(column) || denies(model[name]?.columns[column], 'Read');
    here[name] = before.here[name]?.filter(stays) ?? names;
    const out = (all[name] ?? []).filter((column) => !brought.has(column));
    if (out.length > 0) leftOut[name] = [...new Set([...(leftOut[name] ?? []), ...out])].sort();
  }
  await write(store, before, { here, leftOut });
}

/** All rows on board have these columns now. */
export async function endColumns(store: Store, wanted: Model): Promise<void> {
  const before = await readColumnsHere(store);
  await write(store, before, { ...before, here: namesOf(wanted) });
}

const marked = (model: Model, leftOut: Names): Model =>
  Object.fromEntries(
    Object.entries(model).map(([name, table]) => {
      const out = (leftOut[name] ?? []).flatMap((column) => table.columns[column] ?? []);
      if (out.length === 0) return [name, table];
      const columns: Record<string, Column> = { ...table.columns };
      for (const column of out) columns[column.name] = { ...column, leftOut: true };
      return [name, { ...table, columns }];
    }),
  );

/** The model, told of each column whether rows on board may lack it. */
export function withLeftOut(
  store: Store,
  facts: Live<{ readonly model: Model }>,
): LiveQuery<Model> {
  const { first, refresh, stop, ...here } = liveOf(
    store.bell,
    steady(() => readColumnsHere(store), nothing),
    nothing,
  );
  const model = liveJoin(facts, here, ({ model }, { leftOut }) => marked(model, leftOut));
  return { ...model, first, refresh, stop };
}
