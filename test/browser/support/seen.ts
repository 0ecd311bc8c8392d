import type { Page } from 'playwright-core';
import type { CopyProgress, Hold, SyncState } from '../../../src/domain/status';
import type { MailHost } from '../../../src/domain/mail';
import type { Finding } from '../../../src/domain/findings';
import type { Gap } from '../../../src/domain/readiness';
import type { Screen, Tab } from '../../../src/taskpane/navigation';
import type { Estimated } from '../../../src/taskpane/offline-data/going/use-estimate';
import { strings } from '../../../src/taskpane/strings';
import type { DialogName } from '../../../src/taskpane/ui/dialog';
import type { RemoteSearch } from '../../../src/taskpane/use-remote-search';

type All<Name extends string> = Readonly<Record<Name, true>>;

const { name: _, ...connections } = strings.connection;

/**
 * Everything that the pane can be or say, from the product's own types and catalogue:
 * what is added there and is not among the screens makes a type check or the test of the screens fail.
 */
const parts = {
  screen: {
    message: true,
    records: true,
    outbox: true,
    record: true,
    form: true,
    offlineData: true,
    chooseRecords: true,
    settings: true,
    unseen: true,
  } satisfies All<Tab | Exclude<Screen['kind'], 'root'>>,
  dialog: {
    leave: true,
    delete: true,
    discard: true,
    undo: true,
    decide: true,
    goOffline: true,
    keepFewer: true,
    action: true,
  } satisfies All<DialogName>,
  host: {
    connecting: true,
    ready: true,
    absent: true,
    silent: true,
  } satisfies All<ReturnType<MailHost['state']['get']>>,
  remote: {
    looking: true,
    offline: true,
    found: true,
    failed: true,
  } satisfies All<Exclude<RemoteSearch['kind'], 'off'>>,
  sync: {
    needsAttention: true,
    incomplete: true,
    signIn: true,
    paused: true,
    throttled: true,
    syncing: true,
    waiting: true,
    upToDate: true,
    never: true,
  } satisfies All<SyncState['kind']>,
  download: {
    idle: true,
    running: true,
    paused: true,
    failed: true,
    canceled: true,
    done: true,
  } satisfies All<CopyProgress['phase']>,
  hold: { server: true, network: true } satisfies All<Hold['by']>,
  connection: connections,
  tracking: strings.message.state,
  entry: strings.outbox.state,
  receipt: strings.outbox.result,
  alike: strings.many.kind,
  gap: {
    outlook: true,
    keepsNothing: true,
    noServiceWorker: true,
    filesMissing: true,
    filesBypassed: true,
    nothingChosen: true,
    notDownloaded: true,
    downloading: true,
    downloadingElsewhere: true,
    downloadWaits: true,
    downloadPaused: true,
    incomplete: true,
    filled: true,
    attachmentsComing: true,
    attachmentsToCome: true,
    attachmentsNoSpace: true,
    attachmentsNotGiven: true,
    stale: true,
    evictable: true,
    littleSpace: true,
    decisions: true,
    notInstalled: true,
  } satisfies All<Gap['kind']>,
  finding: {
    nothingChosen: true,
    tooMuch: true,
    filled: true,
    held: true,
    leftOut: true,
    filesTooLarge: true,
    matchesNothing: true,
    foundNothing: true,
  } satisfies All<Finding['kind']>,
  estimated: {
    unreachable: true,
    asking: true,
    failed: true,
    known: true,
  } satisfies All<Estimated['kind']>,
  attachment: strings.attachments.state,
  start: strings.start.reason,
};

/** Where each part shows which of its states it is in. */
const marks: Readonly<Record<keyof typeof parts, readonly [selector: string, data: string]>> = {
  screen: ['.screen', 'screen'],
  dialog: ['dialog[open]', 'dialog'],
  host: ['[data-host]', 'host'],
  remote: ['[data-remote]', 'remote'],
  sync: ['.status-sync', 'state'],
  download: ['[data-phase]', 'phase'],
  hold: ['[data-hold]', 'hold'],
  connection: ['.status-connection', 'state'],
  tracking: ['.tracking-state', 'state'],
  entry: ['.entry', 'state'],
  receipt: ['.entry', 'result'],
  alike: ['.alike', 'kind'],
  gap: ['.gap', 'gap'],
  finding: ['[data-finding]', 'finding'],
  estimated: ['[data-estimated]', 'estimated'],
  attachment: ['[data-attachment]', 'attachment'],
  start: ['.start', 'reason'],
};

/** "entry rejected", "screen form" and so on: all that must be seen on some screen. */
export const everything: readonly string[] = Object.entries(parts).flatMap(([part, names]) =>
  Object.keys(names).map((name) => `${part} ${name}`),
);

/** What of it the page shows now. */
export function seenOn(page: Page): Promise<string[]> {
  return page.evaluate(
    (all) =>
      all.flatMap(([part, [selector, data]]) =>
        [...document.querySelectorAll<HTMLElement>(selector)]
          .filter((element) => element.checkVisibility() && element.dataset[data])
          .map((element) => `${part} ${element.dataset[data] ?? ''}`),
      ),
    Object.entries(marks),
  );
}
