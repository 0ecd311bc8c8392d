import type { Space, StartFiles, Storage } from './carryon';
import { needsUser, type OutboxEntry } from './entry';
import { type CopyProgress, isUnderWay, type LackingAttachments, type Standing } from './status';

/** Records that are older than half a working day need a sync: an open pane refreshes them every 15 minutes. */
export const FRESH_FOR = 4 * 3_600_000;

/** Below this the next sync may not find room: 100,000 records take about as much. Bytes. */
export const ENOUGH_SPACE = 100_000_000;

/** Bytes that the browser still gives; null: it does not tell. */
export const spaceLeft = (space: Space | null): number | null =>
  space && Math.max(0, space.quota - space.used);

/** What is known of this window and this computer. */
export interface OfflineFacts {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Whether this Outlook opens add-ins without a network; null: not known, or no Outlook. */
  readonly opensOffline: boolean | null;
  readonly start: StartFiles;
  readonly storage: Storage;
  /** Null: the browser does not tell. */
  readonly space: Space | null;
  /** Milliseconds since 1970; null: never. */
  readonly lastAt: number | null;
  readonly download: CopyProgress['phase'];
  /** Another window makes the download. */
  readonly elsewhere: boolean;
  /** The download waits for the connection. */
  readonly awaitsNetwork: boolean;
  /** The last download found no space for more records. */
  readonly filled: boolean;
  readonly standing: Pick<Standing, 'rows' | 'attachments'>;
  /** No trip that is on brings records of its own, as far as that is known. */
  readonly nothingChosen: boolean;
  readonly entries: readonly Pick<OutboxEntry, 'state'>[];
  /** The browser offers to install this window as an app. */
  readonly installable: boolean;
}

interface AttachmentsGap extends Pick<LackingAttachments, 'count'> {
  readonly kind:
    'attachmentsComing' | 'attachmentsToCome' | 'attachmentsNoSpace' | 'attachmentsNotGiven';
}

/** What is still in the way of going offline. */
export type Gap =
  /** The window: what it holds cannot be reached without a network, or is gone when it closes. */
  | { readonly kind: 'outlook' }
  | { readonly kind: 'keepsNothing' }
  | { readonly kind: 'noServiceWorker' }
  /** The program. */
  | { readonly kind: 'filesMissing' }
  | { readonly kind: 'filesBypassed' }
  /** The records. */
  | { readonly kind: 'nothingChosen' }
  | { readonly kind: 'notDownloaded' }
  | { readonly kind: 'downloading' }
  | { readonly kind: 'downloadingElsewhere' }
  | { readonly kind: 'downloadWaits' }
  | { readonly kind: 'downloadPaused' }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'filled' }
  | { readonly kind: 'stale'; readonly at: number }
  /** The files that come behind the records: on their way, not yet so, without space, refused. */
  | AttachmentsGap
  /** The browser may remove everything when space runs short. */
  | { readonly kind: 'evictable' }
  | { readonly kind: 'littleSpace'; readonly left: number }
  | { readonly kind: 'decisions'; readonly count: number }
  /** It is a tab among others, which has to be found again by its address. */
  | { readonly kind: 'notInstalled' };

const networkKinds: ReadonlySet<Gap['kind']> = new Set([
  'filesMissing',
  'notDownloaded',
  'downloadPaused',
  'incomplete',
  'filled',
  'stale',
  'attachmentsToCome',
  'attachmentsNoSpace',
  'attachmentsNotGiven',
]);

/** It cannot be closed without the network. */
export const needsNetwork = ({ kind }: Gap): boolean => networkKinds.has(kind);

function inTheWindow({ opensOffline, storage, start }: OfflineFacts): Gap | null {
  if (opensOffline === false) return { kind: 'outlook' };
  if (storage === 'memory') return { kind: 'keepsNothing' };
  return start === 'impossible' ? { kind: 'noServiceWorker' } : null;
}

/** Whether all records are here, or were when the refresh began that is under way. */
function areAllHere({ standing: { rows }, lastAt, download }: OfflineFacts): boolean {
  if (rows === 'whole' || rows === 'lacking') return rows === 'whole';
  return download === 'running' || (lastAt !== null && lastAt > rows.refreshedSince);
}

function inTheRecords(facts: OfflineFacts): Gap | null {
  const { now, lastAt, download, nothingChosen } = facts;
  if (nothingChosen) return { kind: 'nothingChosen' };
  const elsewhere = facts.elsewhere && isUnderWay({ phase: download });
  if (download === 'paused' && !elsewhere) return { kind: 'downloadPaused' };
  const complete = areAllHere(facts);
  if (complete && lastAt !== null && now - lastAt <= FRESH_FOR) return null;
  if (facts.awaitsNetwork) return { kind: 'downloadWaits' };
  if (elsewhere) return { kind: 'downloadingElsewhere' };
  if (download === 'running') return { kind: 'downloading' };
  if (facts.filled && !complete) return { kind: 'filled' };
  if (lastAt === null) return { kind: 'notDownloaded' };
  return complete ? { kind: 'stale', at: lastAt } : { kind: 'incomplete' };
}

/** @param records what comes with those is not named beside them. */
function inTheAttachments(
  { standing: { attachments }, download }: OfflineFacts,
  records: Gap | null,
): Gap | null {
  if (attachments === null) return null;
  const { count, why } = attachments;
  if (why === 'noSpace') return { kind: 'attachmentsNoSpace', count };
  if (why === 'notGiven') return { kind: 'attachmentsNotGiven', count };
  if (records !== null) return null;
  return { kind: download === 'running' ? 'attachmentsComing' : 'attachmentsToCome', count };
}

/** What is in the way, the most fundamental first; empty: ready to go offline. */
export function gapsIn(facts: OfflineFacts): Gap[] {
  const { start, storage, space, entries, installable } = facts;
  const left = spaceLeft(space);
  const count = entries.filter(needsUser).length;
  const decisions: Gap | null = count > 0 ? { kind: 'decisions', count } : null;
  const window = inTheWindow(facts);
  const records = inTheRecords(facts);
  const gaps: readonly (Gap | null | false)[] =
    window !== null
      ? [window, decisions] // Another window has files, records and storage of its own.
      : [
          start === 'missing' && { kind: 'filesMissing' },
          start === 'bypassed' && { kind: 'filesBypassed' },
          records,
          inTheAttachments(facts, records),
          storage === 'bestEffort' && { kind: 'evictable' },
          left !== null && left < ENOUGH_SPACE && { kind: 'littleSpace', left },
          decisions,
          installable && { kind: 'notInstalled' },
        ];
  return gaps.filter((gap) => gap !== null && gap !== false);
}
