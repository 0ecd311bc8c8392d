import type { Setting } from './setting';
import type { Table } from './table';
import { sameValue, type Value, type Values } from './value';

/**
 * What happens where somebody else changed the same column of a row in the CRM meanwhile: the user's change overwrites
 * (and the receipt keeps what it overwrote), the CRM's value stays, or the change waits for the user's answer.
 */
export type ConflictPolicy = 'mine' | 'server' | 'ask';

/** The organisation's choice: for all tables, and by logical name for those that differ. */
export interface ConflictPolicies {
  readonly all: ConflictPolicy;
  readonly tables: Readonly<Record<string, ConflictPolicy>>;
}

/** As Dynamics CRM for Outlook did. */
export const mineWins: ConflictPolicies = { all: 'mine', tables: {} };

export const policyFor = (
  { all, tables }: ConflictPolicies,
  { name }: Pick<Table, 'name'>,
): ConflictPolicy => tables[name] ?? all;

/** The user's own choice in place of the organisation's for all tables, or that one. */
export type ConflictChoice = ConflictPolicy | 'organization';

export interface ConflictSetting extends Setting<ConflictChoice> {
  /** What the organisation has chosen. */
  readonly organization: ConflictPolicies;
}

/** What holds for this user: tables that the organisation names keep their policy. */
export const chosenPolicies = (
  organization: ConflictPolicies,
  choice: ConflictChoice,
): ConflictPolicies =>
  choice === 'organization' ? organization : { ...organization, all: choice };

/** What the CRM held when a conflict was found. */
export interface Theirs {
  /** The changed columns, as far as the user may read them. */
  readonly values: Values;
  readonly etag: string | null;
  /** Who changed the row last; '' where that is not known. */
  readonly by: string;
  /** When: ISO 8601; null where that is not known. */
  readonly at: string | null;
}

/** The columns that both sides changed, and not to the same. */
export const contested = (
  { values, before }: { readonly values: Values; readonly before: Values },
  theirs: Values,
): string[] =>
  Object.keys(values).filter((column): boolean => {
    if (!(column in theirs)) return false;
    const now: Value = theirs[column] ?? null;
    return !sameValue(now, before[column]) && !sameValue(now, values[column]);
  });
