import type { CrmFailure } from './crm-error';

/** Whether the CRM can be reached. `workingOffline` is the user's own choice. */
export type ConnectionState = 'online' | 'connecting' | 'offline' | 'workingOffline';

/** What the outbox and the local copy are doing, the most pressing first. */
export type SyncState =
  /** `refused`: so many changes were refused. `decision`: so many wait for the user, not all of them refused. */
  | {
      readonly kind: 'needsAttention';
      readonly reason: 'refused' | 'decision';
      readonly count: number;
    }
  | { readonly kind: 'needsAttention'; readonly reason: 'download' }
  | { readonly kind: 'signIn' }
  /** The user has paused sending while so many changes wait. */
  | { readonly kind: 'paused'; readonly count: number }
  | { readonly kind: 'throttled'; readonly until: number }
  | { readonly kind: 'syncing' }
  | { readonly kind: 'waiting'; readonly count: number }
  | { readonly kind: 'upToDate'; readonly at: number | null }
  | { readonly kind: 'never' };

/** Where a copy of the records stands. */
export interface CopyProgress {
  readonly phase: 'idle' | 'running' | 'paused' | 'failed' | 'done';
  readonly rows: number;
  /** Null while it is not known. */
  readonly total: number | null;
  /** Table being read, by logical name. */
  readonly table: string | null;
  /** Estimated milliseconds left; null while it is not known. */
  readonly leftMs: number | null;
  /** Why it failed; null: not for the CRM's part, so it is this computer that could not store the rows. */
  readonly failure: CrmFailure | null;
}

/** How far a run of playback is, in changes. */
export interface SendingProgress {
  readonly done: number;
  readonly total: number;
}
