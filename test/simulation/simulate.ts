import { random as randomOf, type Random } from '../../sandbox/seed/random';
import { localBell } from '../../src/offline/bell';
import { identityCodec } from '../../src/offline/codec';
import { writeRows } from '../../src/offline/copy/write-rows';
import { DUPLICATES } from '../../src/offline/duplicate-setting';
import { newestGeneration } from '../../src/offline/feed';
import type { DuplicateChoice } from '../../src/domain/duplicate-choice';
import { needsUser } from '../../src/domain/entry';
import type { Answer } from '../../src/domain/waiting';
import type { RowRef } from '../../src/domain/row';
import { type Store, writeState } from '../../src/offline/store';
import type { QueuedEntry } from '../../src/offline/stored';
import { testClock, type TestClock } from '../offline/support/clock';
import { Computer, type Pane } from './computer';
import type { Crm } from './crm';
import { Broken } from './broken';
import { Consents } from './consents';
import { choosePolicy, decideForAll } from './decisions';
import { Ledger } from './ledger';
import { Network, type Weather } from './network';
import { OtherPeople } from './other-people';
import { refresh } from './refresh';
import { addressees, firstRows, takenAddress } from './rows';
import { Scheduler } from './scheduler';
import type { Disk } from './stepped-database';
import { User } from './user';

export interface Result {
  readonly seed: number;
  /** Which rule did not hold; null: all did. */
  readonly broken: string | null;
  readonly trace: readonly string[];
}

/** What the user may decide about an entry. */
const decisions = [
  'discard',
  'hold',
  'release',
  'retry',
  'force',
  'anyway',
  'resolve',
  'recreate',
  'use',
] as const;
/** What the user often decides about a duplicate, which are few. */
const forDuplicates = ['use', 'use', 'anyway'] as const;
type Action = (typeof decisions)[number];

/** Things that happen in a run before it may come to rest. */
const EVENTS = 40;
/** Steps after which a run that does not come to rest is broken. */
const STEPS = 6000;
const HOUR = 3_600_000;
/** How often the line is played back in trouble, and for how many steps. */
const ROUNDS = 5;
const STEPS_IN_TROUBLE = 60;
/** How likely it is that something befalls a reading while the network is bad. */
const TROUBLE = 0.2;

/** One run: a user, their browser, the network, the CRM and everybody else, all by chance. */
class Run {
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly clock: TestClock = testClock();
  readonly disk: Disk;
  readonly network: Network;
  readonly computer: Computer;
  #ledger!: Ledger;
  #user!: User;
  #others!: OtherPeople;
  readonly #rows: RowRef[] = [];
  /** Null in a run where the user does not come upon that choice. */
  #duplicates: DuplicateChoice | null = null;
  #ids = 0;
  #broken: Error | null = null;
  #steps = 0;

  constructor(
    readonly seed: number,
    readonly crm: Crm,
    indexed: boolean,
  ) {
    this.random = randomOf(seed);
    this.scheduler = new Scheduler(this.random);
    this.network = new Network(this.scheduler, crm, this.clock, this.random);
    this.disk = {
      full: false,
      // What does not hold is kept here: the pane that wrote would take it for a failure of its disk.
      committed: () =>
        this.#ledger.afterCommit().catch((error: unknown) => {
          this.#broken ??= error as Error;
        }),
    };
    crm.useClock(this.clock);
    this.computer = new Computer({
      scheduler: this.scheduler,
      network: this.network,
      crm,
      clock: this.clock,
      disk: this.disk,
      indexed,
      newId: () => this.#newId(),
      policies: {
        all: this.random.pick(['mine', 'mine', 'server', 'ask']),
        tables: { contact: 'mine', account: 'ask' },
      },
    });
  }

  #newId(): string {
    this.#ids += 1;
    const run = (this.seed >>> 0).toString(16).padStart(8, '0');
    return `${run}-ffff-4000-8000-${String(this.#ids).padStart(12, '0')}`;
  }

  async #begin(): Promise<void> {
    const { crm, clock } = this;
    const direct = crm.client((input, init) => crm.handle(new Request(input, init)), clock);
    const rows = [];
    for (const [ref, values] of firstRows(this.seed)) {
      const table = crm.model[ref.table];
      if (table === undefined) throw new Error(ref.table);
      const row = await direct.write({ kind: 'create', table, id: ref.id, values });
      if (row !== null) rows.push(row);
      this.#rows.push(ref);
    }
    const db = await this.computer.peek();
    const store = { db, codec: identityCodec, bell: localBell() };
    await writeRows(store, crm.model, rows, await newestGeneration(db));
    const consents = new Consents(takenAddress(this.seed), addressees(this.seed));
    this.#ledger = new Ledger(db, crm, crm.journal(0).at(-1)?.n ?? 0, consents);
    this.network.repeated = (text) => this.#ledger.repeats(text);
    this.#user = new User(this.seed, this.random, this.#rows, crm.model, crm.workflow);
    this.#others = new OtherPeople(
      this.seed,
      this.random,
      crm,
      this.#ledger,
      this.scheduler,
      this.#rows,
    );
    this.network.trouble = this.random.pick([0, TROUBLE]);
    await this.computer.open();
    if (this.random.next() < 0.2) await this.#choose(store, 'create');
  }

  /** In some runs the user does not want to be asked about duplicates, and changes their mind about that. */
  async #choose(store: Store, choice: DuplicateChoice): Promise<void> {
    this.scheduler.note(`the user chooses for duplicates: ${choice}`);
    this.#ledger.consents.asksAll();
    this.#duplicates = choice;
    await writeState(store, DUPLICATES, choice);
  }

  /** Begins something that ends some steps later; what it says on failing is not a failure of the run. */
  #begun(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      if (error instanceof TypeError) this.#broken ??= error;
      this.scheduler.note(`  (${String(error)})`);
    });
  }

  #running(): Pane | null {
    const panes = this.computer.panes.filter(({ life }) => life === 'running');
    return panes.length === 0 ? null : this.random.pick(panes);
  }

  #save(pane: Pane): void {
    const gesture = this.#user.next();
    this.scheduler.note(`${pane.name}: the user saves ${JSON.stringify(gesture.changes)}`);
    this.#ledger.gestures.begin(gesture);
    this.#begun(pane.save(gesture.changes).then(() => this.#ledger.gestures.saved(gesture)));
  }

  async #decide(pane: Pane): Promise<void> {
    const line = await this.#ledger.line();
    if (line.length === 0) return;
    const waiting = line.filter(needsUser);
    const some = waiting.length > 0 && this.random.next() < 0.5 ? waiting : line;
    const entry = this.random.pick(some);
    const held = entry.state === 'duplicate' && this.random.next() < 0.5;
    const action = this.random.pick(held ? forDuplicates : decisions);
    this.scheduler.note(
      `${pane.name}: the user would ${action} entry ${entry.seq}, which is ${entry.state}`,
    );
    await this.#allow(entry, action);
    this.#begun(this.#act(pane, entry, action));
  }

  /** What may happen to an entry from now on, since the user wants it. */
  async #allow(entry: QueuedEntry, action: Action | Answer): Promise<void> {
    const doubted = entry.lost || entry.state === 'conflict';
    if (doubted && !['discard', 'hold', 'release', 'use'].includes(action))
      this.#ledger.insists(entry, await this.#ledger.line());
    if (action === 'anyway') this.#ledger.consents.asks(entry);
    if (action === 'recreate') await this.#ledger.recreates(entry);
  }

  #act(pane: Pane, entry: QueuedEntry, action: Action): Promise<void> {
    const { outbox } = pane;
    if (action === 'force') return outbox.retry(entry.seq, { force: true });
    if (action === 'anyway') return outbox.retry(entry.seq, { allowDuplicates: true });
    if (action === 'discard')
      return outbox.discard(entry.seq, { dependents: this.#user.dependents(entry.ref) });
    if (action === 'use') return this.#useExisting(pane, entry);
    if (action !== 'resolve') return outbox[action](entry.seq);
    const mine = Object.keys(entry.values).filter(() => this.random.next() < 0.5);
    return outbox.resolve(entry.seq, this.random.next() < 0.3 ? 'all' : mine);
  }

  /** The user looks at what the CRM has, and takes that instead of what is new. */
  async #useExisting({ duplicates }: Pane, entry: QueuedEntry): Promise<void> {
    if (entry.state !== 'duplicate') return;
    const matches = await duplicates.matches(entry, 'crm');
    if (matches.length === 0) return;
    const columns = Object.keys(entry.values).filter(() => this.random.next() < 0.5);
    await duplicates.use(entry.seq, this.random.pick(matches), columns);
    this.scheduler.note(`the existing record took the place of entry ${entry.seq}`);
  }

  /** One answer for all that waits with the same. */
  async #decideForAll(pane: Pane): Promise<void> {
    const decided = decideForAll(pane, await this.#ledger.line(), this.random);
    if (decided === null) return;
    const { answer, entries, work } = decided;
    const seqs = entries.map(({ seq }) => seq).join();
    this.scheduler.note(`${pane.name}: the user would ${answer} entries ${seqs}`);
    for (const entry of entries) await this.#allow(entry, answer);
    this.#begun(work());
  }

  /** The user takes back something that was sent. */
  async #takeBack(pane: Pane): Promise<void> {
    const receipts = await this.#ledger.receipts();
    if (receipts.length === 0) return;
    const receipt = this.random.pick(receipts);
    this.scheduler.note(`${pane.name}: the user takes back entry ${receipt.entry.seq}`);
    this.#ledger.undoes(receipt);
    this.#begun(pane.undo(receipt));
  }

  #pause({ name, outbox }: Pane, pauses: boolean): void {
    this.scheduler.note(`${name}: the user ${pauses ? 'pauses' : 'resumes'} sending`);
    this.#begun(pauses ? outbox.pause() : outbox.resume());
  }

  /** Something happens. */
  async #event(): Promise<void> {
    const { random, computer, clock, network } = this;
    const pane = this.#running();
    if (pane === null || random.next() < 0.05) {
      if (computer.panes.length < 3) await computer.open();
      return;
    }
    switch (random.between(0, 24)) {
      case 0:
        computer.kill(pane);
        return;
      case 1:
        computer.freeze(pane);
        return;
      case 2: {
        const frozen = computer.panes.filter(({ life }) => life === 'frozen');
        if (frozen.length > 0) computer.thaw(random.pick(frozen));
        return;
      }
      case 3: {
        const weathers: readonly Weather[] = ['unplugged', 'portal', 'down'];
        network.weather = network.weather === 'well' ? random.pick(weathers) : 'well';
        this.scheduler.note(`the network is ${network.weather}`);
        if (network.weather === 'well') this.#begun(pane.player.wake(true));
        return;
      }
      case 4:
        network.trouble = network.trouble > 0 ? 0 : TROUBLE;
        return;
      case 5: {
        const others = this.#others;
        const chance = random.next();
        if (chance < 0.2) await others.close();
        else if (chance < 0.4) await others.qualify();
        else await others.edit();
        return;
      }
      case 6:
        if (random.next() < 0.5) await this.#others.remove();
        return;
      case 7:
        this.#begun(refresh(pane, this.crm.model, random.pick(this.#rows)));
        return;
      case 8:
      case 9:
        await this.#decide(pane);
        return;
      case 10:
        clock.jump(random.between(-2 * HOUR, 2 * HOUR));
        this.scheduler.note('the clock jumps');
        return;
      case 11:
        clock.advance(random.between(0, HOUR));
        this.scheduler.note('the computer slept');
        return;
      case 12:
        this.disk.full = !this.disk.full && random.next() < 0.3;
        this.scheduler.note(`the disk is ${this.disk.full ? 'full' : 'not full'}`);
        return;
      case 13:
        this.#begun(pane.player.wake(random.next() < 0.5));
        return;
      case 14:
        await this.#takeBack(pane);
        return;
      case 15:
        if (this.#duplicates === null) this.#save(pane);
        else this.#begun(this.#choose(pane.store, this.#duplicates === 'hold' ? 'create' : 'hold'));
        return;
      case 16:
        await this.#decideForAll(pane);
        return;
      case 17:
        this.scheduler.note(`${pane.name}: the user chooses who wins`);
        this.#begun(choosePolicy(pane, random));
        return;
      case 18:
        this.#pause(pane, random.next() < 0.3);
        return;
      default:
        this.#save(pane);
    }
  }

  /** One step of what is under way, else the next moment at which something falls due. @returns false: at rest. */
  async #step(): Promise<boolean> {
    this.#steps += 1;
    if (this.#steps > STEPS) throw new Broken('the run does not come to rest');
    if (await this.scheduler.next()) return true;
    const ms = this.clock.untilNext();
    if (ms === null) return false;
    this.scheduler.note(`${ms} ms pass`);
    this.clock.advance(ms);
    await this.scheduler.settle();
    return true;
  }

  async #play(): Promise<void> {
    for (let events = 0; events < EVENTS;) {
      if (this.random.next() < 0.2) {
        events += 1;
        await this.#event();
        await this.scheduler.settle();
      } else if (!(await this.#step())) {
        events += 1;
        await this.#event();
        await this.scheduler.settle();
      }
      if (this.#broken !== null) throw this.#broken;
      if (events % 10 === 0) await this.#ledger.check();
    }
  }

  /** Everything that is under way goes on, until all is at rest or so many steps are made. */
  async #goOn(steps = Infinity): Promise<void> {
    for (let step = 0; step < steps; step++) {
      await this.scheduler.settle();
      if (!(await this.#step())) break;
      if (this.#broken !== null) throw this.#broken;
    }
  }

  /** The line is played back while its requests come to harm, which is when most can go wrong. */
  async #playBackInTrouble(): Promise<void> {
    this.scheduler.note('only single requests come to harm from here on');
    this.network.weather = 'well';
    this.network.trouble = TROUBLE;
    this.disk.full = false;
    for (let round = 0; round < ROUNDS; round++) {
      const pane = this.#running() ?? (await this.computer.open());
      this.#pause(pane, false);
      this.#begun(pane.player.wake(true));
      await this.#goOn(STEPS_IN_TROUBLE);
      if (this.random.next() < 0.2) this.computer.kill(pane);
      if (this.random.next() < 0.2) await this.#others.edit();
    }
    await this.#ledger.check();
  }

  /** Nothing befalls anybody any more: what can be sent has to be sent. */
  async #drain(): Promise<void> {
    this.scheduler.note('all is well from here on');
    this.network.trouble = 0;
    for (const pane of [...this.computer.panes]) this.computer.thaw(pane);
    await this.scheduler.settle();
    const last = await this.computer.open();
    for (let round = 0; round < 4; round++) {
      // What waits for the user has come to light by now.
      if (round > 0) await this.#decide(last);
      this.#pause(last, false);
      this.#begun(last.player.wake(true));
      await this.#goOn();
    }
    if (this.#broken !== null) throw this.#broken;
    await this.#ledger.checkDrained();
  }

  async run(): Promise<Result> {
    const { seed, scheduler } = this;
    try {
      await this.#begin();
      await this.#play();
      await this.#ledger.check();
      await this.#playBackInTrouble();
      await this.#drain();
      return { seed, broken: null, trace: scheduler.trace };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      await this.#ledger.describe(this.scheduler);
      const what = error instanceof Broken ? error.message : (error.stack ?? String(error));
      return { seed, broken: what, trace: scheduler.trace };
    }
  }
}

/**
 * Everything that can go wrong, by this seed. The same seed on a fresh CRM gives the same trace.
 * @param indexed the rows are kept in IndexedDB, which takes longer; else in memory. One of twenty seeds, unless told.
 */
export const simulate = (seed: number, crm: Crm, indexed = seed % 20 === 0): Promise<Result> =>
  new Run(seed, crm, indexed).run();
