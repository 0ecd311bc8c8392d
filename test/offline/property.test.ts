import { describe, expect, it } from '@jest/globals';
import { LARGEST } from '../../src/domain/attachment';
import fc from 'fast-check';
import { needsUser, type Receipt } from '../../src/domain/entry';
import { rowKey, type RowRef } from '../../src/domain/row';
import type { Column, Table } from '../../src/domain/table';
import { createKeeper } from '../../src/offline/catalogue/keeper';
import { identityCodec } from '../../src/offline/codec';
import { createCopy } from '../../src/offline/copy/copy';
import { entriesIn, type MirrorFile, mirrorText, takeBack } from '../../src/offline/mirror';
import { decodeEntries } from '../../src/offline/store';
import { transact } from '../../src/offline/transact';
import { visibleRow } from '../../src/offline/visible';
import { long, seedOr } from '../chance';
import { type Fault, identity } from './support/crm';
import { account, model } from './support/model';
import { type Pane, World } from './support/world';

/** Every save writes a column of its own, so that each can be told from all others for ever. */
const SAVES = 60;
const own = (n: number): string => `c${n}`;
const text = (name: string): Column => ({
  name,
  label: name,
  type: 'text',
  required: false,
  canCreate: true,
  canUpdate: true,
});
const wide: Table = {
  ...account,
  sections: [],
  columns: {
    ...account.columns,
    ...Object.fromEntries(Array.from({ length: SAVES }, (_, n) => [own(n), text(own(n))] as const)),
  },
};

const ROWS = 4;
const ref = (n: number): RowRef => ({
  table: 'account',
  id: `aaaaaaaa-0000-4000-8000-${String(n).padStart(12, '0')}`,
});

type Command =
  | { readonly do: 'update' | 'refusable' | 'delete' | 'edit'; readonly row: number }
  | { readonly do: 'create'; readonly refersTo: number }
  | { readonly do: 'play' | 'both' | 'refresh' | 'crash' | 'crashWhileSending' | 'wait' }
  | { readonly do: 'fault'; readonly fault: Fault }
  /** The browser loses the database, and its mirror is so many steps old. */
  | { readonly do: 'lose'; readonly behind: number }
  | { readonly do: 'discard' | 'hold' | 'release' | 'retry'; readonly at: number };

const row = fc.integer({ min: 0, max: ROWS + 3 });
const at = fc.integer({ min: 0, max: 5 });
const simple = (name: 'play' | 'both' | 'refresh' | 'crash' | 'crashWhileSending' | 'wait') =>
  fc.constant<Command>({ do: name });
const behind = fc.integer({ min: 0, max: 2 });
const onWrite = (call: string): boolean => call === 'write';
const fault = fc.constantFrom<Fault>(
  { kind: 'drop', on: onWrite },
  { kind: 'dropAfterCommit', on: onWrite },
  { kind: 'drop', on: (call) => call === 'readRow' },
  { kind: 'fail', failure: { status: 503 }, on: onWrite },
  { kind: 'fail', failure: { status: 500, code: '0x80040216' }, on: onWrite },
  { kind: 'fail', failure: { status: 429, retryAfterMs: 1000 }, on: onWrite },
  { kind: 'fail', failure: { status: 401 }, on: onWrite },
  { kind: 'fail', failure: { status: 403, code: '0x80040220' }, on: onWrite },
  { kind: 'fail', failure: { status: 412, code: '0x80040333' }, on: onWrite },
);
const command = fc.oneof(
  { weight: 6, arbitrary: row.map<Command>((n) => ({ do: 'update', row: n })) },
  { weight: 2, arbitrary: row.map<Command>((n) => ({ do: 'refusable', row: n })) },
  { weight: 3, arbitrary: row.map<Command>((n) => ({ do: 'create', refersTo: n })) },
  { weight: 1, arbitrary: row.map<Command>((n) => ({ do: 'delete', row: n })) },
  { weight: 2, arbitrary: row.map<Command>((n) => ({ do: 'edit', row: n })) },
  { weight: 5, arbitrary: simple('play') },
  { weight: 1, arbitrary: simple('both') },
  { weight: 2, arbitrary: simple('refresh') },
  { weight: 1, arbitrary: simple('crash') },
  { weight: 2, arbitrary: simple('crashWhileSending') },
  { weight: 2, arbitrary: simple('wait') },
  { weight: 1, arbitrary: behind.map<Command>((n) => ({ do: 'lose', behind: n })) },
  { weight: 4, arbitrary: fault.map<Command>((kind) => ({ do: 'fault', fault: kind })) },
  { weight: 1, arbitrary: at.map<Command>((n) => ({ do: 'discard', at: n })) },
  { weight: 1, arbitrary: at.map<Command>((n) => ({ do: 'hold', at: n })) },
  { weight: 1, arbitrary: at.map<Command>((n) => ({ do: 'release', at: n })) },
  { weight: 2, arbitrary: at.map<Command>((n) => ({ do: 'retry', at: n })) },
);

/** Those that only one save writes. */
const columnsOf = ({ values }: { readonly values: object }): string[] =>
  Object.keys(values).filter((name) => /^c\d+$/.test(name));

class Run {
  readonly world = new World();
  pane!: Pane;
  /** Saves that were acknowledged, without those that a mirror was too old for. */
  readonly #acknowledged = new Set<number>();
  /** Changes the user sent again although they may have been applied. */
  readonly insisted = new Set<string>();
  #saves = 0;
  /** What the mirror held after each step. */
  readonly #mirrors: string[] = [];
  /** What was in databases that were lost. */
  readonly #lostReceipts: Receipt[] = [];

  async begin(): Promise<void> {
    const { crm } = this.world;
    crm.model = { ...model, account: wide };
    this.pane = await this.world.open();
    for (let n = 0; n < ROWS; n++)
      await this.world.given(this.pane, 'account', ref(n).id, { name: `Row ${n}` });
  }

  async refresh(): Promise<void> {
    const { clock, crm, locks } = this.world;
    const { store } = this.pane;
    const keeper = createKeeper(store, clock, () => crm.model);
    await createCopy({
      store,
      server: crm,
      identity,
      clock,
      locks,
      keeper,
      largestAttachment: LARGEST,
      used: () => Promise.resolve(null),
      organizationTrips: this.world.organizationTrips,
      onProgress: () => undefined,
      onDone: () => undefined,
    }).refresh(true);
    keeper.stop();
  }

  async #save(values: (column: string, n: number) => Parameters<Pane['save']>[0]): Promise<void> {
    const n = this.#saves;
    if (n >= SAVES) return;
    this.#saves += 1;
    try {
      await this.pane.save(values(own(n), n));
      this.#acknowledged.add(n);
    } catch {
      // Not acknowledged: the row is gone, or was never made.
    }
  }

  async #reopen(): Promise<void> {
    this.world.crash();
    this.world.crm.during = () => Promise.resolve();
    this.pane = await this.world.open();
  }

  /** The database is gone: what waited comes back from the mirror, the rows from the CRM. */
  async #lose(behind: number): Promise<void> {
    const { world } = this;
    const text = this.#mirrors.at(-1 - behind) ?? mirrorText([]);
    this.#lostReceipts.push(...(await this.receipts()));
    const kept = new Set((await decodeEntries(identityCodec, entriesIn(text))).flatMap(columnsOf));
    for (const column of (await this.pane.line()).flatMap(columnsOf))
      if (!kept.has(column)) this.#acknowledged.delete(Number(column.slice(1)));
    world.crash();
    await world.loseDatabase();
    this.pane = await world.open();
    const read = () => Promise.resolve(text);
    const file: MirrorFile = {
      read,
      write: () => Promise.resolve(),
      remove: () => Promise.resolve(),
    };
    await takeBack(this.pane.store, world.crm.model, file);
    await this.pane.player.wake(true);
    await this.refresh();
  }

  async step(it: Command): Promise<void> {
    await this.#do(it);
    this.#mirrors.push(mirrorText(await this.pane.store.db.outbox.toArray()));
  }

  async #do(it: Command): Promise<void> {
    const { world, pane } = this;
    switch (it.do) {
      case 'update':
        return this.#save((column, n) => ({
          kind: 'update',
          ref: ref(it.row),
          values: { [column]: `v${n}` },
        }));
      case 'refusable':
        return this.#save((column, n) => ({
          kind: 'update',
          ref: ref(it.row),
          values: { [column]: `v${n}`, revenue: n % 2 === 0 ? '13.00' : '14.00' },
        }));
      case 'create':
        return this.#save((column, n) => ({
          kind: 'create',
          ref: ref(ROWS + (n % 4)),
          values: {
            name: `New ${n}`,
            [column]: `v${n}`,
            primarycontactid: null,
            parent: { ...ref(it.refersTo), name: '' },
          },
        }));
      case 'delete':
        await pane.save({ kind: 'delete', ref: ref(it.row) }).catch(() => undefined);
        return;
      case 'edit': {
        const there = world.crm.get('account', ref(it.row).id);
        const column = own(Math.max(0, this.#saves - 1));
        if (there !== null)
          world.crm.edit('account', there.id, { city: String(this.#saves), [column]: 'theirs' });
        return;
      }
      case 'play':
        await pane.player.wake(true);
        return;
      case 'both': {
        const other = await world.open();
        await Promise.all([pane.player.wake(true), other.player.wake(true)]);
        return;
      }
      case 'refresh':
        return this.refresh();
      case 'crash':
        return this.#reopen();
      case 'crashWhileSending':
        world.crm.during = (call) => {
          if (call === 'write') world.crash();
          return Promise.resolve();
        };
        await pane.player.wake(true);
        return this.#reopen();
      case 'wait':
        world.clock.advance(130_000);
        // Joins the runs that the clock has started, in whichever pane: else what is checked is under way.
        await Promise.all(world.panes.map(({ player }) => player.wake()));
        return;
      case 'lose':
        return this.#lose(it.behind);
      case 'fault':
        world.crm.faults.push(it.fault);
        return;
      case 'discard':
      case 'hold':
      case 'release':
      case 'retry': {
        const entry = (await pane.line())[it.at];
        if (entry === undefined) return;
        if (it.do === 'retry' && entry.state === 'conflict')
          for (const column of Object.keys(entry.values)) this.insisted.add(column);
        await pane.outbox[it.do](entry.seq).catch(() => undefined);
        await pane.player.wake();
      }
    }
  }

  async receipts(): Promise<Receipt[]> {
    return (await this.pane.store.db.receipts.toArray()).map(({ body }) => body as Receipt);
  }

  /** Nothing that was saved is missing, and nothing happened twice. */
  async check(): Promise<void> {
    const { crm } = this.world;
    const line = await this.pane.line();
    const receipts = [...this.#lostReceipts, ...(await this.receipts())];
    const times = new Map<string, number>();
    const created = new Map<string, number>();
    for (const { kind, key, values } of crm.journal) {
      if (kind === 'create') created.set(key, (created.get(key) ?? 0) + 1);
      for (const [column, value] of Object.entries(values))
        if (value === `v${column.slice(1)}`) times.set(column, (times.get(column) ?? 0) + 1);
    }
    for (const n of this.#acknowledged) {
      const column = own(n);
      const holds = (entry: { values: object }): boolean => column in entry.values;
      const waits = line.some(holds);
      const left = receipts.filter(({ entry }) => holds(entry));
      expect({ column, kept: waits || left.length > 0 }).toEqual({ column, kept: true });
      const count = times.get(column) ?? 0;
      if (!this.insisted.has(column)) expect(count).toBeLessThanOrEqual(1);
      if (left.some(({ result }) => result !== 'discarded')) expect(count).toBeGreaterThan(0);
    }
    for (const [key, count] of created) {
      const deletes = crm.journal.filter((item) => item.kind === 'delete' && item.key === key);
      expect(count).toBeLessThanOrEqual(deletes.length + 1);
    }
    await this.#checkRows();
  }

  /** Base and pending changes make what the user sees. */
  async #checkRows(): Promise<void> {
    const { store } = this.pane;
    const line = await this.pane.line();
    await transact(store, async (draft) => {
      for (const key of await store.db.records.keys()) {
        const [table = '', id = ''] = key.split(':');
        const record = await draft.record({ table, id });
        const entries = line.filter((entry) => rowKey(entry.ref) === key);
        const shadow = await draft.shadow({ table, id });
        if (entries.length === 0) expect([shadow, record?.pending]).toEqual([null, 0]);
        else expect(record).toEqual(visibleRow(wide, { table, id }, shadow, entries));
      }
      const rows = new Set(await store.db.records.keys());
      for (const entry of line) expect(rows).toContain(rowKey(entry.ref));
    });
  }

  async drain(): Promise<void> {
    this.world.crm.faults = [];
    await this.#reopen();
    for (let i = 0; i < 4; i++) {
      this.world.clock.advance(130_000);
      await this.pane.player.wake(true);
    }
  }
}

describe('whatever happens', () => {
  it('ST1 OB1 PB1 PB3 MI2 loses no acknowledged change, does nothing twice, and drains', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 45 }), async (commands) => {
        const run = new Run();
        await run.begin();
        try {
          for (const it of commands) {
            await run.step(it);
            await run.check();
          }
          await run.drain();
          await run.check();
          const line = await run.pane.line();
          const stuck = line.some((entry) => needsUser(entry) || entry.state === 'held');
          if (!stuck) expect(line).toEqual([]);
        } finally {
          run.world.crash();
        }
      }),
      {
        seed: seedOr(20260302),
        numRuns: long ? 80 : 40,
      },
    );
  }, 600_000);
});
