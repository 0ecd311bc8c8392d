import type { RowFilter } from '../../domain/crm-server';
import { type Row, rowKey } from '../../domain/row';
import type { Table } from '../../domain/table';
import type { Catalogue } from '../catalogue/catalogue';
import { BY_IDS } from '../copy/reader';
import type { Inquiry } from './inquiry';
import { spread } from './record-groups';

/** What the rows of a table on board and those that a filter keeps have in common. */
export interface Overlap {
  /** Rows that the filter keeps; `more`: at least so many. */
  readonly count: number;
  readonly more: boolean;
  /** Those of them that are not here in the CRM's version: how many, and ids of some. */
  readonly lacking: number;
  readonly ids: readonly string[];
  /** How likely the filter keeps a row on board: 0 to 1. @param key of the table. */
  readonly keeps: (key: string) => number;
}

/** Of a table and a filter. Rejects with a CrmError. */
export type OverlapOf = (table: Table, filter: RowFilter) => Promise<Overlap>;

const idIn = (key: string): string => key.slice(key.indexOf(':') + 1);

/**
 * Exactly, as far as one page of ids tells. Else by two samples: of what the filter keeps, and of what is here.
 * Rejects with a CrmError.
 * @param keys of the table's rows on board.
 * @param isWalked a walk has begun with the first ones by their ids, so that these tell nothing of the others.
 */
export async function overlap(
  inquiry: Inquiry,
  catalogue: Catalogue,
  table: Table,
  filter: RowFilter,
  keys: readonly string[],
  isWalked: boolean,
): Promise<Overlap> {
  const isSame = (row: Row): boolean => catalogue.get(rowKey(row))?.etag === row.etag;
  const { rows, next } = await inquiry.ids(table, filter);
  const ids = rows.filter((row) => !isSame(row)).map(({ id }) => id);
  const known = new Set(rows.map(rowKey));
  if (next === null)
    return {
      count: rows.length,
      more: false,
      lacking: ids.length,
      ids,
      keeps: (key) => (known.has(key) ? 1 : 0),
    };
  const asked = spread(keys, BY_IDS);
  const [{ count, more }, found] = await Promise.all([
    inquiry.count(table, filter, null),
    asked.length === 0 ? [] : inquiry.among(table, filter, asked.map(idIn)),
  ]);
  const both = rows.filter((row) => catalogue.get(rowKey(row)) !== null);
  const kept = surer(
    { drawn: asked.length, of: keys.length, hits: found.length },
    isWalked ? null : { drawn: rows.length, of: count, hits: both.length },
  );
  const seen = isWalked ? found : [...found, ...both];
  const same = (kept * seen.filter(isSame).length) / Math.max(1, seen.length);
  const stay = new Set(seen.map(rowKey));
  const leave = new Set(asked.filter((key) => !stay.has(key)));
  const unseen = keys.length - stay.size - leave.size;
  const share = Math.min(1, Math.max(0, (kept - stay.size) / Math.max(1, unseen)));
  return {
    count,
    more,
    lacking: Math.max(0, Math.round(count - same)),
    ids,
    keeps: (key) => (stay.has(key) ? 1 : leave.has(key) ? 0 : share),
  };
}

/** So many rows were looked at, of so many, and so many were what is looked for. */
interface Draw {
  readonly drawn: number;
  readonly of: number;
  readonly hits: number;
}

const share = ({ drawn, hits }: Draw): number => hits / Math.max(1, drawn);

/** How far the number that a sample tells is off on average, squared. */
const spreadOf = (draw: Draw): number =>
  (draw.of ** 2 * share(draw) * (1 - share(draw))) / Math.max(1, draw.drawn);

/** How many rows are what is looked for, by the sample that tells it better. */
function surer(one: Draw, other: Draw | null): number {
  const best = other !== null && spreadOf(other) < spreadOf(one) ? other : one;
  return best.of * share(best);
}
