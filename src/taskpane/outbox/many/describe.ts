import type { Decided } from '../../../domain/outbox';
import type { Alike, Answer } from '../../../domain/waiting';
import { strings } from '../../strings';

const text = strings.many;

/** "40 conflicts" */
export const nameAlike = ({ kind, entries }: Pick<Alike, 'kind' | 'entries'>): string =>
  text.kind[kind](entries.length);

/** What an answer is called for these entries. */
export const answerLabel = ({ answer, entries }: Pick<Decided, 'answer' | 'entries'>): string =>
  answer === 'anyway' && entries.every(({ kind }) => kind === 'create')
    ? strings.outbox.createAnyway
    : labels[answer];

const labels: Readonly<Record<Answer, string>> = {
  mine: strings.outbox.allMine,
  theirs: strings.outbox.allTheirs,
  keep: strings.outbox.keepRecord,
  deleteAnyway: strings.outbox.deleteAnyway,
  recreate: strings.outbox.recreate,
  done: strings.outbox.wasDone,
  repeat: strings.outbox.repeat,
  overwrite: strings.outbox.overwrite,
  anyway: strings.outbox.saveAnyway,
  retry: strings.outbox.retry,
  discard: strings.outbox.discard,
};
