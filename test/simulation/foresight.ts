import { random as randomOf, type Random } from '../../sandbox/seed/random';
import { userRef } from '../../sandbox/seed/empty';
import type { Change } from '../../src/domain/change';
import type { ConflictPolicies } from '../../src/domain/conflict';
import { CrmError } from '../../src/domain/crm-error';
import type { CrmServer } from '../../src/domain/crm-server';
import { decide } from '../../src/domain/decision';
import type { Receipt } from '../../src/domain/entry';
import type { Forecast, Verdict } from '../../src/domain/forecast';
import { type Row, rowKey, type RowRef } from '../../src/domain/row';
import { localBell } from '../../src/offline/bell';
import { identityCodec } from '../../src/offline/codec';
import { writeRows } from '../../src/offline/copy/write-rows';
import { memoryDatabases } from '../../src/offline/database/memory-database';
import { dryRun } from '../../src/offline/dry-run/dry-run';
import { verdictOf } from '../../src/offline/dry-run/verdict';
import { conflictSetting } from '../../src/offline/conflict-setting';
import { duplicateSetting } from '../../src/offline/duplicate-setting';
import { newestGeneration } from '../../src/offline/feed';
import { createOutbox, type LocalOutbox } from '../../src/offline/outbox';
import { run } from '../../src/offline/playback/run';
import { createSave } from '../../src/offline/save';
import { readLine, type Store } from '../../src/offline/store';
import type { QueuedEntry } from '../../src/offline/stored';
import { testClock } from '../offline/support/clock';
import type { Crm } from './crm';
import { firstRows, freeColumns, isTable, rowOf, takenAddress } from './rows';
import { User } from './user';

/** What a dry run said of an entry, and what playback then made of it. */
export interface Foretold {
  readonly entry: QueuedEntry;
  readonly said: Verdict | undefined;
  readonly made: Verdict;
}

/**
 * Rights that the user may lose on the way, and get back at the end. None to read: who may change a row and not read it
 * cannot know its version.
 */
const losable = [
  'prvWriteContact',
  'prvCreateContact',
  'prvWriteLead',
  'prvDeleteContact',
  'prvAppendToAccount',
  'prvWriteActivity',
  'prvMerge',
] as const;

const makesAccount = (change: Change): boolean =>
  change.kind === 'action' && change.action.params['account'] === true;

const mergesContact = (change: Change): boolean =>
  change.kind === 'action' && change.action.name === 'merge' && change.ref.table === 'contact';

/** By this seed: changes that wait, and what others have done meanwhile; nobody does anything from then on. */
class Situation {
  readonly #random: Random;
  readonly #user: User;
  readonly #clock = testClock();
  readonly #rows: RowRef[] = [];
  readonly #server: CrmServer;
  readonly #policies: ConflictPolicies;
  #store!: Store;
  #outbox!: LocalOutbox;
  #ids = 0;
  /** The answers to so many writes come, then one is lost, before or after it was carried out. */
  #untilLost = Infinity;
  #lost: Random | null = null;

  constructor(
    private readonly seed: number,
    private readonly crm: Crm,
  ) {
    this.#random = randomOf(seed);
    this.#rows = firstRows(seed).map(([ref]) => ref);
    this.#user = new User(seed, this.#random, this.#rows, crm.model, crm.workflow);
    crm.useClock(this.#clock);
    this.#server = crm.client((input, init) => this.#fetch(input, init), this.#clock);
    this.#policies = {
      all: this.#random.pick(['mine', 'mine', 'server', 'ask']),
      tables: { contact: 'mine', account: 'ask' },
    };
  }

  async #fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const request = new Request(input, init);
    if (this.#lost === null || request.method === 'GET') return this.crm.handle(request);
    this.#untilLost -= 1;
    if (this.#untilLost > 0) return this.crm.handle(request);
    if (this.#lost.next() < 0.6) await this.crm.handle(request);
    throw new TypeError('Failed to fetch');
  }

  readonly #newId = (): string => {
    this.#ids += 1;
    const here = (this.seed >>> 0).toString(16).padStart(8, '0');
    return `${here}-ffff-4000-8000-${String(this.#ids).padStart(12, '0')}`;
  };

  #context() {
    return {
      store: this.#store,
      server: this.#server,
      identity: this.crm.identity,
      model: () => this.crm.model,
      clock: this.#clock,
      policies: () => this.#policies,
      ensure: () => Promise.resolve(true),
    };
  }

  async #begin(): Promise<void> {
    const { crm, seed } = this;
    const rows: Row[] = [];
    for (const [ref, values] of firstRows(seed)) {
      const table = crm.model[ref.table];
      if (table === undefined) throw new Error(ref.table);
      const row = await this.#server.write({ kind: 'create', table, id: ref.id, values });
      if (row !== null) rows.push(row);
    }
    const db = await memoryDatabases()(crm.identity, 'strict');
    this.#store = { db, codec: identityCodec, bell: localBell() };
    await writeRows(this.#store, crm.model, rows, await newestGeneration(db));
    const model = (): typeof crm.model => crm.model;
    this.#outbox = createOutbox(this.#store, model, this.#clock, () => Promise.resolve());
    if (this.#random.next() < 0.3) {
      const setting = duplicateSetting(this.#store);
      await setting.choose('create');
      setting.stop();
    }
    if (this.#random.next() < 0.3) {
      const setting = conflictSetting(this.#store);
      await setting.choose(this.#random.pick(['mine', 'server', 'ask']));
      setting.stop();
    }
  }

  async #change(): Promise<void> {
    const context = {
      store: this.#store,
      model: () => this.crm.model,
      userId: this.crm.identity.userId,
      now: this.#clock.now,
      newId: this.#newId,
    };
    const save = createSave(context);
    for (let n = this.#random.between(2, 9); n > 0; n--) {
      const { changes } = this.#user.next();
      // A plug-in refuses a negative budget, and nothing that can be read tells.
      if (changes.some((change) => 'values' in change && 'budgetamount' in change.values)) continue;
      // Nor whether what a lead becomes is a duplicate.
      if (changes.some(makesAccount)) continue;
      // What belongs to a contact that is given up gets another version by that.
      if (changes.some(mergesContact)) continue;
      await save(this.#random.next() < 0.15 ? this.#twins() : changes).catch(() => undefined);
    }
  }

  /** What a rule calls a duplicate: of one that is there, or of another that waits. */
  #twins(): Parameters<ReturnType<typeof createSave>>[0] {
    this.#ids += 1;
    const ref = rowOf(this.seed, 'account', 500 + this.#ids);
    const address = { emailaddress1: takenAddress(this.seed) };
    const contact = rowOf(this.seed, 'contact', 1);
    return this.#random.pick([
      [{ kind: 'create', ref, values: { name: `Twins ${this.seed}` } }],
      [{ kind: 'create', ref, values: { name: `Company ${this.seed}-0` } }],
      [{ kind: 'update', ref: contact, values: address }],
    ] as const);
  }

  /** Some of it was sent already, until an answer was lost. */
  async #sendSome(): Promise<void> {
    if (this.#random.next() < 0.6) return;
    this.#untilLost = this.#random.between(1, 3);
    this.#lost = this.#random;
    await run(this.#context(), () => undefined);
    this.#lost = null;
  }

  async #others(): Promise<void> {
    const { crm } = this;
    for (let n = this.#random.between(0, 5); n > 0; n--) {
      const ref = this.#random.pick(this.#rows);
      if (!isTable(ref.table)) continue;
      const column = this.#random.pick(freeColumns[ref.table]);
      const chance = this.#random.next();
      if (chance < 0.15 && ref.table !== 'account') await crm.remove(ref);
      else if (chance < 0.25) await crm.edit(ref, this.#givenAway(ref));
      else if (ref.table === 'opportunity' && chance < 0.4) await crm.lose(ref);
      else await crm.edit(ref, { [column]: `theirs ${n}` });
    }
  }

  /** To a colleague; activities name the property after their table. */
  #givenAway({ table }: RowRef): object {
    const property = table === 'task' ? 'ownerid_task' : 'ownerid';
    return { [`${property}@odata.bind`]: `systemusers(${userRef('omar').id})` };
  }

  async #decide(): Promise<void> {
    for (const entry of await readLine(this.#store))
      if (entry.state === 'pending' && this.#random.next() < 0.1)
        await this.#outbox.hold(entry.seq);
  }

  /** Everything that is kept here. */
  async #kept(): Promise<string> {
    const { outbox, records, shadow, receipts, feed } = this.#store.db;
    const all = [outbox, records, shadow, receipts, feed].map((store) => store.toArray());
    return JSON.stringify(await Promise.all(all));
  }

  /** The dry run, which has to leave everything as it is. */
  async #foretell(): Promise<Forecast> {
    const kept = await this.#kept();
    const journal = this.crm.journal(0).length;
    const forecast = await dryRun(this.#context());
    if (this.crm.journal(0).length !== journal) throw new Error('the dry run has written');
    if ((await this.#kept()) !== kept) throw new Error('the dry run has changed what is kept here');
    return forecast;
  }

  async #playBack(): Promise<void> {
    for (let round = 0; round < 5; round++) {
      const end = await run(this.#context(), () => undefined);
      if (end.kind !== 'stopped') return;
      this.#clock.jump(end.waitMs ?? 60_000);
    }
    throw new Error('playback does not come to its end');
  }

  async #rowsOfCrm(line: readonly QueuedEntry[]): Promise<Map<string, Row | null>> {
    const rows = new Map<string, Row | null>();
    for (const { ref } of line) {
      const table = this.crm.model[ref.table];
      if (table !== undefined) rows.set(rowKey(ref), await this.#server.readRow(table, ref.id));
    }
    return rows;
  }

  async #shadows(): Promise<Map<string, Row>> {
    const stored = await this.#store.db.shadow.toArray();
    return new Map(
      stored.map(({ keys, body }) => [rowKey(keys), { ...keys, values: body as Row['values'] }]),
    );
  }

  async foretold(): Promise<Foretold[]> {
    const { crm, seed } = this;
    await this.#begin();
    await this.#change();
    await this.#sendSome();
    await this.#others();
    await this.#decide();
    const lost = this.#random.next() < 0.25 ? this.#random.pick(losable) : null;
    if (lost !== null) await crm.role({ [lost]: null });
    try {
      const line = await readLine(this.#store);
      const rows = await this.#rowsOfCrm(line);
      const shadows = await this.#shadows();
      const forecast = await this.#foretell();
      await this.#playBack();
      const left = new Map((await readLine(this.#store)).map((entry) => [entry.id, entry]));
      const bodies = (await this.#store.db.receipts.toArray()).map(({ body }) => body as Receipt);
      const receipts = new Map(bodies.map((receipt) => [receipt.id, receipt]));
      return line.map((entry) => {
        const { id, ref } = entry;
        const seen = {
          model: crm.model,
          row: rows.get(rowKey(ref)),
          known: shadows.get(rowKey(ref)) ?? null,
          duplicates: [],
        };
        const made = verdictOf(entry, left.get(id) ?? null, receipts.get(id) ?? null, seen);
        return { entry, said: forecast.get(id), made };
      });
    } catch (error) {
      const what = error instanceof CrmError ? JSON.stringify(error.failure) : String(error);
      throw new Error(`seed ${seed}: ${what}`, { cause: error });
    } finally {
      if (lost !== null) await crm.role({ [lost]: 'Basic' });
    }
  }
}

export const foretell = (seed: number, crm: Crm): Promise<Foretold[]> =>
  new Situation(seed, crm).foretold();

/** What has to be the same in both: names and words apart, which only one of them knows. */
export const essence = (verdict: Verdict | undefined): unknown => {
  if (verdict === undefined) return null;
  const { kind } = verdict;
  if (kind === 'refused') return { kind, decision: decide(verdict.failure, true) };
  if (kind === 'yields') return { kind, whole: verdict.whole, yielded: verdict.yielded };
  if ('theirs' in verdict) return { kind, theirs: verdict.theirs?.values ?? null };
  return { kind };
};

/** Only for the message of a failing test. */
export const told = ({ entry, said, made }: Foretold): string =>
  `${entry.seq} ${entry.kind} ${entry.ref.table} ${entry.ref.id} ${JSON.stringify(entry.values)}: said ${JSON.stringify(said)}, made ${JSON.stringify(made)}`;
