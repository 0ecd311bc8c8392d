import { describe, expect, it } from '@jest/globals';
import type { CrmFailure } from '../../src/domain/crm-error';
import { decide, type Decision } from '../../src/domain/decision';

const answered = (status: number, code = ''): CrmFailure => ({
  kind: 'answered',
  status,
  code,
  message: '',
  retryAfterMs: null,
});

describe('what a failure means', () => {
  it.each<[number, string, Decision]>([
    [412, '0x80060882', 'conflict'],
    [412, '0x80040237', 'exists'],
    [412, '0x80060892', 'duplicate'],
    [412, '0x80040333', 'duplicate'],
    [500, '0x80040333', 'duplicate'],
    [404, '0x80040217', 'gone'],
    [400, '0x80040265', 'refusedByLogic'],
    [400, '0x80044331', 'invalid'],
    [403, '0x80040220', 'forbidden'],
    [401, '', 'signIn'],
    [429, '0x80072322', 'throttled'],
    [429, '', 'throttled'],
    [413, '', 'tooLarge'],
    [501, '', 'unsupported'],
    [408, '', 'serverDown'],
    [500, '', 'serverDown'],
    [503, '', 'serverDown'],
    [302, '', 'serverDown'],
  ])('goes by the code before the status: %i %s is %s', (status, code, decision) => {
    expect(decide(answered(status, code), true)).toBe(decision);
  });

  it('tells a lost reply to a write from one to a read', () => {
    const lost: CrmFailure = { ...answered(0), kind: 'unreachable' };
    expect(decide(lost, true)).toBe('uncertain');
    expect(decide(lost, false)).toBe('offline');
  });

  it('takes a request that never left for offline, also where it would have written', () => {
    expect(decide({ ...answered(0), kind: 'notSent' }, true)).toBe('offline');
  });

  it('never takes a captive portal for an answer', () => {
    const portal: CrmFailure = { ...answered(200), kind: 'notCrm' };
    expect(decide(portal, true)).toBe('uncertain');
    expect(decide(portal, false)).toBe('serverDown');
  });
});
