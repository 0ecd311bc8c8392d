import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Page, Request } from 'playwright-core';
import { random } from '../../../sandbox/seed/random';
import { long, seedOr } from '../../chance';
import { PaneDriver } from '../support/pane-driver';
import { World } from '../support/world';

const seed = seedOr(20260305);

/** How a pane ends in the middle of its work, and how often. */
const ends = { 'killed browser': long ? 50 : 2, reload: long ? 6 : 1, 'closed tab': long ? 6 : 1 };
type End = keyof typeof ends;

/** One change, or a batch of them: reads go in batches too. */
const isWrite = (request: Request): boolean =>
  request.method() === 'PATCH' || (request.postData() ?? '').includes('\r\nPATCH ');

/** One user who saves one numbered change after another, and whose panes end at bad moments. */
class Day {
  /** Changes of which the pane has said that they are saved, in their order. */
  readonly said: string[] = [];
  /** Every change in the order of saving: also the one whose saving was cut off. */
  readonly tried: string[] = [];
  page!: Page;
  pane!: PaneDriver;

  constructor(
    readonly world: World,
    readonly names: readonly string[],
  ) {}

  async open(): Promise<void> {
    this.page = await this.world.openPane();
    this.pane = await new PaneDriver(this.page).ready();
  }

  /** Ends the pane now, and opens it again. */
  async end(how: End): Promise<void> {
    if (how === 'reload') {
      await this.page.reload();
      await this.pane.ready();
      return;
    }
    if (how === 'killed browser') {
      await this.world.browser.kill();
      await this.world.launch();
    } else await this.page.close();
    await this.open();
  }

  /** Fills in the next change; what is left is to press Save. */
  private async fillNext(name: string): Promise<string> {
    const change = `change ${this.tried.length}`;
    await this.pane.open(name);
    await this.pane.button('Edit').click();
    await this.pane.fill({ Description: change });
    this.tried.push(change);
    return change;
  }

  async save(name: string): Promise<void> {
    const change = await this.fillNext(name);
    await this.pane.save();
    this.said.push(change);
  }

  /** Presses Save, and ends the pane without waiting for what it says. */
  async saveAndEnd(name: string, how: End): Promise<void> {
    await this.fillNext(name);
    const button = await this.pane.button('Save').elementHandle();
    const click = button?.evaluate((element) => (element as HTMLElement).click());
    // The page may be gone before it tells that the click was done.
    await Promise.all([click?.catch(() => undefined), this.end(how)]);
  }

  /** Lets the CRM be reached, and waits until changes are on their way there. */
  async sendUntilUnderWay(): Promise<void> {
    const { context } = this.world.browser;
    const reached = context.waitForEvent('request', { predicate: isWrite });
    await this.world.control.network(true);
    await reached;
  }

  /** What the CRM has carried out of all this, in its order. */
  async carriedOut(): Promise<string[]> {
    const journal = await this.world.control.journal();
    return journal.map(({ changes }) => String(changes['description']));
  }

  /** Nothing lost, nothing twice, and in the order of saving. */
  async check(): Promise<void> {
    await this.world.control.clearFaults();
    await this.world.control.network(true);
    await this.pane.says('Sync', 'Up to date');
    const done = await this.carriedOut();
    expect(done).toEqual(this.tried.filter((change) => done.includes(change)));
    expect(this.said.filter((change) => !done.includes(change))).toEqual([]);
  }
}

let world: World;
let day: Day;

beforeEach(async () => {
  world = await World.start();
  await world.launch();
  const crm = world.reader();
  const mine = `_ownerid_value eq ${await crm.userId()}`;
  const rows = await crm.rows(`accounts?$select=name&$filter=${mine}&$top=3&$orderby=name`);
  day = new Day(
    world,
    rows.map(({ name }) => String(name)),
  );
  await day.open();
  await day.pane.says('Sync', 'Up to date');
});
afterEach(async () => {
  await world.close();
});

describe('a pane that ends at any moment', () => {
  it.each(Object.keys(ends) as End[])(
    'loses nothing that it has said to be saved, and sends nothing twice: %s',
    async (how) => {
      const { between, pick } = random(seed);
      const { control } = world;
      const rounds = ends[how];
      for (let round = 0; round < rounds; round++) {
        await control.clearFaults();
        await control.network(false);
        await day.pane.says('Connection', 'Offline');
        const count = between(1, 3);
        for (let n = 0; n < count; n++) await day.save(pick(day.names));
        if (round % 2 === 0) await day.saveAndEnd(pick(day.names), how);
        else {
          // What is on its way is carried out late, or some of it at once with the answer lost.
          if (between(0, 1) === 0)
            await control.fault({ kind: 'delay', ms: 400, match: { method: 'PATCH' } });
          else
            await control.fault({
              kind: 'drop-after-commit',
              match: { method: 'PATCH' },
              skip: between(0, count - 1),
              times: 1,
            });
          await day.sendUntilUnderWay();
          await day.end(how);
        }
      }
      await day.check();
      expect(day.said.length).toBeGreaterThanOrEqual(rounds);
    },
    25 * 60_000,
  );

  it('hands the line to the other pane, which sends the rest unasked', async () => {
    const { pick } = random(seed);
    const { control } = world;
    for (let round = 0; round < 2; round++) {
      await control.clearFaults();
      await control.network(false);
      await day.pane.says('Connection', 'Offline');
      for (let n = 0; n < 4; n++) await day.save(pick(day.names));
      const first = day.page;
      await day.open();
      await day.pane.says('Connection', 'Offline');
      await day.save(pick(day.names));
      await control.fault({ kind: 'delay', ms: 400, match: { method: 'PATCH' } });
      const sender = new Promise<Page>((resolve) => {
        world.browser.context.on('request', (request) => {
          if (isWrite(request)) resolve(request.frame().page());
        });
      });
      await control.network(true);
      const sending = await sender;
      const other = sending === first ? day.page : first;
      await sending.close();
      day.page = other;
      day.pane = new PaneDriver(other);
      await day.pane.says('Sync', 'Up to date');
    }
    await day.check();
    expect(await day.carriedOut()).toEqual(day.tried);
  }, 180_000);
});
