import type { Attachments } from './attachment';
import type { ConflictSetting } from './conflict';
import type { Identity } from './crm-server';
import type { DuplicateRule } from './duplicate-rule';
import type { Duplicates } from './duplicates';
import type { Estimate, Further } from './estimate';
import type { Forecast } from './forecast';
import type { Live } from './live';
import type { MailHost } from './mail';
import type { Outbox } from './outbox';
import type { Process } from './process';
import type { RecordStore } from './record-store';
import type { RefreshSetting } from './refresh-interval';
import type { RemoteRecords } from './remote-records';
import type { Rights } from './rights';
import type { ConnectionState, CopyProgress, SendingProgress, Standing, SyncState } from './status';
import type { Model } from './table';
import type { Trip, TripSetting } from './trip';
import type { UnseenChanges } from './unseen';
import type { Lookup } from './value';

export interface Connection {
  readonly state: Live<ConnectionState>;
  /** Stay local until {@link goOnline}; survives a restart. */
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
}

/** The copy of the CRM's records on this computer. */
export interface LocalCopy {
  readonly progress: Live<CopyProgress>;
  /** When the last copy or refresh ended well: milliseconds since 1970; null: never. */
  readonly lastAt: Live<number | null>;
  readonly standing: Live<Standing>;
  /** Rows on board per table logical name. */
  readonly counts: Live<Readonly<Record<string, number>>>;
  /**
   * Downloads what is missing and refreshes what is there.
   * @param thorough because the user wants it: finds all that has left too, however much there is to look at.
   */
  refresh(thorough: boolean): Promise<void>;
  /**
   * What a thorough refresh by these trips would bring. Asks the CRM; rejects with a CrmError, also where another
   * question follows before the answer.
   */
  estimate(trips: readonly Trip[], further?: Further): Promise<Estimate>;
  /** The CRM asks that question to wait until then: milliseconds since 1970; null: it does not. */
  readonly estimateHeld: Live<number | null>;
  pause(): void;
  /** In whichever pane it was paused. */
  resume(): void;
  /** Ends what is under way, keeping what is here: the next refresh goes on from there. */
  cancel(): void;
}

/** Leaving the network behind. */
export interface Departure {
  /** The user works offline once everything is here. */
  readonly leaving: Live<boolean>;
  /**
   * Sends what waits and downloads what is missing, also where that is paused.
   * @param offline then stays local, as by {@link Connection.goOffline}; at once where the CRM cannot be reached. What
   *   another pane downloads is waited for.
   * @returns whether everything came. It does not where the download fails or is canceled.
   */
  leave(offline: boolean): Promise<boolean>;
  /** Stays online when everything is here after all. */
  stay(): void;
}

export interface AppUpdate {
  /** A new version is downloaded and waits for the user. */
  readonly ready: Live<boolean>;
  /** Reloads into the new version. */
  apply(): Promise<void>;
}

/** Something that is said until the user has dismissed it, once for this computer. */
export interface Notice {
  readonly dismissed: Live<boolean>;
  dismiss(): Promise<void>;
}

/** Changes that were kept apart, as the browser lost everything else that was on this computer. */
export interface TakenBack extends Notice {
  /** 0: nothing was lost. */
  readonly count: number;
}

/** Changes that wait on this computer for somebody else to sign in. */
export interface LeftBehind {
  readonly userName: string;
  /** The CRM that they are for. */
  readonly crmUrl: string;
  /** They are for the organization that is open, and another of its users. */
  readonly sameOrganization: boolean;
  readonly count: number;
}

/** How lasting the local store is: memory means that nothing outlives the pane. */
export type Storage = 'persistent' | 'bestEffort' | 'memory';

/** Bytes that are used for what is on this computer, and that the browser gives in all. */
export interface Space {
  readonly used: number;
  readonly quota: number;
}

/** Where the browser keeps what is on this computer. */
export interface BrowserStorage {
  readonly kind: Live<Storage>;
  /** As last estimated; null: the browser does not tell. */
  readonly space: Live<Space | null>;
  /** Asks the browser to keep it even when space runs short, from a click: some ask the user. False: it refuses. */
  persist(): Promise<boolean>;
  estimate(): Promise<void>;
}

/**
 * What a start without a network needs of the service worker:
 * - `kept`: the pane's own files and Office.js are here, and this page is served by it.
 * - `missing`: not all of them are here yet, or getting them failed.
 * - `bypassed`: they are here, but this page was loaded past it, as by a forced reload.
 * - `impossible`: there is none here, or the browser refuses it.
 */
export type StartFiles = 'kept' | 'missing' | 'bypassed' | 'impossible';

export interface OfflineStart {
  readonly files: Live<StartFiles>;
  /** Gets what is missing; else loads the page again, which may help. */
  retry(): Promise<void>;
}

/** The pane at its own address, which the browser may install as an app. Outlook has no say there. */
export interface OwnWindow {
  readonly url: string;
  /** This page can be installed now. */
  readonly installable: Live<boolean>;
  /** The browser asks the user, from a click. */
  install(): Promise<void>;
}

/** Everything the task pane can use. Built by the page's composition file. */
export interface Carryon {
  readonly identity: Identity;
  /** Sign-in name, for display. */
  readonly userName: string;
  /** Where the CRM is, for display and links. */
  readonly crmUrl: string;
  readonly model: Live<Model>;
  readonly rights: Live<Rights>;
  readonly records: RecordStore;
  readonly remote: RemoteRecords;
  /** `largest`: larger ones are not taken along: bytes. */
  readonly attachments: Attachments & { readonly largest: number };
  readonly outbox: Outbox;
  /** What playback would make of the outbox now. Rejects with a CrmError where not all of it can be found out. */
  foretell(): Promise<Forecast>;
  /** Null: nothing is being sent, or only one change. */
  readonly sending: Live<SendingProgress | null>;
  /** The classic workflows that changes may start; null: the user may not read them. */
  readonly processes: Live<readonly Process[] | null>;
  /** By which the CRM finds duplicates, as last read. */
  readonly rules: Live<readonly DuplicateRule[]>;
  /** Users and teams that can own records, by name. */
  readonly colleagues: Live<readonly Lookup[]>;
  readonly duplicates: Duplicates;
  readonly conflicts: ConflictSetting;
  readonly refresh: RefreshSetting;
  /** As it was when this window last came into view. */
  readonly leftBehind: Live<readonly LeftBehind[]>;
  readonly connection: Connection;
  readonly sync: Live<SyncState>;
  readonly copy: LocalCopy;
  readonly departure: Departure;
  /** Which records are kept on this computer. */
  readonly trips: TripSetting;
  readonly unseen: UnseenChanges;
  readonly storage: BrowserStorage;
  readonly takenBack: TakenBack;
  /** That the pane is to be pinned. */
  readonly pinNotice: Notice;
  readonly offlineStart: OfflineStart;
  /** Asks the user to sign in again, from a click, and goes on. Rejects with a CrmError. */
  signIn(): Promise<void>;
}

/** How starting ends. Each failure is told to the user with what to do. */
export type Start =
  | { readonly kind: 'ready'; readonly app: Carryon }
  | {
      readonly kind: 'failed';
      readonly reason:
        /** config.json cannot be read or used; `detail` names the field. */
        | 'config'
        /** Never started online on this computer, so there is nothing to show. */
        | 'firstStartNeedsNetwork'
        /** The browser has lost what was here, except for changes that wait. */
        | 'lostNeedsNetwork'
        | 'signIn'
        /** The local store did not open in time. */
        | 'storeBlocked'
        /** The CRM answered something unusable. */
        | 'crm';
      readonly detail: string;
    };

/** What exists before (and without) a started {@link Carryon}. */
export interface Shell {
  readonly mail: MailHost;
  readonly update: AppUpdate;
  readonly ownWindow: OwnWindow;
  /** Starts, or starts again after a failure. */
  start(): Promise<Start>;
}
