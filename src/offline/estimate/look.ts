import type { Column, Table } from '../../domain/table';
import type { Selected } from '../copy/selected';
import { type Look, MANY } from './inquiry';
import { SAMPLE } from './record-groups';

/** Rows that are looked at for what they refer to: among few, hardly any refers to the same row as another one. */
const REFERRING = 500;
/** References weigh much: so many are enough of rows that have several. */
const REFERENCES = 1000;

/**
 * What rows of a table that come are looked at for: what they refer to of tables of which not all comes anyway, and
 * which rows they are.
 * @param leftOut names of tables of which nothing is kept.
 * @param isFollowed whether something comes with rows of a table.
 */
export function looking(
  { own, referred }: Selected,
  leftOut: readonly string[],
  isFollowed: (table: Table) => boolean,
): (table: Table) => Look {
  const whole = new Set(
    own.flatMap(({ table, filter }) => (filter.kind === 'all' ? table.name : [])),
  );
  const counted = referred.map(({ name }) => name).filter((name) => !whole.has(name));
  const leading = ({ columns }: Table, to: readonly string[]): readonly Column[] =>
    Object.values(columns).filter(({ targets = [] }) =>
      targets.some((target) => to.includes(target)),
    );
  const rowsOf = (columns: readonly Column[]): number => {
    // Of the parties of one row there are many.
    if (columns.some(({ type }) => type === 'parties')) return MANY;
    return Math.max(MANY, Math.min(REFERRING, Math.round(REFERENCES / columns.length)));
  };
  return (table) => {
    const columns = leading(table, [...counted, ...leftOut]);
    const refers = leading(table, counted).length > 0;
    return {
      columns: columns.map(({ name }) => name),
      rows: refers ? rowsOf(columns) : isFollowed(table) ? SAMPLE : 0,
    };
  };
}
