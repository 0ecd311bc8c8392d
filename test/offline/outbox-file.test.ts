import { beforeEach, describe, expect, it } from '@jest/globals';
import type { OutboxContent } from '../../src/domain/outbox';
import { outboxFile } from '../../src/taskpane/outbox/outbox-file';
import { readPaused } from '../../src/offline/pause';
import type { RowRef } from '../../src/domain/row';
import { ids, type Pane, World } from './support/world';

let world: World;
let pane: Pane;
let contoso: RowRef;
const hostile = `</td></pre><script>alert("1")</script><img src=x onerror='alert(2)'>`;

beforeEach(async () => {
  world = new World();
  pane = await world.open();
  contoso = await world.given(pane, 'account', ids.contoso, { name: 'Contoso', city: 'Bern' });
});

const save = (values: Record<string, string>): Promise<void> =>
  pane.save({ kind: 'update', ref: contoso, values });
const file = (content: OutboxContent): string =>
  outboxFile(content, {
    model: world.crm.model,
    way: 'offline',
    userName: 'dana@example.com',
    crmUrl: 'https://contoso.example/',
    now: world.clock.now(),
  });
/** What a newer version has left in the line. */
async function leaveUnreadable(): Promise<void> {
  const [entry] = await pane.store.db.outbox.toArray();
  if (entry === undefined) throw new Error('Nothing waits.');
  const { seq: _seq, ...rest } = entry;
  const keys = { ...entry.keys, id: '20000000-0000-4000-8000-000000000099' };
  const body = { secret: new Uint8Array([7, 8]), of: 'a newer version' };
  await pane.store.db.outbox.add({ ...rest, keys, v: 99, body });
}

describe('the outbox as a file', () => {
  it('EX1 has every entry with its fields before and after and why it waits, and every receipt', async () => {
    await save({ city: 'Basel' });
    await pane.player.wake();
    world.crm.up = false;
    await save({ city: 'Chur' });
    const content = await pane.outbox.content();
    expect(content.entries.map(({ values }) => values)).toEqual([{ city: 'Chur' }]);
    expect(content.receipts.map(({ entry }) => entry.values)).toEqual([{ city: 'Basel' }]);
    const page = file(content);
    expect(page).toContain('city: Basel → Chur');
    expect(page).toContain('It is sent when the connection is back.');
    expect(page).toContain('city: Bern → Basel');
    expect(page).toContain('Waiting: 1 change');
    expect(page).toContain('Sent: 1 change');
  });

  it('EX1 has an entry that cannot be read as it is stored', async () => {
    world.crm.up = false;
    await save({ city: 'Chur' });
    await leaveUnreadable();
    const content = await pane.outbox.content();
    expect(content.entries.map(({ state }) => state)).toEqual(['pending', 'unreadable']);
    const page = file(content);
    expect(page).toContain('This version of Carryon cannot read it. It is kept as it is.');
    expect(page).toContain('a newer version');
    expect(page.replace(/\s/g, '')).toContain('&quot;bytes&quot;:[7,8]');
  });

  it('EX1 is made without the CRM, and changes nothing', async () => {
    world.crm.up = false;
    await save({ city: 'Chur' });
    const line = JSON.stringify(await pane.line());
    world.crm.requests.splice(0);
    file(await pane.outbox.content());
    expect(world.crm.requests).toEqual([]);
    expect(JSON.stringify(await pane.line())).toBe(line);
    expect(await readPaused(pane.store)).toBe(false);
  });

  it('EX2 has whatever values hold as text', async () => {
    world.crm.up = false;
    await save({ city: hostile.slice(0, 40), name: hostile.slice(0, 90) });
    const page = file(await pane.outbox.content());
    expect(page).toContain('&lt;/td&gt;&lt;/pre&gt;&lt;script&gt;alert(&quot;1&quot;)');
    expect(page).not.toMatch(/<script|<img|<\/pre><\/?(?!body)/);
    expect(page).toContain(`default-src 'none'`);
    expect(page.match(/<\/td>/g)).toHaveLength(5);
  });
});
