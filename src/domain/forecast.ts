import type { Theirs } from './conflict';
import type { CrmFailure } from './crm-error';
import type { Values } from './value';

/** What playback would make of an entry now. */
export type Verdict =
  /** Sent as it is. */
  | { readonly kind: 'sent' }
  /** Sent, beside what others changed in other columns: `theirs`. */
  | { readonly kind: 'merged'; readonly theirs: Theirs }
  /** Sent, over what others wrote in the same columns: `theirs`. */
  | { readonly kind: 'overwrites'; readonly theirs: Theirs }
  /** Where others changed the same column, theirs stay. `whole`: nothing is left to be sent. */
  | {
      readonly kind: 'yields';
      readonly yielded: Values;
      readonly theirs: Theirs;
      readonly whole: boolean;
    }
  /** The CRM has it already. */
  | { readonly kind: 'done' }
  /** A conflict, which waits for the user. Null: not what others wrote, but whether it had arrived, is in question. */
  | { readonly kind: 'asks'; readonly theirs: Theirs | null }
  /** Held as a duplicate of these records; by their names. */
  | { readonly kind: 'duplicate'; readonly names: readonly string[] }
  /** Somebody deleted the record. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly failure: CrmFailure }
  /** Waits behind one that is not sent. */
  | { readonly kind: 'waits' }
  /** It is held back or waits for the user already, and goes on doing so. */
  | { readonly kind: 'stays' };

/** What playback would make of every entry, by their ids, as far as that can be found out by reading. */
export type Forecast = ReadonlyMap<string, Verdict>;
