import type { LinkKind } from '../../domain/change';
import type { OutboxEntry } from '../../domain/entry';
import { rowKey, type RowRef, sameRow } from '../../domain/row';
import type { ManyToMany, Model } from '../../domain/table';
import type { Draft } from '../draft';
import { Staged } from '../staged';
import type { Store } from '../store';
import type { Stored } from '../stored';

/** By the schema names of N:N relationships: the ids of the rows that a row is linked to, as the CRM has it. */
export type LinkedIds = Readonly<Record<string, readonly string[]>>;

/** What a transaction will do to the `links` store, under the keys of the rows. */
export type StagedLinks = Staged<string, Stored<object>, LinkedIds>;

export const stagedLinks = ({ db, codec }: Pick<Store, 'db' | 'codec'>): StagedLinks =>
  new Staged(db.links, codec, {
    keys: () => ({}),
    body: (linked) => linked,
    read: (_stored, body) => body as LinkedIds,
  });

/** The same with one row more, or less. */
export function withLink(
  linked: LinkedIds | null,
  relationship: string,
  id: string,
  kind: LinkKind,
): LinkedIds {
  const others = (linked?.[relationship] ?? []).filter((other) => other !== id);
  return { ...linked, [relationship]: kind === 'associate' ? [...others, id] : others };
}

type LinkEntry = Pick<OutboxEntry, 'kind' | 'ref' | 'link'>;

const isLinkKind = (kind: OutboxEntry['kind']): kind is LinkKind =>
  kind === 'associate' || kind === 'disassociate';

/** What an entry does to a row's links, whichever side of them it is; null: nothing. */
export function linkOf(
  model: Model,
  { kind, ref, link }: LinkEntry,
  row: RowRef,
): { readonly kind: LinkKind; readonly relationship: ManyToMany; readonly id: string } | null {
  if (link === undefined || !isLinkKind(kind)) return null;
  const mine = sameRow(ref, row);
  if (!mine && !sameRow(link.other, row)) return null;
  const name = model[ref.table]?.linkedTo?.find(
    ({ navigation }) => navigation === link.relationship,
  )?.name;
  const relationship = model[row.table]?.linkedTo?.find((each) => each.name === name);
  if (relationship === undefined) return null;
  return { kind, relationship, id: (mine ? link.other : ref).id };
}

/** Both rows of an entry are linked, or not any more, as it has proved. */
export async function learnLink(draft: Draft, model: Model, entry: LinkEntry): Promise<void> {
  for (const row of [entry.ref, ...(entry.link === undefined ? [] : [entry.link.other])]) {
    const made = linkOf(model, entry, row);
    if (made === null) continue;
    const key = rowKey(row);
    const known = await draft.links.get(key);
    draft.links.put(key, withLink(known, made.relationship.name, made.id, made.kind));
  }
}
