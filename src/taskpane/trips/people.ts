import type { ListItem } from '../../domain/record-store';
import type { Column } from '../../domain/table';
import type { Lookup } from '../../domain/value';

const principals = ['systemuser', 'team'];

/** Whom a column may refer to; undefined: to records of other tables, which are found in another way. */
export function amongPeople(
  { targets = [] }: Column,
  colleagues: readonly Lookup[],
): readonly ListItem[] | undefined {
  if (targets.length === 0 || !targets.every((target) => principals.includes(target)))
    return undefined;
  return colleagues
    .filter(({ table }) => targets.includes(table))
    .map((each) => ({ ...each, detail: '', pending: false }));
}
