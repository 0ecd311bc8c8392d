import { describe, expect, it } from '@jest/globals';
import type { CopyProgress } from '../../src/domain/status';
import { idle } from '../../src/offline/copy/progress';
import { describeThrottle } from '../../src/taskpane/header/describe-sync';
import { describeProgress, describeStop } from '../../src/taskpane/offline-data/describe-progress';

const running: CopyProgress = {
  ...idle,
  phase: 'running',
  rows: 3120,
  total: 12_480,
  bytes: 8_700_000,
  leftMs: 95_000,
};

describe('why a download has stopped', () => {
  const stop = (kind: 'answered' | 'unreachable', status: number, message: string) =>
    describeStop({ failure: { kind, status, code: '', message, retryAfterMs: null }, hold: null });

  it('is told by whether the CRM was there: being online helps only where it was not', () => {
    expect(stop('unreachable', 0, '')).toBe(
      'The download stopped. What is here can be used; try again when you are online.',
    );
    expect(stop('answered', 403, 'prvReadAccount is missing')).toBe(
      'The CRM refused the download. What is here can be used. The server says: “prvReadAccount is missing”',
    );
    expect(stop('answered', 503, '')).toMatch(/^The CRM could not answer.*try again later\.$/);
  });
});

it('CP20 a download that lost the connection waits for it, and goes on by itself', () => {
  const lost: CopyProgress = { ...running, phase: 'failed', hold: { by: 'network' } };
  expect(describeStop(lost)).toMatch(/^The download goes on by itself once the connection is back/);
  expect(describeProgress(lost)).toMatch(/^Waiting for the connection, 3,120 of/);
});

it('CP17 a wait of less than a minute has no time of day', () => {
  const now = Date.UTC(2026, 10, 28, 6, 41);
  expect(describeThrottle(now + 4000, now)).toBe('Paused by the server for a moment');
  expect(describeThrottle(now + 60_000, now)).toMatch(/^Paused by the server until \d/);
});

describe('how far a download is', () => {
  it('is told with the time left', () => {
    expect(describeProgress(running)).toBe('3,120 of 12,480 rows, 8.7 MB, about 2 minutes left');
  });

  it('is told without the time left where all rows are here and what belongs to them is not', () => {
    const last = { ...running, rows: 12_480, leftMs: null };
    expect(describeProgress(last)).toBe(
      '12,480 of 12,480 rows, 8.7 MB, looking for what belongs to them',
    );
  });

  it.each([
    [0, 0, 'Complete, nothing had changed'],
    [12, 0, '12 rows, complete'],
    [0, 240, 'Complete: 240 rows have left this computer'],
    [12, 1, '12 rows, complete: 1 row has left this computer'],
  ])('CP19 is told at its end with what has left: %s came, %s left', (rows, removed, words) => {
    expect(describeProgress({ ...running, phase: 'done', rows, removed })).toBe(words);
  });

  it('CP17 tells until when the CRM asks to wait, and no time left', () => {
    const until = new Date(2026, 10, 23, 12, 34).getTime();
    const words = describeProgress({ ...running, hold: { by: 'server', until } });
    expect(words).toMatch(/^Paused by the server until 12:34.*, 3,120 of 12,480 rows, 8.7 MB$/);
  });

  it('CP20 tells that it waits for the connection, and no time left', () => {
    expect(describeProgress({ ...running, hold: { by: 'network' } })).toBe(
      'Waiting for the connection, 3,120 of 12,480 rows, 8.7 MB',
    );
  });

  it.each([
    ['paused', 'Paused, 3,120 of 12,480 rows, 8.7 MB'],
    ['canceled', 'Canceled, 3,120 of 12,480 rows, 8.7 MB'],
  ] as const)('is told without the time left while it is %s', (phase, words) => {
    expect(describeProgress({ ...running, phase })).toBe(words);
  });
});
