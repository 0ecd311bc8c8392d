import { type Estimate, type Files, noAttachments } from './estimate';
import { mayKeepFewer } from './fewer';
import { type Held, heldBy } from './held';
import { may, type Rights } from './rights';
import type { Filled } from './status';
import type { Model, Table } from './table';
import { bringsRows, rowsKept, type Trip } from './trip';
import type { Views } from './view';

/** What is chosen, and what is known of it. */
export interface Choice {
  readonly model: Model;
  readonly rights: Rights;
  readonly trips: readonly Trip[];
  /** Null: not known. */
  readonly estimate: Estimate | null;
  /** Bytes that the browser still gives; null: it does not tell. */
  readonly spaceLeft: number | null;
  /** What filled the storage; null: nothing did. */
  readonly filled: Filled | null;
  /** What is known of the views that trips show rows by, where the estimate does not tell. */
  readonly views: Views;
}

/** What the user may not expect of what they have chosen. Tables by their logical names. */
export type Finding =
  /** Nothing is kept at all. */
  | { readonly kind: 'nothingChosen' }
  /** What is to come does not find room. Bytes. */
  | { readonly kind: 'tooMuch'; readonly needed: number; readonly left: number }
  /** The last download filled the storage, and no less is chosen than then. */
  | ({ readonly kind: 'filled' } & Pick<Filled, 'rows' | 'used'>)
  /** What trips name and what cannot be used: at least one. */
  | { readonly kind: 'held'; readonly held: readonly Held[] }
  /** Kept rows refer to rows of these tables, of which none is kept. */
  | { readonly kind: 'leftOut'; readonly tables: readonly string[] }
  /** So many files of kept rows do not come, since they are too large. Bytes of all. */
  | ({ readonly kind: 'filesTooLarge' } & Files)
  /** A trip names rows of these tables, and there are none. */
  | { readonly kind: 'matchesNothing'; readonly tables: readonly string[] }
  /** Nothing belongs to the diary or the people that these trips are around. Names. */
  | { readonly kind: 'foundNothing'; readonly trips: readonly string[] };

/** Tables that this one's lookups and parties lead to. */
const targetsOf = ({ columns }: Table): readonly string[] =>
  Object.values(columns).flatMap(({ targets }) => targets ?? []);

/** What is worth knowing before what is chosen is downloaded, what weighs most first. */
export function findingsIn(choice: Choice): Finding[] {
  const { model, rights, trips, estimate, spaceLeft } = choice;
  const readable = Object.values(model).filter((table) => may(rights, table, 'Read').allowed);
  const kept = readable.filter((table) => rowsKept(trips, table) !== 'none');
  const referred = new Set(kept.flatMap(targetsOf));
  const unreferred = estimate === null ? [...referred] : estimate.unreferred;
  const leftOut = readable.filter(
    (table) =>
      referred.has(table.name) && !kept.includes(table) && !unreferred.includes(table.name),
  );
  const chosen = new Set(trips.filter(({ on }) => on).flatMap(({ tables }) => Object.keys(tables)));
  const empty = (estimate?.empty ?? []).filter((table) => chosen.has(table));
  const findings: Finding[] = [];
  if (!readable.some((table) => bringsRows(trips, table))) return [{ kind: 'nothingChosen' }];
  if (estimate !== null && spaceLeft !== null && estimate.bytes > spaceLeft)
    findings.push({ kind: 'tooMuch', needed: estimate.bytes, left: spaceLeft });
  const { filled } = choice;
  if (filled !== null && !mayKeepFewer(readable, filled.trips, trips))
    findings.push({ kind: 'filled', rows: filled.rows, used: filled.used });
  const held = heldBy(trips, readable, { ...choice.views, ...estimate?.views });
  if (held.length > 0) findings.push({ kind: 'held', held });
  if (leftOut.length > 0)
    findings.push({ kind: 'leftOut', tables: leftOut.map(({ name }) => name) });
  const { tooLarge } = estimate?.attachments ?? noAttachments;
  if (tooLarge.count > 0) findings.push({ kind: 'filesTooLarge', ...tooLarge });
  if (empty.length > 0) findings.push({ kind: 'matchesNothing', tables: empty });
  const foundNothing = estimate?.foundNothing ?? [];
  if (foundNothing.length > 0) findings.push({ kind: 'foundNothing', trips: foundNothing });
  return findings;
}
