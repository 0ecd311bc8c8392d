import { actions } from '../../../src/domain/actions/registry';
import type { Change } from '../../../src/domain/change';
import type { OutboxEntry } from '../../../src/domain/entry';
import type { LiveCell } from '../../../src/domain/live';
import {
  SaveError,
  type ListItem,
  type RecordStore,
  type RelatedGroup,
} from '../../../src/domain/record-store';
import { nameOf, rowKey, sameRow, type LocalRow, type RowRef } from '../../../src/domain/row';
import type { Model } from '../../../src/domain/table';
import { undoOf } from '../../../src/domain/undo';
import { isLookup, type Value, type Values } from '../../../src/domain/value';
import { fakeModel } from './fake-model';
import { me } from './fake-rows';

const valuesOf = (change: Change): Values => {
  if (change.kind === 'assign') return { ownerid: change.owner };
  if (change.kind === 'action') {
    const table = fakeModel[change.ref.table];
    const { name, params } = change.action;
    return table === undefined ? {} : actions[name].effects(params, table);
  }
  return 'values' in change ? change.values : {};
};

const firstLookup = (model: Model, row: LocalRow): string => {
  const columns = model[row.table]?.sections.flatMap((section) => section.columns) ?? [];
  for (const name of columns) {
    const value = row.values[name];
    if (name !== 'ownerid' && isLookup(value)) return value.name;
  }
  const city = row.values['address1_city'];
  return typeof city === 'string' ? city : '';
};

/** By relationship and id of a row: the ids of those that it is linked to. */
export type FakeLinks = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** Rows in memory that keep the promises of the port as far as a screen can tell. */
export function fakeStore(
  model: Model,
  initial: readonly LocalRow[],
  entries: LiveCell<readonly OutboxEntry[]>,
  links: FakeLinks = {},
): RecordStore & {
  edit(ref: RowRef, values: Values): void;
  acknowledge(ref: RowRef): void;
  put(row: LocalRow): void;
} {
  const rows = new Map(initial.map((row) => [rowKey(row), row]));
  const listeners = new Set<(refs: readonly RowRef[] | null) => void>();
  let seq = Math.max(0, ...entries.get().map((entry) => entry.seq));

  const tell = (refs: readonly RowRef[]) => {
    for (const listener of [...listeners]) listener(refs);
  };
  const item = (row: LocalRow): ListItem => {
    const table = model[row.table];
    return {
      table: row.table,
      id: row.id,
      name: table ? nameOf(table, row.values) : '',
      detail: firstLookup(model, row),
      pending: row.pending > 0,
    };
  };
  const live = () => [...rows.values()].filter((row) => !row.deleted);
  const words = (text: string) =>
    text
      .toLowerCase()
      .split(/[^\p{L}\p{N}@.]+/u)
      .filter(Boolean);
  const textOf = (row: LocalRow) =>
    Object.values(row.values)
      .map((value) => (isLookup(value) ? value.name : typeof value === 'string' ? value : ''))
      .join(' ');

  const check = (change: Change) => {
    if (change.kind !== 'create' && change.kind !== 'update') return;
    const columns = model[change.ref.table]?.columns ?? {};
    const wrong: Record<string, 'required' | 'format'> = {};
    for (const [name, value] of Object.entries(change.values)) {
      const column = columns[name];
      if (column?.required && value === null) wrong[name] = 'required';
      if (column?.format === 'email' && typeof value === 'string' && !value.includes('@'))
        wrong[name] = 'format';
    }
    if (Object.keys(wrong).length > 0) throw new SaveError({ code: 'invalid', columns: wrong });
  };

  const store: ReturnType<typeof fakeStore> = {
    get: (ref) => Promise.resolve(rows.get(rowKey(ref)) ?? null),
    list({ text, table, limit }) {
      const find = (wanted: readonly string[]) =>
        live()
          .filter((row) => table === null || row.table === table)
          .filter((row) => {
            const has = words(textOf(row));
            return wanted.every((word) => has.some((one) => one.startsWith(word)));
          })
          .map(item)
          .sort((a, b) => a.name.localeCompare(b.name));
      const exact = find(words(text));
      // Here only a last letter too many is a typing error.
      const found = exact.length > 0 ? exact : find(words(text.slice(0, -1)));
      const similar = exact.length === 0 && found.length > 0;
      return Promise.resolve({ items: found.slice(0, limit), total: found.length, similar });
    },
    related(ref) {
      const groups = new Map<string, RelatedGroup>();
      for (const { table, column } of model[ref.table]?.referencedBy ?? []) {
        const items = live()
          .filter((row) => {
            const value = row.values[column];
            return row.table === table && isLookup(value) && sameRow(value, ref);
          })
          .map(item);
        if (items.length > 0) groups.set(`${table}.${column}`, { table, column, items });
      }
      return Promise.resolve([...groups.values()]);
    },
    linked(ref) {
      return Promise.resolve(
        (model[ref.table]?.linkedTo ?? []).map((relationship) => {
          const ids = new Map((links[relationship.name]?.[ref.id] ?? []).map((id) => [id, false]));
          for (const { kind, ref: from, link } of entries.get()) {
            if (link?.relationship !== relationship.navigation || !sameRow(from, ref)) continue;
            if (kind === 'associate') ids.set(link.other.id, true);
            else ids.delete(link.other.id);
          }
          const items = live()
            .filter(({ table, id }) => table === relationship.table && ids.has(id))
            .map((row) => ({ ...item(row), waits: ids.get(row.id) === true }));
          return { relationship, items };
        }),
      );
    },
    byAddress(addresses) {
      const found = new Map<string, ListItem[]>();
      for (const row of live())
        for (const [name, value] of Object.entries(row.values)) {
          const address = typeof value === 'string' ? value.toLowerCase() : '';
          if (model[row.table]?.columns[name]?.format !== 'email') continue;
          if (addresses.includes(address))
            found.set(address, [...(found.get(address) ?? []), item(row)]);
        }
      return Promise.resolve(found);
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    save(changes) {
      try {
        changes.forEach(check);
      } catch (error) {
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
      for (const change of changes) {
        const key = rowKey(change.ref);
        const old = rows.get(key);
        const values = valuesOf(change);
        const before: Record<string, Value> = {};
        for (const name of Object.keys(values)) before[name] = old?.values[name] ?? null;
        const merged = { ...old?.values, ...values };
        if ('lastname' in merged)
          merged['fullname'] = [merged['firstname'], merged['lastname']].filter(Boolean).join(' ');
        const row: LocalRow = {
          ...change.ref,
          etag: old?.etag ?? null,
          values: merged,
          pending: (old?.pending ?? 0) + 1,
          deleted: change.kind === 'delete',
        };
        rows.set(key, row);
        const table = model[change.ref.table];
        const entry: OutboxEntry = {
          seq: ++seq,
          id: `entry-${String(seq)}`,
          kind: change.kind,
          version: 1,
          ref: change.ref,
          name: table ? nameOf(table, merged) : '',
          values,
          ...(change.kind === 'action' && { action: change.action }),
          ...('relationship' in change && {
            link: { relationship: change.relationship, other: change.other },
          }),
          before: change.kind === 'create' ? {} : before,
          baseEtag: old?.etag ?? null,
          dependsOn: [],
          gesture: `gesture-${String(seq)}`,
          state: 'pending',
          attempts: 0,
          lastError: null,
          user: me,
          at: '2026-11-23T10:00:00.000Z',
          force: false,
        };
        entries.set([...entries.get(), entry]);
      }
      tell(changes.map(({ ref }) => ref));
      return Promise.resolve();
    },
    put(row) {
      if (rows.has(rowKey(row))) return;
      rows.set(rowKey(row), row);
      tell([row]);
    },
    edit(ref, values) {
      const old = rows.get(rowKey(ref));
      if (old) rows.set(rowKey(ref), { ...old, values: { ...old.values, ...values } });
      tell([ref]);
    },
    acknowledge(ref) {
      const old = rows.get(rowKey(ref));
      if (old) rows.set(rowKey(ref), { ...old, pending: 0 });
      tell([ref]);
    },
    async undo(receipt, part) {
      const { table, id } = receipt.entry.ref;
      const undo = undoOf(receipt, model[table], rows.get(rowKey({ table, id })) ?? null, part);
      if (undo.changes === null) throw new SaveError({ code: 'gone' });
      await store.save(undo.changes);
      const last = entries.get().at(-1);
      if (last) entries.set([...entries.get().slice(0, -1), { ...last, undoes: receipt.id }]);
    },
  };
  return store;
}
