import { describe, expect, it } from '@jest/globals';
import { estimate } from '../../src/domain/estimate';
import { usualTrip } from '../../src/domain/trip';
import { describeEstimated, describeFinding } from '../../src/taskpane/offline-data/going/describe';
import { takenAlong } from '../../src/taskpane/trips/draft';
import { fakeModel } from './support/fake-model';

const nothing = estimate([], { start: 0, request: 0, store: 0 });
const some = { ...nothing, rows: 1240, bytes: 3_360_000, ms: 118_000 };

describe('what a sync would bring', () => {
  it('GO1 is told in records, megabytes and minutes', () => {
    expect(describeEstimated({ kind: 'known', estimate: some, alone: [] }, false)).toBe(
      'To download: 1,240 records, 3.4 MB, about 2 minutes.',
    );
    expect(
      describeEstimated(
        {
          kind: 'known',
          estimate: { ...some, rows: 50_000, more: true },
          alone: [],
        },
        false,
      ),
    ).toBe('To download: more than 50,000 records, 3.4 MB, 2 minutes.');
    expect(describeEstimated({ kind: 'known', estimate: nothing, alone: [] }, false)).toBe(
      'Nothing to download: what is chosen is on this computer.',
    );
  });

  it('GO1 is nothing, and not said to be here, where nothing is chosen or rows leave', () => {
    const leaving = { ...nothing, leaving: 240 };
    const words = 'Nothing to download.';
    expect(describeEstimated({ kind: 'known', estimate: nothing, alone: [] }, true)).toBe(words);
    expect(describeEstimated({ kind: 'known', estimate: leaving, alone: [] }, false)).toBe(words);
  });

  it('GO1 is told with its attachments', () => {
    const attachments = { count: 12, size: 1, tooLarge: { count: 0, size: 0 } };
    const known = (estimate: typeof some) =>
      describeEstimated(
        { kind: 'known', estimate: { ...estimate, attachments }, alone: [] },
        false,
      );
    expect(known(some)).toBe(
      'To download: 1,240 records, 12 attachments, 3.4 MB, about 2 minutes.',
    );
    expect(known({ ...some, rows: 0 })).toContain('To download: 0 records, 12 attachments');
    expect(describeFinding({ kind: 'filesTooLarge', count: 1, size: 84_000_000 }, fakeModel)).toBe(
      '1 attachment is too large to be taken along: 84 MB in all. Online, it can be saved from the record.',
    );
  });

  it('GO11 is not known yet, and it is told until when a busy CRM is waited for', () => {
    const at = new Date(2026, 2, 2, 14, 5).getTime();
    const say = (heldUntil: number | null) =>
      describeEstimated({ kind: 'asking', heldUntil }, false);
    expect(say(null)).toBe('Finding out what is missing on this computer…');
    expect(say(at).replace(/\s/gu, ' ')).toBe(
      'The CRM is busy. Carryon goes on at 2:05 PM to find out what is missing on this computer.',
    );
    expect(describeEstimated({ kind: 'unreachable' }, false)).toContain('cannot be reached');
  });

  it.each([
    [{ kind: 'unreachable' }, 'the connection to the CRM was lost'],
    [{ kind: 'answered', status: 503 }, 'the CRM has trouble answering'],
    [{ kind: 'notCrm' }, 'the CRM has trouble answering'],
    [{ kind: 'answered', status: 403 }, 'the CRM does not let you read all that is chosen'],
    [{ kind: 'answered', status: 400 }, 'the CRM refused the question'],
    [{ kind: 'signIn' }, 'you have to sign in again'],
    [null, 'this computer could not read what is kept here'],
  ] as const)('GO11 is not known, and it is told why: %j', (failure, why) => {
    const whole = failure && { status: 0, code: '', message: '', retryAfterMs: null, ...failure };
    const failed = { kind: 'failed', failure: whole, again: () => undefined } as const;
    expect(describeEstimated(failed, false)).toBe(
      `What is missing could not be found out: ${why}. You can start all the same.`,
    );
  });
});

describe('what is worth knowing', () => {
  it('GO4 names tables as the user reads them, and tells sizes', () => {
    expect(describeFinding({ kind: 'leftOut', tables: ['task', 'account'] }, fakeModel)).toBe(
      'Kept records refer to tables that are not taken along: Accounts and Tasks. Of those, only the names show.',
    );
    expect(describeFinding({ kind: 'tooMuch', needed: 232e9, left: 9e8 }, fakeModel)).toBe(
      'This computer has room for 900 MB, and 232 GB would come. Switch a trip off, or keep fewer records.',
    );
  });

  it('GO4 tells how much was here when the storage was full, as far as the browser says', () => {
    const told = (used: number | null) =>
      describeFinding({ kind: 'filled', rows: 240_312, used }, fakeModel);
    expect(told(9_800_000_000)).toContain('left: 240,312 records, 9.8 GB were here then.');
    expect(told(null)).toContain('left: 240,312 records were here then.');
  });

  it('GO4 names trips that find nothing, and what cannot be used as Offline data does', () => {
    expect(describeFinding({ kind: 'foundNothing', trips: ['My diary'] }, fakeModel)).toBe(
      'The CRM has nothing for this trip: My diary.',
    );
    expect(
      describeFinding(
        { kind: 'foundNothing', trips: ['My diary', 'People of “Offer”'] },
        fakeModel,
      ),
    ).toBe('The CRM has nothing for these trips: My diary and People of “Offer”.');
    const condition = { column: 'new_gone', operator: 'not-null', values: [] } as const;
    const unusable = { kind: 'condition', condition, problem: 'column' } as const;
    const held = [{ table: fakeModel['task']!, unusable, trip: 'Fair' }];
    expect(describeFinding({ kind: 'held', held }, fakeModel)).toBe(
      'Tasks: a condition is on the field “new_gone”, which is not available any more. ' +
        'Until this is changed, the records that are here stay, and the filter brings no others.',
    );
  });

  it('GO4 is mended: what kept rows refer to comes along with the first trip that is on', () => {
    const off = { ...usualTrip, name: 'Off', on: false };
    const on = { ...usualTrip, name: 'On', others: { rows: 'none' } } as const;
    const [first, second, third] = takenAlong([off, on, { ...on, name: 'Too' }], ['account']);
    expect([first?.tables, third?.tables]).toEqual([{}, {}]);
    expect(second?.tables).toEqual({ account: { rows: 'related' } });
  });
});
