import { localBell } from '../bell';
import { memoryDatabases } from '../database/memory-database';
import { CONFLICTS } from '../conflict-setting';
import { DUPLICATES } from '../duplicate-setting';
import type { Store } from '../store';

/** What playback goes by, of the user's own choosing. */
const SETTINGS = [DUPLICATES, CONFLICTS];

const nobody = { organizationId: '', userId: '', businessUnitId: '' };

const present = <V>(keys: readonly string[], values: readonly (V | undefined)[]) => {
  const pairs = keys.flatMap((key, index) => {
    const value = values[index];
    return value === undefined ? [] : [{ key, value }];
  });
  return { keys: pairs.map(({ key }) => key), values: pairs.map(({ value }) => value) };
};

/** What playback works on, in a memory of its own: the line, its records with their shadows, and the user's choices. */
export async function copyLine({ db, codec }: Store): Promise<Store> {
  const names = ['outbox', 'records', 'shadow', 'state'] as const;
  const found = await db.transaction('r', names, async (stores) => {
    const line = await stores.outbox.toArray();
    const keys = [...new Set(line.map((entry) => entry.keys.row))];
    const [records, shadows, settings] = await Promise.all([
      stores.records.bulkGet(keys),
      stores.shadow.bulkGet(keys),
      stores.state.bulkGet(SETTINGS),
    ]);
    return {
      line,
      records: present(keys, records),
      shadows: present(keys, shadows),
      settings: present(SETTINGS, settings),
    };
  });
  const copy = await memoryDatabases()(nobody, 'relaxed');
  await copy.transaction('rw', names, async (stores) => {
    await stores.outbox.bulkPut(found.line);
    await stores.records.bulkPut(found.records.values, found.records.keys);
    await stores.shadow.bulkPut(found.shadows.values, found.shadows.keys);
    await stores.state.bulkPut(found.settings.values, found.settings.keys);
  });
  return { db: copy, codec, bell: localBell() };
}
