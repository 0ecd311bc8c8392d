import type { RowFilter } from '../../domain/crm-server';
import type { Table } from '../../domain/table';
import { fingerprint } from '../facts';
import type { Selected } from './selected';
import { hasColumns, type Learned, type Watermark, type Watermarks } from './watermark';

/**
 * One way through a table's rows:
 * - `rows`: those that are newer than a version, the oldest first; `whole`: all of them, from version 0; `first`: the
 *   table was never read before;
 * - `late`: of those that are newer than a version what tells whether they are on board as they are;
 * - `ids`: the same of all of them. It finds what has left, whatever the reason.
 */
export type Pass =
  | {
      readonly kind: 'rows';
      readonly since: string;
      readonly whole: boolean;
      readonly first: boolean;
    }
  | { readonly kind: 'late'; readonly since: string }
  | { readonly kind: 'ids' };

/** Whether it sees every row of the table. */
export const seesAll = (pass: Pass): boolean =>
  pass.kind === 'ids' || (pass.kind === 'rows' && pass.whole);

/**
 * A transaction of the CRM gets its version before it ends, two minutes later at most. So what a walk has seen is
 * complete only up to versions that are older than that: milliseconds.
 */
const SETTLED = 10 * 60_000;
/** How often ids are walked, for each part of them: so a refresh asks for one part on average. Milliseconds. */
const IDS_EVERY = 15 * 60_000;
/** Ids of a page, which is what Dataverse gives at most. */
export const IDS_PAGE = 5000;

/** What a watermark holds for. With more columns all has to be read again, with other rows what is not here. */
export const basisOf = (table: Table, filter: RowFilter): Learned['basis'] => ({
  columns: Object.keys(table.columns).sort(),
  filter: fingerprint(filter),
});

/**
 * How a table is brought up to date.
 * @param known undefined: it was never read whole.
 * @param thorough the user has asked for it, so nothing that has left may stay.
 * @param part so many ids are cheap to ask for.
 */
export function passesFor(
  known: Watermark | undefined,
  basis: Learned['basis'],
  now: number,
  thorough: boolean,
  part = IDS_PAGE,
): readonly Pass[] {
  const last = known?.marks.at(-1);
  if (known === undefined || last === undefined || !hasColumns(known.basis.columns, basis.columns))
    return [{ kind: 'rows', since: '0', whole: true, first: known === undefined }];
  // Some of those that are newer than the mark may be here, since others refer to them.
  if (known.basis.filter !== basis.filter) return [{ kind: 'ids' }];
  const settled = known.marks.filter(({ at }) => at <= last.at - SETTLED).at(-1);
  const passed = now - known.walkedAt;
  const due = passed < 0 || passed >= Math.max(1, Math.ceil(known.rows / part)) * IDS_EVERY;
  return [
    { kind: 'rows', since: last.version, whole: false, first: false },
    thorough || due || settled === undefined
      ? { kind: 'ids' }
      : { kind: 'late', since: settled.version },
  ];
}

/**
 * How each of the tables is brought up to date whose rows are read for their own sake; `others`: by a choice of rows that
 * is not the one which has brought those that are here, so that some are not; `since`: what was read is older, null: was
 * not read before.
 * @param partly names of those that were never read so, and of which ids tell best which rows lack.
 */
export const passesOf = (
  own: Selected['own'],
  watermarks: Watermarks,
  now: number,
  thorough: boolean,
  partly: ReadonlySet<string>,
) =>
  own.map(({ table, filter }) => {
    const basis = basisOf(table, filter);
    const known = watermarks[table.name];
    const isPartly = partly.has(table.name);
    const passes = isPartly ? [{ kind: 'ids' } as const] : passesFor(known, basis, now, thorough);
    const others = isPartly || (known !== undefined && known.basis.filter !== basis.filter);
    const whole = passes.some((pass) => pass.kind === 'rows' && pass.whole);
    const since = whole ? '0' : (known?.marks.at(-1)?.version ?? null);
    return { table, filter, basis, others, passes, since };
  });
