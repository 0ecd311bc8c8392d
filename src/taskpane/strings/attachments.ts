/** Files that belong to records: whether they come along, and where they are. */
import { attachments, written } from './plural';

export const attachmentStrings = {
  attachments: {
    file: 'File',
    all: 'Attachments',
    state: {
      here: () => 'On this computer.',
      older: () =>
        'On this computer, as it was before the record changed. It is downloaded anew with the next sync.',
      tooLarge: (largest: string) =>
        `Not on this computer: attachments larger than ${largest} are not taken along.`,
      coming: () => 'Not on this computer: it comes with the next download.',
      noSpace: () => 'Not on this computer, which has no space left for it.',
      notTaken: () => 'Not on this computer: attachments are not taken along.',
    },
    save: 'Save file',
    getting: 'Getting the file from the CRM…',
    saved: (name: string) => `${name} was handed to the browser, which keeps it as a download.`,
    none: 'The CRM has no such file, or you may not read it.',
    failed: 'The file could not be had from the CRM. Try again.',
    bring: 'Bring attachments',
    bringHint: (largest: string) =>
      `The files of notes come along behind the records, up to ${largest} each. They can take much time and space.`,
    progress: (done: number, total: number, bytes: string, totalBytes: string) =>
      `${written(done)} of ${attachments(total)}, ${bytes} of ${totalBytes}`,
    complete: attachments,
    full: (missing: number) =>
      `This computer has no space left for ${attachments(missing)}. All records are here. Free some space or take fewer attachments along, then sync again.`,
  },
} as const;
