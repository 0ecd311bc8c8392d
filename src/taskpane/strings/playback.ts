/** What is about to happen to changes: sending, what would become of them, what they start, their file. */
import { changes, written } from './plural';

export const playbackStrings = {
  sending: {
    pause: 'Pause sending',
    resume: 'Resume sending',
    paused: 'Sending is paused. Changes stay on this computer until you resume it.',
    sending: 'Sending',
    progress: (done: number, total: number) => `Sending: ${written(done)} of ${written(total)}`,
    percent: (percent: number) => `Sending, ${written(percent)} percent`,
    failed: 'This computer could not keep your choice. Try again.',
  },

  forecast: {
    ask: 'What would happen?',
    asking: 'Asking the CRM what would happen',
    failed: 'It could not be found out. Check the connection and try again.',
    title: 'What would happen',
    close: 'Hide',
    logic: 'Nothing was changed. The CRM’s own logic may still refuse a change, or do more.',
    stale: 'The changes are not the same any more. Ask again.',
    /** How many, by what would become of them. */
    count: {
      sent: (n: number) => `${changes(n)} would be sent`,
      merged: (n: number) => `${changes(n)} would be sent beside what others changed`,
      overwrites: (n: number) => `${changes(n)} would overwrite what others wrote`,
      yields: (n: number) => `${changes(n)} would give way to what others wrote`,
      done: (n: number) => `${changes(n)} ${n === 1 ? 'is' : 'are'} in the CRM already`,
      asks: (n: number) => `${changes(n)} would wait for your decision`,
      duplicate: (n: number) =>
        `${changes(n)} would be held as ${n === 1 ? 'a possible duplicate' : 'possible duplicates'}`,
      gone: (n: number) => `${changes(n)} would wait, since the record was deleted`,
      refused: (n: number) => `${changes(n)} would be refused`,
      waits: (n: number) => `${changes(n)} would wait behind another`,
      stays: (n: number) => `${changes(n)} would stay as ${n === 1 ? 'it is' : 'they are'}`,
    },
    verdict: {
      sent: 'It would be sent as it is.',
      merged: 'It would be sent. What others changed stays:',
      mergedUnseen: 'It would be sent. What others changed in the record stays.',
      overwrites: 'It would overwrite what others wrote:',
      yields: 'The CRM’s values would stay, and the rest would be sent:',
      yieldsWhole: 'It would not be sent, since the CRM’s values stay:',
      done: 'It is in the CRM already.',
      asks: 'It would wait for your decision, since others changed the same:',
      asksLost:
        'It would wait for your decision: it was sent before, its answer was lost, and the CRM holds something else now.',
      duplicate: (names: string) => `It would be held as a possible duplicate of ${names}.`,
      gone: 'It would wait for your decision, since someone deleted the record in the CRM.',
      refused: (reason: string) => `It would be refused: ${reason}`,
      waits: 'It would wait behind a change that is not sent.',
      stays: 'It would stay as it is.',
    },
    by: (by: string, when: string) =>
      `By ${by === '' ? 'someone' : by}${when === '' ? '' : `, ${when}`}.`,
  },

  processes: {
    starts: (names: string) => `Starts: ${names}`,
    mayStart: (names: string) => `May start: ${names}`,
    name: (name: string, realTime: boolean) =>
      `${name} (${realTime ? 'real-time workflow' : 'workflow'})`,
    others: 'Flows and plug-ins that the CRM runs are not known here.',
    unknown:
      'Which processes a change starts is not known: your role does not let you read them. The same goes for flows and plug-ins.',
  },

  file: {
    save: 'Save as file',
    name: (day: string) => `Carryon outbox ${day}.html`,
    saved:
      'If no file has arrived, this window may not save files. Copy it instead, and paste it into an e-mail or a document.',
    copy: 'Copy',
    copied: 'Copied',
    failed: 'The outbox could not be read. Try again.',
    copyFailed:
      'This window may not copy either. Open Carryon in a browser and save the file there.',
    title: (user: string) => `Carryon outbox of ${user}`,
    from: (moment: string, organization: string) => `${moment}, ${organization}`,
    purpose:
      'What was waiting to be sent to the CRM, and what was sent lately, on this computer. It is for reading, and cannot be loaded into Carryon again.',
    waiting: (n: number) => `Waiting: ${changes(n)}`,
    sent: (n: number) => `Sent: ${changes(n)}`,
    columns: {
      place: 'Place',
      record: 'Record',
      change: 'Change',
      state: 'State',
      values: 'Fields',
      result: 'Result',
    },
    value: (label: string, before: string, after: string) => `${label}: ${before} → ${after}`,
    given: (label: string, value: string) => `${label}: ${value}`,
    message: (message: string) => `The server says: ${message}`,
    stored: 'As it is stored, for support',
  },
} as const;
