import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import type { fakeShell } from '../taskpane/support/fake-shell';
import { openGoOffline, openTrips, takePeople } from './screens';
import { usePaneAlone } from './support/pane-alone';
import { PaneDriver } from './support/pane-driver';
import { World } from './support/world';

type Fake = ReturnType<typeof fakeShell>;
type Faked = { fake: Fake; refreshed: number };

const TAKE = 'Take these people offline';
const WEEK = 'Take my next 7 days offline';
const others = [
  'ines.carvalho@contoso.example',
  'jonas@fabrikam.example',
  'purchasing@contoso.example',
];

describe('one click', () => {
  const alone = usePaneAlone();
  let context: BrowserContext;
  let page: Page;
  let pane: PaneDriver;

  beforeEach(async () => {
    context = await alone.newContext();
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    pane = new PaneDriver(page);
  });
  afterEach(() => context.close());

  const open = async (scene: Parameters<typeof alone.open>[1]): Promise<void> => {
    await alone.open(page, scene);
    await page.evaluate(() => {
      const window = globalThis as unknown as Faked;
      window.refreshed = 0;
      Object.assign(window.fake.app.copy, {
        refresh: () => {
          window.refreshed += 1;
          return Promise.resolve();
        },
      });
    });
  };
  /** What was saved; null: the organisation's. */
  const chosen = () =>
    page.evaluate(() => (globalThis as unknown as Faked).fake.app.trips.choice.get());
  /** How many refreshes were asked for. */
  const refreshed = () => page.evaluate(() => (globalThis as unknown as Faked).refreshed);
  const says = (text: string) => page.getByRole('status', { name: text, exact: true }).waitFor();
  /** The button cannot be used, and says why. */
  const cannot = (name: string, why: string) =>
    page.getByRole('button', { name, description: why, disabled: true }).waitFor();

  it('SE24 takes the people of the message along, without the user, and brings them', async () => {
    await open('message');
    await pane.button(TAKE).click();
    await says('These people come along now');
    const name = 'People of “Re: Revised offer for the cold chain monitoring, second phase”';
    await cannot(TAKE, `They come along with: ${name}.`);
    expect(await chosen()).toEqual({
      version: 1,
      trips: [
        { name: 'My records', on: true, tables: {}, others: { rows: 'mine' } },
        {
          name,
          on: true,
          tables: {},
          others: { rows: 'related' },
          source: { kind: 'people', addresses: others },
        },
      ],
    });
    expect(await refreshed()).toBe(1);
  });

  it('SE24 takes it back, and chooses what was chosen before', async () => {
    await open('message');
    await takePeople(page);
    await pane.button('Undo').click();
    await says('Undone: your trips are as they were');
    expect(await chosen()).toBeNull();
    expect(await refreshed()).toBe(2);
    expect(await pane.button('Undo').count()).toBe(0);
    await pane.button(TAKE).click();
    await pane.button('Undo').waitFor();
  });

  it('SE24 takes nothing back once another choice was made', async () => {
    await open('message');
    await takePeople(page);
    await openTrips(page);
    await page.getByRole('switch', { name: 'My records' }).uncheck();
    await pane.saveFewer();
    await page.getByRole('list', { name: 'Trips' }).waitFor({ state: 'detached' });
    await pane.tab('Message');
    await pane.button('Undo').waitFor({ state: 'detached' });
  });

  it('SE24 loses nothing where trips are being edited meanwhile', async () => {
    await open('message');
    await pane.tab('Records');
    await openTrips(page);
    await pane.button('New trip').click();
    await pane.tab('Message');
    await takePeople(page);
    await pane.tab('Records');
    await pane.button('Save').click();
    await page.getByRole('list', { name: 'Trips' }).waitFor({ state: 'detached' });
    const names = (await chosen())?.trips.map(({ name }) => name.split(' “')[0]);
    expect(names).toEqual(['My records', 'New trip', 'People of']);
  });

  it('SE22 leaves the trip behind, switched off, when going back to the organization’s', async () => {
    await open('message');
    await takePeople(page);
    await openTrips(page);
    await pane.button('Reset to my organization’s filters').click();
    await pane.saveFewer();
    await page.getByRole('list', { name: 'Trips' }).waitFor({ state: 'detached' });
    expect((await chosen())?.trips.map(({ on }) => on)).toEqual([true, false]);
  });

  it('SE24 switches the trip on that is there', async () => {
    await open('theirTripIsOff');
    await pane.button(TAKE).click();
    await cannot(TAKE, 'They come along with: People of “Offer”.');
    expect((await chosen())?.trips.map(({ on }) => on)).toEqual([true, true]);
    await pane.button('Undo').click();
    await pane.button('Undo').waitFor({ state: 'detached' });
    expect((await chosen())?.trips.map(({ on }) => on)).toEqual([true, false]);
  });

  it('SE24 keeps the choice without a network, and says that its records come later', async () => {
    await open('messageOffline');
    await pane.button(TAKE).click();
    await says('These people come along once the CRM can be reached');
    await page.getByText('What is missing is downloaded once the CRM can be reached.').waitFor();
    expect((await chosen())?.trips).toHaveLength(2);
    expect(await refreshed()).toBe(0);
  });

  it('SE24 is not offered where nobody else is on the message', async () => {
    await open('messageToMyself');
    await page.getByText('You', { exact: true }).waitFor();
    expect(await pane.button(TAKE).count()).toBe(0);
  });

  it('says where the choice cannot be kept', async () => {
    await open('message');
    await page.evaluate(() => {
      const { fake } = globalThis as unknown as Faked;
      Object.assign(fake.app.trips, { change: () => Promise.reject(new Error('full')) });
    });
    await pane.button(TAKE).click();
    await page.getByRole('alert').waitFor();
    expect(await refreshed()).toBe(0);
    expect(await pane.button('Undo').count()).toBe(0);
  });

  it('SE24 takes the diary along, where no trip is around it, and takes it back', async () => {
    await open('appointments');
    await pane.button('Offline data').click();
    await pane.button(WEEK).click();
    await says('Your next 7 days come along now');
    await page.getByText('Trips that are on: My records, My diary.').waitFor();
    expect(await pane.button(WEEK).count()).toBe(0);
    expect((await chosen())?.trips[1]?.source).toEqual({ kind: 'diary', days: 7 });
    expect(await refreshed()).toBe(1);
    await pane.button('Undo').click();
    await pane.button(WEEK).waitFor();
    expect(await chosen()).toBeNull();
  });

  it('SE24 takes the diary along with what is chosen before going offline, and keeps it once that starts', async () => {
    await open('appointments');
    await openGoOffline(page);
    await page.getByRole('dialog').getByRole('button', { name: WEEK }).click();
    await page.getByRole('switch', { name: 'My diary', checked: true }).waitFor();
    expect(await chosen()).toBeNull();
    await pane.button('Start').click();
    await pane.says('Connection', 'Working offline');
    expect((await chosen())?.trips.map(({ name }) => name)).toEqual(['My records', 'My diary']);
  });
});

describe('one click on a message', () => {
  /** From a contact of a colleague's. */
  const SUBJECT = 'Re: Conveyor line 3: revised quotation';
  const WRITER = 'Marcus Webb';
  let world: World;

  beforeEach(async () => {
    world = await World.start();
    await world.launch();
  });
  afterEach(async () => {
    await world.close();
  });

  it('SE24 brings its people, who are here without a network', async () => {
    const outlook = await world.openOutlook('user=omar');
    await outlook.select(SUBJECT);
    const pane = await new PaneDriver(await outlook.pane()).ready();
    await pane.says('Sync', 'Up to date');
    await pane.button(TAKE).waitFor();
    expect(await pane.button(WRITER).count()).toBe(0);
    await pane.button(TAKE).click();
    await pane.button(WRITER).waitFor();
    await pane.says('Sync', 'Up to date');
    await outlook.network(false);
    await pane.says('Connection', 'Offline');
    await pane.button(WRITER).click();
    await pane.pane.getByRole('heading', { name: WRITER, exact: true }).waitFor();
    expect(world.errors()).toEqual([]);
  }, 120_000);
});
