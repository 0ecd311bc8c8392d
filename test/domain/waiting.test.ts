import { describe, expect, it } from '@jest/globals';
import type { OutboxEntry } from '../../src/domain/entry';
import { alikeIn, answersTo, isGone, refusalOf, waitingKind } from '../../src/domain/waiting';

const failure = (code: string, status = 400, message = '') => ({
  kind: 'answered' as const,
  status,
  code,
  message,
  retryAfterMs: null,
});

let seqs = 0;
const entry = (more: Partial<OutboxEntry>): OutboxEntry => ({
  seq: ++seqs,
  id: `${seqs}`,
  kind: 'update',
  version: 1,
  ref: { table: 'new_site', id: `${seqs}` },
  name: '',
  values: { city: 'Basel' },
  before: { city: 'Bern' },
  baseEtag: null,
  dependsOn: [],
  gesture: '',
  state: 'pending',
  attempts: 0,
  lastError: null,
  user: '',
  at: '',
  force: false,
  ...more,
});

const theirs = (values: OutboxEntry['values']) => ({ values, etag: null, by: '', at: null });
const conflict = () => entry({ state: 'conflict', theirs: theirs({ city: 'Chur' }) });
const gone = { state: 'conflict', lastError: failure('0x80040217', 404) } as const;
const found = failure('0x80040333', 412);
const forbidden = failure('0x80040220', 403);
const byLogic = (message: string) => failure('0x80040265', 400, message);

describe('what an entry waits for the user with', () => {
  it.each([
    ['a conflict whose other side is known', conflict(), 'conflict'],
    ['a conflict of which only one side is known', entry({ state: 'conflict' }), 'unclear'],
    [
      'a conflict in which nothing is contested: part of it may have arrived',
      entry({ state: 'conflict', theirs: theirs({ city: 'Basel' }) }),
      'unclear',
    ],
    [
      'a record that is deleted here and was changed by others',
      entry({ state: 'conflict', kind: 'delete', values: {}, theirs: theirs({ city: 'Chur' }) }),
      'changed',
    ],
    ['a deleted record, which can be made again', entry(gone), 'deleted'],
    ['a deleted record whose state was to change', entry({ ...gone, kind: 'setState' }), 'refused'],
    ['a duplicate', entry({ state: 'duplicate', lastError: found }), 'duplicate'],
    [
      'a key that is taken, which cannot be allowed',
      entry({ state: 'duplicate', lastError: failure('0x80060892', 412) }),
      'refused',
    ],
    ['a refusal', entry({ state: 'rejected', lastError: forbidden }), 'refused'],
    ['too many failures', entry({ state: 'suspect' }), 'suspect'],
    ['nothing, on hold', entry({ state: 'held' }), null],
    ['nothing, waiting for its turn', entry({}), null],
    ['something unreadable, to which there is no answer', entry({ state: 'unreadable' }), null],
  ] as const)('is %s', (_, waiting, kind) => {
    expect(waitingKind(waiting)).toBe(kind);
    if (kind !== null) expect(answersTo[kind].length).toBeGreaterThan(0);
  });

  it('is a refusal of one of a few kinds', () => {
    expect(refusalOf(entry({ lastError: forbidden }))).toBe('forbidden');
    expect(refusalOf(entry({ lastError: null }))).toBe('other');
    expect(refusalOf(entry({ lastError: failure('', 500) }))).toBe('other');
    expect(isGone(entry({ state: 'rejected', lastError: failure('0x80040217', 404) }))).toBe(false);
  });
});

describe('what can be decided for many', () => {
  it('is what more than one entry waits with, in the order of the line', () => {
    const line = [
      entry({ state: 'rejected', lastError: byLogic('too low') }),
      conflict(),
      entry({ state: 'rejected', lastError: forbidden }),
      entry({}),
      conflict(),
      entry({ state: 'rejected', lastError: byLogic('too high') }),
      entry({ state: 'suspect' }),
    ];
    expect(
      alikeIn(line).map(({ kind, refusal, entries }) => [kind, refusal, entries.length]),
    ).toEqual([
      ['refused', 'refusedByLogic', 2],
      ['conflict', null, 2],
    ]);
  });
});
