import { expect, it } from '@jest/globals';
import type { RowRef } from '../../src/domain/row';
import type { Values } from '../../src/domain/value';
import type { LocalDatabase } from '../../src/offline/database/local-database';
import type { StoredRow } from '../../src/offline/stored';
import { identity, lookupTo, me } from './support/crm';
import { ids, World } from './support/world';

const contoso = { table: 'account', id: ids.contoso };
const anna = { table: 'contact', id: ids.anna };
const account = { name: 'Contoso', city: 'Bern', ownerid: me };
const contact = { lastname: 'Meier', parentcustomerid: lookupTo(contoso, 'Contoso') };
const keyOf = ({ table, id }: RowRef): string => `${table}:${id}`;

const row = (ref: RowRef, etag: string | null, pending: number, body: Values): StoredRow => ({
  keys: { ...ref, etag, pending, deleted: false },
  rev: 1,
  v: 1,
  body,
});

/** All that the first version kept of every entry. */
const kept = (ref: RowRef, name: string) => ({
  version: 1,
  ref,
  name,
  gesture: `gesture of ${name}`,
  attempts: 0,
  lastError: null,
  user: identity.userId,
  at: '2026-03-01T08:00:00.000Z',
  force: false,
  merged: false,
  overwrote: {},
});

/** A change of a row, and a new one that may have arrived, in the form that the first version gave them. */
async function writeAsFirstVersion(db: LocalDatabase, etag: string | null): Promise<void> {
  await db.shadow.put(row(contoso, etag, 0, account), keyOf(contoso));
  await db.records.put(row(contoso, etag, 1, { ...account, city: 'Basel' }), keyOf(contoso));
  await db.records.put(row(anna, null, 1, contact), keyOf(anna));
  await db.outbox.add({
    keys: { id: 'old-1', state: 'pending', row: keyOf(contoso), kind: 'update', dependsOn: [] },
    rev: 1,
    v: 1,
    body: {
      ...kept(contoso, 'Contoso'),
      values: { city: 'Basel' },
      before: { city: 'Bern' },
      baseEtag: etag,
      sentAt: null,
      lost: false,
    },
  });
  await db.outbox.add({
    keys: { id: 'old-2', state: 'uncertain', row: keyOf(anna), kind: 'create', dependsOn: [] },
    rev: 2,
    v: 1,
    body: {
      ...kept(anna, 'Meier'),
      values: contact,
      before: {},
      baseEtag: null,
      sentAt: 1,
      lost: true,
    },
  });
  await db.feed.add({ rows: [keyOf(contoso), keyOf(anna)], origin: 'pane' });
}

it('OB12 plays back what the first version wrote, and what is done to it since', async () => {
  const world = new World();
  const pane = await world.open();
  const { etag } = world.crm.put('account', ids.contoso, account);
  await writeAsFirstVersion(pane.store.db, etag);
  await pane.outbox.hold(1);
  await pane.outbox.release(1);
  await pane.save({ kind: 'update', ref: contoso, values: { phone: '1' } });
  await pane.player.wake();
  expect(await pane.line()).toEqual([]);
  expect(world.crm.journal).toEqual([
    { kind: 'update', key: keyOf(contoso), values: { city: 'Basel' } },
    { kind: 'create', key: keyOf(anna), values: contact },
    { kind: 'update', key: keyOf(contoso), values: { phone: '1' } },
  ]);
  expect(await pane.row(contoso)).toMatchObject({ city: 'Basel', phone: '1' });
  expect(await pane.store.db.receipts.count()).toBe(3);
  world.crash();
});
