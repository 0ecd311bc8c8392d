import { type RowRef, rowKey, sameRow } from '../domain/row';
import type { Draft } from './draft';
import { Staged } from './staged';
import type { Store } from './store';
import type { Stored } from './stored';

/**
 * Which records have had changes that change another one along, under the key of that one: by them later changes of it
 * find what they have to wait for. What is sent since does no harm there.
 */
export type StagedAlong = Staged<string, Stored<object>, readonly RowRef[]>;

export const stagedAlong = ({ db, codec }: Pick<Store, 'db' | 'codec'>): StagedAlong =>
  new Staged(db.state, codec, {
    keys: () => ({}),
    body: (refs) => refs,
    read: (_stored, body) => body as readonly RowRef[],
  });

const alongKey = (ref: RowRef): string => `along:${rowKey(ref)}`;

/** Reads what {@link changedAlong} asks for. */
export const loadAlong = (draft: Pick<Draft, 'along'>, ref: RowRef): Promise<void> =>
  draft.along.load([alongKey(ref)]);

/** The last changes of each record whose changes change this one along, as far as they wait. */
export async function changedAlong(draft: Draft, ref: RowRef): Promise<number[]> {
  const others = (await draft.along.get(alongKey(ref))) ?? [];
  if (others.length === 0) return [];
  return (await draft.placesOf(others)).flatMap((places) => places.at(-1) ?? []);
}

/** Notes that a change of `by` changes `ref` along. */
export async function noteAlong(draft: Draft, ref: RowRef, by: RowRef): Promise<void> {
  const known = (await draft.along.get(alongKey(ref))) ?? [];
  const others = known.filter((other) => !sameRow(other, by));
  const places = await draft.placesOf(others);
  const waiting = others.filter((_, index) => (places[index]?.length ?? 0) > 0);
  draft.along.put(alongKey(ref), [...waiting, { table: by.table, id: by.id }]);
}
