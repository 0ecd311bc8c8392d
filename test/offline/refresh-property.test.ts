import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { rowKey, type RowRef } from '../../src/domain/row';
import { type RowChoice, rowChoices, type TableFilter, type Trip } from '../../src/domain/trip';
import { isLookup, type Lookup, type Values } from '../../src/domain/value';
import { referencesOf } from '../../src/domain/row';
import type { Keeper } from '../../src/offline/catalogue/keeper';
import type { Copy } from '../../src/offline/copy/copy';
import { tripSetting } from '../../src/offline/trip-setting';
import { long, seedOr } from '../chance';
import { openCopy } from './support/copying';
import { identity } from './support/crm';
import { model } from './support/model';
import { settle } from './support/settle';
import { ids, type Pane, World } from './support/world';

const MINUTE = 60_000;
const names = ['account', 'contact', 'task'] as const;
type Name = (typeof names)[number];
/** Rows of each table that there may be. */
const ROWS = 3;
const me: Lookup = { table: 'systemuser', id: identity.userId, name: 'Dana' };
const omar: Lookup = { table: 'systemuser', id: ids.euro, name: 'Omar' };
const team: Lookup = { table: 'team', id: ids.call, name: 'Service Desk' };
const owners = [me, me, omar, team];
const text: Readonly<Record<Name, string>> = {
  account: 'city',
  contact: 'lastname',
  task: 'subject',
};
const link: Readonly<Record<Name, string>> = {
  account: 'primarycontactid',
  contact: 'parentcustomerid',
  task: 'regardingobjectid',
};
const words = ['Bern', 'Basel', 'Bergen'];

const refTo = (table: Name, n: number): RowRef => ({
  table,
  id: `dddddddd-0000-4000-8000-${names.indexOf(table)}${String(n).padStart(11, '0')}`,
});

interface Choice {
  readonly rows: number;
  /** Begins with; none: ''. */
  readonly begins: string;
}

type Command =
  | { readonly do: 'put'; readonly row: RowRef; readonly owner: number; readonly word: number }
  | { readonly do: 'link'; readonly row: RowRef; readonly to: RowRef | null }
  | { readonly do: 'remove' | 'hide' | 'show' | 'save' | 'undo'; readonly row: RowRef }
  | { readonly do: 'choose'; readonly choices: Readonly<Record<Name, Choice>> }
  | { readonly do: 'refresh'; readonly minutes: number; readonly thorough: boolean }
  /** The pane is killed as it asks the CRM for the so many-th time. */
  | { readonly do: 'kill'; readonly at: number };

const row = fc.tuple(fc.constantFrom(...names), fc.nat(ROWS - 1)).map(([t, n]) => refTo(t, n));
const choice = fc.record<Choice>({
  rows: fc.nat(rowChoices.length - 1),
  begins: fc.constantFrom('', '', 'B', 'Be'),
});
const put = fc
  .tuple(row, fc.nat(owners.length - 1), fc.nat(words.length - 1))
  .map(([ref, owner, word]): Command => ({ do: 'put', row: ref, owner, word }));
const linked = fc
  .tuple(row, fc.option(row))
  .map(([from, to]): Command => ({ do: 'link', row: from, to }));
/** What the CRM has at first. */
const beginning = fc
  .tuple(
    fc.array(put, { minLength: 12, maxLength: 20 }),
    fc.array(linked, { minLength: 6, maxLength: 12 }),
  )
  .map(([rows, links]) => [...rows, ...links]);
const command = fc.oneof(
  { weight: 5, arbitrary: put },
  { weight: 3, arbitrary: linked },
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.constantFrom('remove', 'hide', 'show', 'save', 'undo'), row)
      .map(([kind, ref]): Command => ({ do: kind, row: ref })),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({ account: choice, contact: choice, task: choice })
      .map((choices): Command => ({ do: 'choose', choices })),
  },
  {
    weight: 8,
    arbitrary: fc
      .tuple(fc.constantFrom(0, 1, 5, 11, 15, 60), fc.boolean())
      .map(([minutes, thorough]): Command => ({ do: 'refresh', minutes, thorough })),
  },
  { weight: 2, arbitrary: fc.nat(12).map((at): Command => ({ do: 'kill', at })) },
);

const commands = fc.array(command, { minLength: 8, maxLength: 40 });
const mine: Choice = { rows: rowChoices.indexOf('mine'), begins: '' };

function filterOf(name: Name, { rows, begins }: Choice): TableFilter {
  const list = [{ column: text[name], operator: 'begins-with', values: [begins] }] as const;
  const filter = { rows: rowChoices[rows]! };
  return begins === '' ? filter : { ...filter, conditions: { join: 'and', list } };
}

class Run {
  readonly #world = new World();
  #pane!: Pane;
  #copy!: Copy;
  #keeper!: Keeper;
  #phase = '';
  #choices: Readonly<Record<Name, Choice>> = { account: mine, contact: mine, task: mine };
  /** Rows that the user may not read for now. */
  readonly #hidden = new Map<string, { readonly ref: RowRef; readonly kept: never }>();
  /** Rows that came with their values though they were here as they are. */
  #twice: string[] = [];
  /** What was begun before does not go on. */
  #whole = true;

  async begin(): Promise<void> {
    const { crm } = this.#world;
    crm.teams = [team.id];
    const { readPage } = crm;
    crm.readPage = async (query, next) => {
      const page = await readPage.call(crm, query, next);
      if (query.bare === true || query.only !== undefined) return page;
      const here = await this.#pane.store.db.records.bulkGet(page.rows.map(rowKey));
      page.rows.forEach((each, n) => {
        // What was sent from here is newer than what was read.
        const isOwn = crm.journal.some(({ key }) => key === rowKey(each));
        if (here[n]?.keys.etag === each.etag && !isOwn) this.#twice.push(rowKey(each));
      });
      return page;
    };
    await this.#open();
    await this.#choose();
  }

  async #open(): Promise<void> {
    this.#pane = await this.#world.open();
    ({ copy: this.#copy, keeper: this.#keeper } = openCopy(this.#world, this.#pane, {
      onProgress: ({ phase }) => {
        this.#phase = phase;
      },
    }));
  }

  close(): void {
    this.#keeper.stop();
    this.#world.crash();
  }

  async #choose(): Promise<void> {
    const setting = tripSetting(this.#pane.store);
    const tables = Object.fromEntries(
      names.map((name) => [name, filterOf(name, this.#choices[name])]),
    );
    const trip: Trip = { name: 'Fair', on: true, others: { rows: 'none' }, tables };
    await setting.choose({ version: 1, trips: [trip] });
    setting.stop();
  }

  async step(it: Command): Promise<void> {
    const { crm, clock } = this.#world;
    switch (it.do) {
      case 'put': {
        const { table, id } = it.row;
        if (this.#hidden.has(rowKey(it.row))) return;
        crm.edit(table, id, { [text[table as Name]]: words[it.word]!, ownerid: owners[it.owner]! });
        return;
      }
      case 'link': {
        const { table, id } = it.row;
        const column = link[table as Name];
        const targets = model[table]?.columns[column]?.targets ?? [];
        if (crm.get(table, id) === null || (it.to && !targets.includes(it.to.table))) return;
        crm.edit(table, id, { [column]: it.to && { ...it.to, name: '' } });
        return;
      }
      case 'remove':
        crm.remove(it.row.table, it.row.id);
        return;
      case 'hide': {
        const kept = crm.rows.get(rowKey(it.row));
        if (kept === undefined) return;
        this.#hidden.set(rowKey(it.row), { ref: it.row, kept: kept as never });
        crm.remove(it.row.table, it.row.id);
        return;
      }
      case 'show': {
        const hidden = this.#hidden.get(rowKey(it.row));
        if (hidden === undefined) return;
        crm.rows.set(rowKey(it.row), hidden.kept);
        this.#hidden.delete(rowKey(it.row));
        return;
      }
      case 'save': {
        const column = text[it.row.table as Name];
        await this.#pane
          .save({ kind: 'update', ref: it.row, values: { [column]: 'Bern, mine' } })
          .catch(() => undefined);
        return;
      }
      case 'undo': {
        const [entry] = (await this.#pane.line()).filter(
          ({ ref }) => rowKey(ref) === rowKey(it.row),
        );
        if (entry !== undefined) await this.#pane.outbox.discard(entry.seq);
        return;
      }
      case 'choose': {
        this.#choices = it.choices;
        return this.#choose();
      }
      case 'kill': {
        let left = it.at;
        crm.during = () => (left-- === 0 ? new Promise<never>(() => undefined) : Promise.resolve());
        clock.advance(MINUTE);
        const ended = this.#copy.refresh(true).then(() => true);
        for (let turns = 0; left >= 0 && turns < 50; turns++)
          if (await Promise.race([ended, settle().then(() => false)])) break;
        await settle();
        this.close();
        crm.during = () => Promise.resolve();
        this.#whole = false;
        return this.#open();
      }
      case 'refresh':
        clock.advance(it.minutes * MINUTE);
        this.#twice = [];
        await this.#copy.refresh(it.thorough);
        expect(this.#phase).toBe('done');
        await this.#check(it.thorough || it.minutes >= 15);
        this.#whole = true;
    }
  }

  #matches(table: Name, values: Values): boolean {
    const { rows, begins } = this.#choices[table];
    const { ownerid } = values;
    const owner = isLookup(ownerid ?? null) ? (ownerid as Lookup).id : '';
    const ofChoice: Readonly<Record<RowChoice, readonly string[]>> = {
      none: [],
      related: [],
      mine: [me.id],
      team: [me.id, team.id],
      all: [owner],
    };
    if (!ofChoice[rowChoices[rows]!].includes(owner)) return false;
    return String(values[text[table]] ?? '').startsWith(begins);
  }

  /** @param all what has left, and what came back, was looked for too. */
  async #check(all: boolean): Promise<void> {
    const { crm } = this.#world;
    const { db } = this.#pane.store;
    const waiting = new Set((await this.#pane.line()).map(({ ref }) => rowKey(ref)));
    const here = new Map(
      (await db.records.bulkGet(await db.records.keys())).flatMap((stored) =>
        stored === undefined ? [] : [[rowKey(stored.keys), stored] as const],
      ),
    );
    const own = [...crm.rows.values()].flatMap(({ row: { table, id, values } }) =>
      this.#matches(table as Name, values) ? [rowKey({ table, id })] : [],
    );
    for (const key of waiting) expect(here.has(key)).toBe(true);
    for (const key of own)
      if (here.has(key) && !waiting.has(key))
        expect(here.get(key)?.keys.etag).toBe(crm.rows.get(key)?.row.etag);
    if (this.#whole) expect(this.#twice).toEqual([]);
    if (!all) return;
    const kept = new Set([...own, ...waiting]);
    const referred = [...kept].flatMap((key) =>
      referencesOf((here.get(key)?.body ?? {}) as Values).map(rowKey),
    );
    const wanted = referred.filter(
      (key) => crm.rows.has(key) && this.#choices[key.slice(0, key.indexOf(':')) as Name].rows > 0,
    );
    expect([...here.keys()].sort()).toEqual([...new Set([...kept, ...wanted])].sort());
    for (const [key, { keys, body }] of here) {
      const there = crm.rows.get(key)?.row;
      if (waiting.has(key)) {
        const base = await db.shadow.get(key);
        if (there !== undefined) expect(base?.keys.etag).toBe(there.etag);
      } else expect({ etag: keys.etag, body }).toEqual({ etag: there?.etag, body: there?.values });
    }
  }
}

describe('a copy', () => {
  it('RF1 RF3 RF4 SE4 SE5 has what the trips keep as the CRM has it, whatever has happened, and brings no row twice', async () => {
    await fc.assert(
      fc.asyncProperty(beginning, commands, async (rows, steps) => {
        const run = new Run();
        await run.begin();
        try {
          for (const each of [...rows, ...steps]) await run.step(each);
          await run.step({ do: 'refresh', minutes: 15, thorough: false });
        } finally {
          run.close();
        }
      }),
      { numRuns: long ? 80 : 40, seed: seedOr(1), endOnFailure: false },
    );
  });
});
