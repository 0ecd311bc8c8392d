import { type CrmFailure, isUnanswered } from './crm-error';
import type { Trip } from './trip';

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
  /** `paused`: the user has paused the download. `lacking`: something that the user has chosen is not here. */
  | { readonly kind: 'incomplete'; readonly reason: 'paused' | 'lacking' }
  | { readonly kind: 'upToDate'; readonly at: number | null }
  | { readonly kind: 'never' };

/** How far one table is. */
export interface TableProgress {
  /** Logical name. */
  readonly table: string;
  readonly rows: number;
  /** Null while it is not known. */
  readonly total: number | null;
}

/** How far the files are that come behind the records, in number and bytes. */
export interface AttachmentProgress {
  readonly done: number;
  readonly total: number;
  readonly bytes: number;
  readonly totalBytes: number;
  /** This computer has no space left for the others. */
  readonly full: boolean;
}

/** Files that trips bring and that are not on this computer. */
export interface LackingAttachments {
  /** Null: the records are here, and how many files belong to them is not known yet. */
  readonly count: number | null;
  /** `noSpace`: this computer had no space left for them. `notGiven`: the CRM did not give them. */
  readonly why: 'toCome' | 'noSpace' | 'notGiven';
}

/** What was here when a download stopped, since this computer had no space left for rows. */
export interface Filled {
  readonly rows: number;
  /** Bytes, of all that the browser keeps for this program; null: it did not tell. */
  readonly used: number | null;
  /** What was to be brought. */
  readonly trips: readonly Trip[];
}

/** Whether all that the user has chosen is on this computer, as far as is known without the CRM. */
export interface Standing {
  /**
   * `lacking`: a download did not come to its end, or other records were chosen since the last one that did. Else all
   * were here when a refresh began, which may have ended since: milliseconds since 1970.
   */
  readonly rows: 'whole' | 'lacking' | { readonly refreshedSince: number };
  readonly attachments: LackingAttachments | null;
  /** Null: none has filled the storage since the last one that came to its end. */
  readonly filled: Filled | null;
}

/**
 * Why nothing comes at the moment of what is under way, or goes on by itself. `server`: the CRM asks to wait, till
 * milliseconds since 1970. `network`: it cannot be reached.
 */
export type Hold = { readonly by: 'server'; readonly until: number } | { readonly by: 'network' };

/** Where a copy of the records stands. */
export interface CopyProgress {
  /** `canceled`: by the user; what is here stays, and the next one goes on from there. */
  readonly phase: 'idle' | 'running' | 'paused' | 'failed' | 'canceled' | 'done';
  readonly rows: number;
  /** Null while it is not known. */
  readonly total: number | null;
  /** What has come over the network, unpacked. */
  readonly bytes: number;
  /** Tables of which rows come or have come, in the order in which they are read. */
  readonly tables: readonly TableProgress[];
  /** Rows that have left, since no trip keeps them any more or they are gone from the CRM. */
  readonly removed: number;
  /** Null: none come, or the rows are not all here yet. */
  readonly attachments: AttachmentProgress | null;
  /** Estimated milliseconds left; null while it is not known. */
  readonly leftMs: number | null;
  /** Null: nothing does. */
  readonly hold: Hold | null;
  /** Another window of the user makes it. */
  readonly elsewhere: boolean;
  /**
   * Why it failed: the CRM's part; `full`: this computer has no space left for rows; null: it could not store them for
   * another reason.
   */
  readonly failure: CrmFailure | 'full' | null;
}

/** Whether it has not ended yet. */
export const isUnderWay = ({ phase }: Pick<CopyProgress, 'phase'>): boolean =>
  phase === 'running' || phase === 'paused';

/** Whether it ended because the CRM did not answer: it goes on by itself once that can be reached. */
export const lostConnection = ({
  phase,
  failure,
}: Pick<CopyProgress, 'phase' | 'failure'>): boolean =>
  phase === 'failed' && failure !== null && failure !== 'full' && isUnanswered(failure);

/** How far a run of playback is, in changes. */
export interface SendingProgress {
  readonly done: number;
  readonly total: number;
}
