import { rowKey } from '../../domain/row';
import type { Table } from '../../domain/table';
import type { Catalogue } from '../catalogue/catalogue';
import type { Sampled } from './inquiry';

/** Records that are looked at to see how many notes and files such records have. */
export const SAMPLE = 200;

/** Rows of a table that come, some of which were read. */
export interface Coming {
  readonly table: Table;
  /** How many. */
  readonly rows: number;
  readonly sampled: Sampled | null;
}

/** Records of a table: how many, and some of them. */
export interface Group {
  readonly rows: number;
  readonly keys: readonly string[];
}

/** Some of many, from everywhere among them. */
export const spread = <T>(all: readonly T[], most = SAMPLE): readonly T[] => {
  const step = Math.max(1, all.length / most);
  return Array.from(
    { length: Math.min(most, all.length) },
    (_, n) => all[Math.floor(n * step)] as T,
  );
};

/** Those of the rows that come which are not here in another version. */
export function fresh({ rows, sampled }: Coming, catalogue: Catalogue): Group {
  const looked = sampled?.rows ?? [];
  const keys = looked.map(rowKey).filter((key) => catalogue.get(key) === null);
  return { rows: looked.length === 0 ? 0 : (rows * keys.length) / looked.length, keys };
}

/** Keys of the rows on board. */
export function keysByTable(catalogue: Catalogue): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const key of catalogue.keys()) {
    const table = key.slice(0, key.indexOf(':'));
    const keys = found.get(table);
    if (keys === undefined) found.set(table, [key]);
    else keys.push(key);
  }
  return found;
}
