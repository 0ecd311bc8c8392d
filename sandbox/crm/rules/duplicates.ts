import { duplicatesSql } from './duplicate-match';
import { publishedRules } from './duplicate-rules';
import { CrmFault, faults } from '../errors';
import type { Sql } from '../storage/sql';
import type { Column, Table } from '../model/model';
import type { Organization, User } from '../organization';
import { visibleRows } from '../rights/rights';
import { isHidden } from '../rights/secured-columns';
import { rowOf, type RowRule } from './row-change';
import { quote, type SqlRow } from '../storage/store';

const header = 'MSCRM.SuppressDuplicateDetection';

const setting = ({ store }: Organization, name: string): boolean =>
  store.get(`SELECT ${quote(name)} AS "on" FROM organization`)?.['on'] === 1;

/** Whether duplicates are looked for at all in the organisation and among rows of this table. */
export const detectsDuplicates = (organization: Organization, table: Table): boolean =>
  table.duplicateDetection && setting(organization, 'isduplicatedetectionenabled');

/**
 * A condition on row `r` of the matching table that leaves the duplicates of the row, other than itself, that the
 * user may read; null: there are none. Rules that compare what is hidden from the user are left out.
 * @param only rules that compare one of these columns; null: all rules.
 */
export function duplicatesOf(
  organization: Organization,
  user: User,
  base: Table,
  row: SqlRow,
  matching: Table,
  only: ReadonlySet<string> | null = null,
): Sql | null {
  if (!matching.duplicateDetection) return null;
  const hides = (table: Table, column: Column): boolean =>
    isHidden(organization, user, table, column);
  const parts = publishedRules(organization, base)
    .filter((rule) => rule.matching === matching)
    .filter(
      ({ conditions }) =>
        !conditions.some((each) => hides(base, each.base) || hides(matching, each.matching)),
    )
    .filter(({ conditions }) => !only || conditions.some((each) => only.has(each.base.name)))
    .flatMap((rule) => duplicatesSql(rule, row) ?? []);
  if (parts.length === 0) return null;
  const visible = visibleRows(organization, user, matching);
  const itself = base === matching ? (row[base.primaryId] ?? null) : null;
  return {
    text: `(${parts.map(({ text }) => text).join(' OR ')}) AND r.${quote(matching.primaryId)} IS NOT ? AND ${visible.text}`,
    values: [...parts.flatMap(({ values }) => [...values]), itself, ...visible.values],
  };
}

/** Whether a request's writes shall be refused where they make duplicates; by default they are not. */
export function asksForDuplicates(headers: Headers): boolean {
  const suppress = headers.get(header)?.trim().toLowerCase() ?? '';
  if (!['', 'true', 'false'].includes(suppress))
    throw faults.query(`The header ${header} is true or false, not '${suppress.slice(0, 50)}'.`);
  return suppress === 'false';
}

/**
 * Refuses a row that was just written and has duplicates, where who wrote it wants that: the transaction
 * that wrote it is taken back. After an update, rules that compare none of the written columns are left out.
 */
export const duplicates: RowRule = {
  applies: (table) => table.duplicateDetection,
  after(change) {
    const { organization, user, table, before, values, refusesDuplicates } = change;
    if (!refusesDuplicates || !detectsDuplicates(organization, table)) return;
    if (!setting(organization, 'isduplicatedetectionenabledforonlinecreateupdate')) return;
    const written = before && new Set(values.keys());
    const tables = new Set(publishedRules(organization, table).map(({ matching }) => matching));
    for (const matching of tables) {
      const found = duplicatesOf(organization, user, table, rowOf(change), matching, written);
      if (
        found &&
        organization.store.get(
          `SELECT 1 FROM ${quote(matching.name)} AS r WHERE ${found.text} LIMIT 1`,
          found.values,
        )
      )
        throw new CrmFault(
          412,
          '0x80040333',
          'A record was not created or updated because a duplicate of the current record already exists.',
        );
    }
  },
};
