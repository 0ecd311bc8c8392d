import type { Action } from './action';
import type { RowRef } from './row';
import type { Lookup, Values } from './value';

/**
 * What the user did: an intent, before it becomes an outbox entry.
 * - `create`: `values` is the whole new row; the id is a GUID made here, so that playback can repeat it safely.
 * - `update`: `values` holds the changed columns only.
 * - `setState`: an update of state and status together (complete, cancel, reopen).
 * - `assign`: an update of the owner.
 * - `associate` / `disassociate`: an N:N link between two rows.
 * - `action`: an action of the CRM, which does more than write columns.
 */
export type Change =
  | { readonly kind: 'create'; readonly ref: RowRef; readonly values: Values }
  | { readonly kind: 'update'; readonly ref: RowRef; readonly values: Values }
  | { readonly kind: 'setState'; readonly ref: RowRef; readonly values: Values }
  | { readonly kind: 'assign'; readonly ref: RowRef; readonly owner: Lookup }
  | { readonly kind: 'delete'; readonly ref: RowRef }
  | {
      readonly kind: LinkKind;
      readonly ref: RowRef;
      readonly relationship: string;
      readonly other: Lookup;
    }
  | { readonly kind: 'action'; readonly ref: RowRef; readonly action: Action };

export type LinkKind = 'associate' | 'disassociate';
export type ChangeKind = Change['kind'];
