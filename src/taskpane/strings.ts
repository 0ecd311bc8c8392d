import { actionStrings } from './strings/actions';
import { attachmentStrings } from './strings/attachments';
import { calendarStrings } from './strings/calendar';
import { columnStrings } from './strings/columns';
import { conditionStrings } from './strings/conditions';
import { duplicateStrings } from './strings/duplicates';
import { frameStrings } from './strings/frame';
import { goingStrings } from './strings/going';
import { manyStrings } from './strings/many';
import { onlineOnlyStrings } from './strings/online-only';
import { playbackStrings } from './strings/playback';
import { changes, count } from './strings/plural';
import { readinessStrings } from './strings/readiness';
import { recordStrings } from './strings/record';
import { tripStrings } from './strings/trips';
import { remoteStrings } from './strings/remote';
import { unseenStrings } from './strings/unseen';
import { workStrings } from './strings/work';

/** Every text the pane says, in English. Sentences are functions where they carry names or counts. */
export const strings = {
  appName: 'Carryon',
  yes: 'Yes',
  no: 'No',
  noName: '(no name)',
  /** A row without a primary name, by its table: "(no name), Task". */
  namelessOf: (table: string) => `(no name), ${table}`,
  empty: 'Empty',
  back: 'Back',
  cancel: 'Cancel',
  close: 'Close',
  dismiss: 'Dismiss',
  changes,
  records: (n: number) => count(n, 'record', 'records'),
  rows: (n: number) => count(n, 'row', 'rows'),
  couldNotRead: 'The records on this computer could not be read. Close the pane and open it again.',

  ...actionStrings,
  ...attachmentStrings,
  ...calendarStrings,
  ...columnStrings,
  ...conditionStrings,
  ...duplicateStrings,
  ...frameStrings,
  ...goingStrings,
  ...manyStrings,
  ...readinessStrings,
  ...recordStrings,
  ...remoteStrings,
  ...onlineOnlyStrings,
  ...playbackStrings,
  ...tripStrings,
  ...unseenStrings,
  ...workStrings,
} as const;
