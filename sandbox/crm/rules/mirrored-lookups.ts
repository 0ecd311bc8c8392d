import type { RowRule } from './row-change';
import { typeColumn } from '../storage/store';

/** Keeps the lookups that say what a polymorphic one says, for one of its tables (a contact's accountid). */
export const mirroredLookups: RowRule = {
  applies: (table) => [...table.columns.values()].some(({ mirrors }) => mirrors !== undefined),
  before({ table, values }) {
    for (const { name, mirrors, targets } of table.columns.values()) {
      const source = table.columns.get(mirrors ?? '');
      if (!source || !values.has(source.name)) continue;
      const same = targets.includes(String(values.get(typeColumn(source))));
      values.set(name, same ? (values.get(source.name) ?? null) : null);
    }
  },
};
