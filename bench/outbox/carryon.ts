import { mineWins } from '../../src/domain/conflict';
import { systemClock } from '../../src/composition/system-clock';
import { openBell } from '../../src/offline/bell';
import { browserSignals } from '../../src/offline/browser-signals';
import { identityCodec } from '../../src/offline/codec';
import { createConnection } from '../../src/offline/connection';
import { indexedDatabases } from '../../src/offline/database/indexed-database';
import { observed } from '../../src/offline/observed';
import { createOutbox } from '../../src/offline/outbox';
import { createPlayer, type Player } from '../../src/offline/playback/player';
import type { BatchSizes } from '../../src/offline/playback/run';
import { createSave } from '../../src/offline/save';
import type { Store } from '../../src/offline/store';
import { type Engine, valuesOf } from './engine';

/** The product, put together as the pane does; `batch` switches its batches off. */
export function carryon(batch?: BatchSizes): Engine {
  let store: Store;
  let player: Player;
  let save: ReturnType<typeof createSave>;
  return {
    async open({ server, identity, table }) {
      const clock = systemClock;
      const openDatabase = indexedDatabases({ indexedDB, IDBKeyRange }, clock);
      const db = await openDatabase(identity, 'strict');
      store = { db, codec: identityCodec, bell: openBell(db.name) };
      const connection = createConnection({
        server,
        clock,
        signals: browserSignals(window),
        waiting: () => true,
        workingOffline: false,
        keepWorkingOffline: async () => undefined,
      });
      const model = () => ({ [table.name]: table });
      player = createPlayer({
        store,
        server: observed(server, clock, connection.report),
        model,
        clock,
        locks: navigator.locks,
        ensure: connection.ensure,
        random: Math.random,
        policies: () => mineWins,
        ...(batch && { batch }),
      });
      const outbox = createOutbox(store, model, clock, () => player.wake(true));
      await outbox.entries.first;
      save = createSave({
        store,
        model,
        userId: identity.userId,
        now: clock.now,
        newId: () => crypto.randomUUID(),
      });
    },
    save: (account) =>
      save([
        {
          kind: 'create',
          ref: { table: 'account', id: account.id },
          values: valuesOf(account),
        },
      ]),
    async send() {
      await player.wake(true);
      const left = await store.db.outbox.count();
      if (left > 0) throw new Error(`${left} changes are left.`);
    },
  };
}
