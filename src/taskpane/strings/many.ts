/** One decision for many changes in the outbox. */
import { changes, count, written } from './plural';

export const manyStrings = {
  many: {
    list: 'Decide together',
    decide: 'Decide for all…',
    kind: {
      conflict: (n: number) => count(n, 'conflict', 'conflicts'),
      changed: (n: number) =>
        count(n, 'deleted record that others changed', 'deleted records that others changed'),
      unclear: (n: number) =>
        count(n, 'change that may have arrived', 'changes that may have arrived'),
      unproved: (n: number) =>
        count(n, 'action that may have been done', 'actions that may have been done'),
      deleted: (n: number) => count(n, 'change of a deleted record', 'changes of deleted records'),
      duplicate: (n: number) => count(n, 'possible duplicate', 'possible duplicates'),
      refused: (n: number) => count(n, 'refused change', 'refused changes'),
      suspect: (n: number) => count(n, 'change that keeps failing', 'changes that keep failing'),
    },
    question: (what: string) => `Decide for ${what}`,
    what: 'What should happen?',
    hint: {
      mine: 'Where others changed the same field, my value is written. The outbox keeps what it overwrites.',
      theirs: 'Where others changed the same field, their value stays. The rest is sent.',
      keep: 'The records come back, as others have changed them.',
      deleteAnyway:
        'The records are deleted, though others have changed them since. The outbox keeps them.',
      recreate: 'The records are made again, as they were known on this computer.',
      overwrite: 'They are written, whatever is there now.',
      done: 'They leave the outbox as done, and are not sent again.',
      repeat: 'They are done once more, also where they were done already.',
      anyway: 'They are written, though the CRM has records like these.',
      retry: 'They are sent again, each at its place in the outbox.',
      discard:
        'They are not sent. Records go back to what they were without them; those that are only here disappear.',
    },
    /** A button: what it does, and to how many. */
    confirm: (answer: string, n: number) => `${answer}: ${changes(n)}`,
    along: (n: number) =>
      `${changes(n)} ${n === 1 ? 'depends' : 'depend'} on these, and ${n === 1 ? 'is' : 'are'} discarded too:`,
    alongList: 'Discarded too',
    cannotDiscard:
      'What depends on these could not be read, so they cannot be discarded together. Discard them one by one.',
    preview: (n: number) => `${n === 1 ? 'This is the change' : 'These are the changes'}:`,
    previewList: 'Changes to decide',
    soon: (answer: string, n: number) =>
      `${changes(n)}: ${answer.toLowerCase()}. Nothing is done yet. It happens in 10 seconds, or when you leave this screen.`,
    undo: 'Undo',
    doNow: 'Do it now',
    takenBack: 'Taken back, nothing was done',
    done: (done: number, total: number) =>
      done === total
        ? `${changes(total)} decided`
        : `${written(done)} of ${changes(total)} decided; ${written(total - done)} had changed meanwhile`,
    failed: 'That did not work for all of them. What is left is still listed here.',
  },
} as const;
