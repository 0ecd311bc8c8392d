import { AT_A_TIME, mapParallel } from '../../domain/parallel';
import { IDS_PAGE } from './passes';
import type { Counting } from './progress';
import type { Selected } from './selected';
import type { Walk } from './walk';
import type { Watermarks } from './watermark';

/** A row weighs about as much as so many ids. */
const WEIGHT = 10;

/** What was read before. */
export interface ReadBefore {
  readonly watermarks: Watermarks;
  /** What a walk has begun with. */
  readonly tables: Walk['tables'];
  /** Tables of which all rows on board are to be read again. */
  readonly anew: ReadonlySet<string>;
}

/**
 * Names of the tables that are to be read for their own sake for the first time, and of which so many rows are here for
 * another reason that ids tell best which ones lack. Rejects with a CrmError.
 */
export async function partlyHere(
  own: Selected['own'],
  { watermarks, tables, anew }: ReadBefore,
  { count, here }: Counting,
): Promise<ReadonlySet<string>> {
  const found = await mapParallel(AT_A_TIME, own, async ({ table, filter }) => {
    const { name } = table;
    const rows = here[name] ?? 0;
    const before = watermarks[name] !== undefined || tables[name] !== undefined || anew.has(name);
    if (before || rows === 0) return [];
    const all = await count({ table, filter });
    return !all.more && all.count <= Math.max(IDS_PAGE, rows * WEIGHT) ? [name] : [];
  });
  return new Set(found.flat());
}
