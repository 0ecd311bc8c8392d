import type { Column, Table } from '../model/model';
import type { Organization } from '../organization';
import type { SqlRow } from '../storage/store';

/** Values of operatorcode. */
export const operator = {
  exact: 0,
  firstCharacters: 1,
  lastCharacters: 2,
  date: 3,
  dateAndTime: 4,
  label: 5,
  value: 6,
} as const;

export interface DuplicateCondition {
  readonly base: Column;
  readonly matching: Column;
  readonly operator: number;
  /** How many characters count. */
  readonly count: number;
  readonly ignoreBlank: boolean;
}

export interface DuplicateRule {
  readonly matching: Table;
  readonly caseSensitive: boolean;
  readonly activeOnly: boolean;
  readonly conditions: readonly DuplicateCondition[];
}

function condition(base: Table, matching: Table, row: SqlRow): DuplicateCondition[] {
  const from = base.columns.get(String(row['baseattributename']));
  const to = matching.columns.get(String(row['matchingattributename']));
  if (!from || !to) return [];
  return [
    {
      base: from,
      matching: to,
      operator: Number(row['operatorcode']),
      count: Number(row['operatorparam']),
      ignoreBlank: row['ignoreblankvalues'] === 1,
    },
  ];
}

/** The published rules for rows of the table. */
export function publishedRules({ store, model }: Organization, base: Table): DuplicateRule[] {
  const rows = store.all(
    'SELECT * FROM duplicaterule WHERE baseentityname = ? AND statuscode = 2 ORDER BY name',
    [base.name],
  );
  return rows.flatMap((row) => {
    const matching = model.tables.get(String(row['matchingentityname']));
    if (!matching) return [];
    const conditions = store
      .all('SELECT * FROM duplicaterulecondition WHERE regardingobjectid = ?', [
        row['duplicateruleid'] ?? null,
      ])
      .flatMap((each) => condition(base, matching, each));
    const caseSensitive = row['iscasesensitive'] === 1;
    return [
      { matching, caseSensitive, activeOnly: row['excludeinactiverecords'] === 1, conditions },
    ];
  });
}
