import { CrmError } from '../domain/crm-error';
import type { Change } from '../domain/change';
import type { CrmServer } from '../domain/crm-server';
import { decide } from '../domain/decision';
import type { DuplicateRule } from '../domain/duplicate-rule';
import { type Duplicates, intendedValues, type Match } from '../domain/duplicates';
import type { OutboxEntry } from '../domain/entry';
import { nameOf, type Row, relinked, rowKey } from '../domain/row';
import type { Table } from '../domain/table';
import type { Lookup } from '../domain/value';
import { rebaseIn } from './copy/write-rows';
import { discardEntries } from './discard';
import type { Draft } from './draft';
import { newestGeneration } from './feed';
import { OutboxError } from './outbox-error';
import { createStage, type SaveContext } from './save';
import { type QueuedEntry, toLocalRow } from './stored';
import { transact } from './transact';

interface Context extends SaveContext {
  readonly server: Pick<CrmServer, 'readDuplicates'>;
  readonly rules: () => readonly DuplicateRule[];
  readonly here: Duplicates['here'];
  /** Lets playback run. */
  readonly wake: () => void;
}

const forbidden = (error: unknown): [] => {
  if (error instanceof CrmError && decide(error.failure, false) === 'forbidden') return [];
  throw error;
};

/** The changes that make the existing row what the user wants of the new one, whose links follow. */
function takenOver(
  line: readonly QueuedEntry[],
  { ref }: QueuedEntry,
  existing: Lookup,
  columns: readonly string[],
): Change[] {
  const { table, id } = existing;
  const to = { table, id };
  const wanted = Object.entries(intendedValues(line, ref)).filter(([name]) =>
    columns.includes(name),
  );
  const values = relinked(Object.fromEntries(wanted), ref, existing);
  const links = new Map<string, Change>();
  for (const { kind, link } of line) {
    if (link === undefined) continue;
    const { relationship, other } = link;
    const key = `${relationship} ${rowKey(other)}`;
    if (kind === 'associate')
      links.set(key, { kind, ref: to, relationship, other: { ...other, name: '' } });
    else links.delete(key);
  }
  return [
    ...(wanted.length === 0 ? [] : [{ kind: 'update' as const, ref: to, values }]),
    ...links.values(),
  ];
}

/** What is held as a duplicate: what it may be one of, and using that instead. */
export function heldDuplicates(context: Context): Pick<Duplicates, 'matches' | 'use'> {
  const { store, server, model, rules, here, now, wake } = context;
  const stage = createStage(context);

  const inCrm = async ({ ref, kind, values }: OutboxEntry, table: Table): Promise<Match[]> => {
    const asked = await newestGeneration(store.db);
    const compared = rules().filter((rule) => rule.table === table.name);
    const names = new Set([table.name, ...compared.map((rule) => rule.matchingTable)]);
    const id = kind === 'create' ? null : ref.id;
    const found = await Promise.all(
      [...names]
        .flatMap((name) => model()[name] ?? [])
        .map((matching) => server.readDuplicates({ table, id, values, matching }).catch(forbidden)),
    );
    return found.flat().map((row) => ({ row, asked }));
  };

  const onBoard = async ({ ref, values }: OutboxEntry): Promise<Match[]> => {
    const keys = (await here({ ...ref, values })).map(rowKey);
    const stored = (await store.db.records.bulkGet(keys)).filter((item) => item !== undefined);
    const bodies = await store.codec.decode(stored.map(({ body }) => body));
    return stored.map(({ keys: row }, n) => ({ row: toLocalRow(row, bodies[n]), asked: null }));
  };

  /** The CRM's row comes on board, or under what waits there. It was read without its parties. */
  const bringIn = async (draft: Draft, row: Row, asked: number): Promise<void> => {
    await draft.read([row]);
    const known = (await draft.shadow(row)) ?? (await draft.record(row));
    const whole = { ...row, values: { ...known?.values, ...row.values } };
    await rebaseIn(draft, store, model(), whole, asked);
  };

  return {
    async matches(entry, where) {
      const table = model()[entry.ref.table];
      if (table === undefined) return [];
      return where === 'crm' ? inCrm(entry, table) : onBoard(entry);
    },

    async use(seq, { row, asked }, columns) {
      await transact(store, async (draft) => {
        const entry = await draft.entry(seq);
        const table = model()[row.table];
        if (entry === null || table === undefined) throw new OutboxError('gone');
        const { state, kind, ref } = entry;
        if (state !== 'duplicate' || kind !== 'create' || ref.table !== row.table)
          throw new OutboxError('notWaiting');
        const { id } = row;
        const existing: Lookup = { table: row.table, id, name: nameOf(table, row.values) };
        if (asked !== null) await bringIn(draft, row, asked);
        if ((await draft.record(existing)) === null) throw new OutboxError('gone');
        const changes = takenOver(await draft.entriesOf(ref), entry, existing, columns);
        const at = new Date(now()).toISOString();
        await discardEntries(draft, model(), [entry], at, { relink: existing });
        await stage(draft, changes);
      });
      wake();
    },
  };
}
