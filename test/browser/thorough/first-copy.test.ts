import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { random } from '../../../sandbox/seed/random';
import { PageGate } from '../support/page-gate';
import { PaneDriver } from '../support/pane-driver';
import { World } from '../support/world';

/** The first copy of dana's 8,000 rows takes 20 requests for pages, and more for what those refer to. */
const OWN_PAGES = 20;
const MOMENTS = 10;
const luck = random(20_261);

/** After which pages the user turns to the pane: ten of them, in order. */
function moments(): number[] {
  const chosen = new Set<number>();
  while (chosen.size < MOMENTS) chosen.add(luck.between(1, OWN_PAGES - 1));
  return [...chosen].sort((a, b) => a - b);
}

let world: World;
let page: Page;
let pane: PaneDriver;
let gate: PageGate;

beforeAll(async () => {
  world = await World.start({ seed: 'large:10000' });
  await world.launch();
  gate = await PageGate.install(world.browser.context);
  page = await world.openPane();
  pane = await new PaneDriver(page).ready();
}, 120_000);

afterAll(async () => {
  await world.close();
});

/** A name that the search finds by some letter, and that is not among these. */
async function someName(others: readonly string[]): Promise<string> {
  for (;;) {
    const items = await pane.search(luck.pick([...'abcdefghijklmnoprst']));
    await items.first().waitFor();
    const names = await items.getByRole('button').allTextContents();
    const fresh = names.filter((name) => !others.includes(name));
    if (fresh.length > 0) return luck.pick(fresh);
  }
}

describe('the first copy', () => {
  it('leaves the pane usable: at ten moments one finds what is here, opens it, edits it and it stays', async () => {
    const edited: string[] = [];
    for (const [index, pages] of moments().entries()) {
      gate.allow(pages);
      await gate.reached(pages);
      await pane.records();
      const note = page.getByText(
        'Downloading your records. You can already work with what is here.',
      );
      await note.waitFor();
      // One more page is written while the user works.
      gate.allow(pages + 1);
      const name = await someName(edited);
      await pane.edit(name, { Description: `Moment ${index}` });
      await pane.records();
      await note.waitFor();
      edited.push(name);
    }
    gate.allow(Infinity);
    await pane.says('Sync', 'Up to date');
    await pane.tab('Records');
    await page.getByText('Downloading your records.').waitFor({ state: 'detached' });

    const journal = await world.control.journal();
    expect(journal.map(({ changes }) => changes)).toEqual(
      edited.map((_, index) => ({ description: `Moment ${index}` })),
    );
    // What came later has not taken the edits away.
    for (const [index, name] of edited.reverse().entries()) {
      await pane.tab('Outbox');
      await pane.sent.nth(index).getByRole('button', { name, exact: true }).click();
      const text = `Moment ${MOMENTS - 1 - index}`;
      await page.getByRole('definition').filter({ hasText: text, visible: true }).waitFor();
      await pane.button('Back').click();
    }
    expect(world.errors()).toEqual([]);
  }, 300_000);

  it('RF7 is left alone by a pane that is opened soon after, which works on with it', async () => {
    await page.close();
    const pages: string[] = [];
    world.browser.context.on('request', (request) => {
      const prefer = request.headers()['prefer'] ?? '';
      if (prefer.includes('odata.maxpagesize')) pages.push(request.url());
    });
    page = await world.openPane();
    pane = await new PaneDriver(page).ready();
    await pane.says('Connection', 'Online');
    await pane.says('Sync', 'Up to date');
    const name = await someName([]);
    await pane.edit(name, { Description: 'Opened again' });
    await pane.says('Sync', 'Up to date');
    expect((await world.control.journal()).at(-1)?.changes).toEqual({
      description: 'Opened again',
    });
    expect(pages).toEqual([]);
    await pane.button('Offline data').click();
    await page.getByText(/^Last updated /).waitFor();
    expect(world.errors()).toEqual([]);
  }, 120_000);
});
