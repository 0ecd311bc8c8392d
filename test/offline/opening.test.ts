import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { IDBFactory } from 'fake-indexeddb';
import { forceCloseDatabase, IDBKeyRange } from 'fake-indexeddb';
import { indexedDatabases } from '../../src/offline/database/indexed-database';
import { databaseName } from '../../src/offline/database/local-database';
import { findLeftBehind } from '../../src/offline/left-behind';
import { openRegistry, recall } from '../../src/offline/registry';
import { StoreError } from '../../src/offline/store-error';
import { testClock } from './support/clock';
import { identity } from './support/crm';
import { settle } from './support/settle';
import { ids, type Pane, World } from './support/world';

let world: World;
let pane: Pane;

beforeEach(async () => {
  world = new World();
  pane = await world.open();
});
afterEach(() => {
  world.crash();
});

const create = (name: string, id: string): Promise<void> =>
  pane.save({ kind: 'create', ref: { table: 'account', id }, values: { name } });

describe('opening', () => {
  it('OP1 gives each organisation and user a database of their own', async () => {
    await create('Contoso', ids.contoso);
    const other = { ...identity, userId: ids.ben };
    const db = await world.openDatabase(other, 'strict');
    expect(await db.outbox.count()).toBe(0);
    expect(new Set([databaseName(identity), databaseName(other), 'carryon']).size).toBe(3);
    db.close();
  });

  it('OP2 fails as blocked when the browser does not open it in time', async () => {
    const clock = testClock();
    const never = { open: () => ({}), databases: () => Promise.resolve([]) };
    const storage = { indexedDB: never as unknown as IDBFactory, IDBKeyRange };
    const opening = indexedDatabases(storage, clock)(identity, 'strict').then(
      () => null,
      (error: unknown) => error,
    );
    await settle(5);
    clock.advance(5000);
    const error = await opening;
    expect(error).toBeInstanceOf(StoreError);
    expect((error as StoreError).code).toBe('storeBlocked');
  });

  it('OP3 opens a lost handle again', async () => {
    await create('Contoso', ids.contoso);
    // Dexie says on the console that it opens again.
    const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
    const handle = pane.dexie.backendDB();
    forceCloseDatabase(handle as unknown as Parameters<typeof forceCloseDatabase>[0]);
    await create('Fabrikam', ids.fabrikam);
    expect(await pane.line()).toHaveLength(2);
    warn.mockRestore();
  });

  it('OP4 lets a newer pane add a store, and works on', async () => {
    await create('Contoso', ids.contoso);
    await new Promise<void>((resolve, reject) => {
      const request = world.storage.indexedDB.open(pane.store.db.name, 20);
      request.onupgradeneeded = () => {
        request.result.createObjectStore('ofTomorrow');
      };
      request.onblocked = () => {
        reject(new Error('blocked'));
      };
      request.onsuccess = () => {
        request.result.close();
        resolve();
      };
    });
    await create('Fabrikam', ids.fabrikam);
    expect(await pane.line()).toHaveLength(2);
    world.crash();
    pane = await world.open();
    expect(await pane.line()).toHaveLength(2);
  });

  it('OP5 finds identity and configuration again without a network', async () => {
    const first = await openRegistry(world.storage, world.clock);
    const crmUrl = 'https://crm.example';
    const omar = { ...identity, userId: ids.ben };
    await first.remember({ crmUrl, userName: 'dana@example', identity });
    await first.remember({ crmUrl, userName: 'omar@example', identity: omar });
    await first.keepConfig({ crm: { url: crmUrl } });
    first.close();
    const again = await openRegistry(world.storage, world.clock);
    expect(await recall(again, crmUrl, 'Dana@example')).toEqual({
      crmUrl,
      userName: 'dana@example',
      identity,
    });
    expect(await recall(again, crmUrl, null)).toMatchObject({ identity: omar });
    expect(await recall(again, 'https://other.example', null)).toBeNull();
    expect(await recall(again, crmUrl, 'noor@example')).toBeNull();
    expect(await again.config()).toEqual({ crm: { url: crmUrl } });
    again.close();
  });

  it('OP8 counts what waits here for another user, or for an organisation that was at the address before', async () => {
    const registry = await openRegistry(world.storage, world.clock);
    const crmUrl = 'https://crm.example';
    const omar = { ...identity, userId: ids.ben };
    const before = { ...identity, organizationId: ids.contoso };
    await registry.remember({ crmUrl, userName: 'dana@example', identity: before });
    await registry.remember({ crmUrl, userName: 'dana@example', identity });
    await registry.remember({ crmUrl, userName: 'omar@example', identity: omar });
    await create('Contoso', ids.contoso);
    await create('Fabrikam', ids.fabrikam);
    const leftBehind = (who: typeof identity) => findLeftBehind(registry, world.openDatabase, who);
    expect(await leftBehind(identity)).toEqual([]);
    const danas = { crmUrl, userName: 'dana@example', count: 2 };
    expect(await leftBehind(omar)).toEqual([{ ...danas, sameOrganization: true }]);
    expect(await leftBehind(before)).toEqual([{ ...danas, sameOrganization: false }]);
    await pane.player.wake();
    expect(await leftBehind(omar)).toEqual([]);
    registry.close();
  });
});
