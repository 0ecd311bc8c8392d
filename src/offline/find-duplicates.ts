import type { Intended } from '../domain/duplicates';
import type { ListItem } from '../domain/record-store';
import { rowKey } from '../domain/row';
import type { Keeper } from './catalogue/keeper';
import { matchcodesFor } from './catalogue/matchcodes';
import type { Facts } from './facts';
import type { Store } from './store';
import { toLocalRow } from './stored';
import { provisional } from './visible';

/** As many as a person looks through. */
const MOST = 50;

/** The rows on board that the organisation's rules call duplicates of the one that is going to be written. */
export async function findDuplicates(
  store: Store,
  keeper: Keeper,
  { model, rules }: Pick<Facts, 'model' | 'rules'>,
  { table: name, id, values: changed }: Intended,
): Promise<readonly ListItem[]> {
  const table = model[name];
  if (table === undefined || !rules.some((rule) => rule.table === name)) return [];
  const key = id === null ? null : rowKey({ table: name, id });
  const stored = key === null ? undefined : await store.db.records.get(key);
  const [body] = stored === undefined ? [] : await store.codec.decode([stored.body]);
  const known = stored === undefined ? {} : toLocalRow(stored.keys, body).values;
  const guessed = provisional(table, changed, { ...known, ...changed });
  const written = { ...changed, ...guessed };
  const only = id === null ? null : new Set(Object.keys(written));
  const codes = matchcodesFor(rules, table, { ...known, ...written }, only);
  return codes.size === 0 ? [] : (await keeper.current()).duplicates(codes, key, MOST);
}
