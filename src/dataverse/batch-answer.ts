import { CrmError } from '../domain/crm-error';
import type { CrmFailure } from '../domain/crm-error';
import { notCrm } from './errors';
import { boundaryIn, partOf, partsOf } from './multipart';
import type { Part } from './multipart';
import { understand } from './send';
import type { CrmAnswer } from './send';
import type { RawAnswer } from './transport';

/** What a set of a batch is answered by. */
export interface Expected<T> {
  /** How many requests it has. */
  readonly requests: number;
  /** From their answers, each with a status of success. A decoder that throws tells that they are not this set's. */
  readonly decode: (answers: readonly CrmAnswer[]) => T;
}

export type Answered<T> =
  | { readonly kind: 'done'; readonly result: T }
  | { readonly kind: 'failed'; readonly failure: CrmFailure }
  | { readonly kind: 'notRun' }
  | { readonly kind: 'unknown' };

const unknown = { kind: 'unknown' } as const;

/**
 * What became of each set of a batch. The answers come in the order of the sets and end with the first failure, so
 * one that is missing or makes no sense leaves it unknown what became of its set and of all behind it: what follows
 * may be another set's. The status of the whole is that of the failure and says nothing more.
 * Throws where the whole is no answer to a batch: a refusal of all of it, or something that is not Dataverse.
 * @param goesOn the batch was asked to go on behind a failure.
 */
export function readBatch<T>(
  answer: RawAnswer,
  sets: readonly Expected<T>[],
  now: number,
  goesOn = false,
): Answered<T>[] {
  const boundary = boundaryIn(answer.headers);
  const { status } = answer;
  if (boundary === null || !answer.headers.has('OData-Version')) {
    understand(answer, now);
    throw notCrm({ status });
  }
  const items = partsOf(answer.text, boundary);
  if (items.length > sets.length) return sets.map(() => unknown);
  let last: Answered<T> | null = null;
  return sets.map((set, index) => {
    const item = items[index];
    const ended = last?.kind === 'notRun' || (last?.kind === 'failed' && !goesOn);
    if (ended) last = item === undefined ? { kind: 'notRun' } : unknown;
    else if (last?.kind === 'unknown' || item === undefined) last = unknown;
    else last = readSet(item, set, now);
    return last;
  });
}

function readSet<T>(item: Part, { requests, decode }: Expected<T>, now: number): Answered<T> {
  const inner = boundaryIn(item.headers);
  const parts = inner === null ? [item] : partsOf(item.content, inner);
  try {
    const answers = parts.map((part) => understand(responseIn(part), now));
    return answers.length === requests && inContentOrder(parts)
      ? { kind: 'done', result: decode(answers) }
      : unknown;
  } catch (error) {
    const failure = error instanceof CrmError ? error.failure : null;
    // A change set that failed has one answer, whether or not it is wrapped as a change set's.
    return parts.length === 1 && failure !== null && isDefinite(failure)
      ? { kind: 'failed', failure }
      : unknown;
  }
}

/** A refusal by Dataverse itself. Without a code these statuses come from something that does not know what was done. */
const isDefinite = ({ kind, status, code }: CrmFailure): boolean =>
  kind === 'answered' && (code !== '' || (status < 500 && status !== 408));

/** Where parts have numbers, they are those of the requests, which count up. */
function inContentOrder(parts: readonly Part[]): boolean {
  const ids = parts
    .map(({ headers }) => headers.get('Content-ID'))
    .filter((id) => id !== null)
    .map(Number);
  return ids.every((id, index) => index === 0 || id === (ids[index - 1] ?? 0) + 1);
}

/** The HTTP answer in a part. Throws where there is none. */
function responseIn({ headers, content }: Part): RawAnswer {
  const [line = '', status] =
    /^\s*HTTP\/\d(?:\.\d)? (\d{3})(?: [^\r\n]*)?(?:\r?\n|$)/.exec(content) ?? [];
  if (!/^application\/http\b/i.test(headers.get('Content-Type') ?? '') || status === undefined)
    throw new TypeError('A part of a batch without an answer');
  const inner = partOf(content.slice(line.length));
  // The whole has shown that it is Dataverse's; to a success its parts need not say so again.
  if (status.startsWith('2') && !inner.headers.has('OData-Version'))
    inner.headers.set('OData-Version', '4.0');
  const text = inner.content.trim();
  return { status: Number(status), headers: inner.headers, text, bytes: text.length };
}
