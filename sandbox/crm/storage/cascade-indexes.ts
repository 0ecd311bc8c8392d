import type { Model } from '../model/model';
import { quote, type Store } from './store';

/** Makes it quick to find the rows that go with another, and whom a row is shared with. Dataverse has such indexes too. */
export function indexCascades(store: Store, model: Model): void {
  for (const table of model.tables.values())
    for (const { name, cascade } of table.columns.values())
      if (cascade !== 'NoCascade')
        store.execute(
          `CREATE INDEX IF NOT EXISTS ${quote(`${table.name}.cascade ${name}`)} ON ${quote(table.name)} (${quote(name)}) WHERE ${quote(name)} IS NOT NULL`,
        );
  store.execute(
    'CREATE UNIQUE INDEX IF NOT EXISTS "principalobjectaccess.object" ON principalobjectaccess (objectid, objecttypecode, principalid)',
  );
}
