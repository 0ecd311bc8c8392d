import type { ListItem, RecordStore } from '../../domain/record-store';
import { nameOf, rowKey, type RowRef } from '../../domain/row';
import type { Model } from '../../domain/table';
import { isLookup, type Lookup } from '../../domain/value';
import { columnOfType } from '../names';

/** Candidates per table among what refers to a person or company. */
const perGroup = 5;

/** Rows in a state other than the first are closed. */
async function isOpen(records: RecordStore, model: Model, item: ListItem): Promise<boolean> {
  const table = model[item.table];
  const state = table && columnOfType(table, 'state');
  if (!state) return true;
  return ((await records.get(item))?.values[state.name] ?? 0) === 0;
}

/** What a row belongs to and what belongs to it, as far as a message can be about it. */
async function around(
  records: RecordStore,
  model: Model,
  targets: ReadonlySet<string>,
  ref: RowRef,
): Promise<{ readonly parents: readonly Lookup[]; readonly children: readonly ListItem[] }> {
  const [row, related] = await Promise.all([records.get(ref), records.related(ref)]);
  const sections = new Set(model[ref.table]?.sections.flatMap(({ columns }) => columns));
  const parents = Object.entries(row?.values ?? {}).flatMap(([column, value]) =>
    isLookup(value) && targets.has(value.table) && sections.has(column) ? [value] : [],
  );
  const items = related
    .filter(({ table }) => targets.has(table) && model[table]?.isActivity === false)
    .flatMap((group) => group.items.slice(0, perGroup));
  const open = await Promise.all(items.map((item) => isOpen(records, model, item)));
  return { parents, children: items.filter((_, index) => open[index]) };
}

/**
 * What a message may be about: the people on it, what they belong to (their company),
 * and what is open with either (opportunities, cases), in this order.
 */
export async function regardingCandidates(
  records: RecordStore,
  model: Model,
  targets: readonly string[],
  people: readonly ListItem[],
): Promise<readonly ListItem[]> {
  const allowed = new Set(targets);
  const found = new Map<string, ListItem>();
  const add = (items: readonly ListItem[]) => {
    for (const item of items) if (allowed.has(item.table)) found.set(rowKey(item), item);
  };
  add(people);
  const near = await Promise.all(people.map((who) => around(records, model, allowed, who)));
  const companies = new Map<string, ListItem>();
  for (const { parents } of near)
    for (const parent of parents) {
      const row = await records.get(parent);
      const table = model[parent.table];
      if (!row || !table) continue;
      const item = {
        ...parent,
        name: nameOf(table, row.values),
        detail: '',
        pending: row.pending > 0,
      };
      companies.set(rowKey(parent), item);
    }
  add([...companies.values()]);
  add(near.flatMap(({ children }) => children));
  const further = await Promise.all(
    [...companies.values()].map((company) => around(records, model, allowed, company)),
  );
  add(further.flatMap(({ children }) => children));
  return [...found.values()];
}
