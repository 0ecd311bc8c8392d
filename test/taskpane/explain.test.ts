import { describe, expect, it } from '@jest/globals';
import { actionsOf, explainEntry } from '../../src/taskpane/outbox/explain';
import { trackingState } from '../../src/taskpane/message/tracking-state';
import { completion } from '../../src/taskpane/record/completion';
import { fakeEntries } from './support/fake-entries';
import { fakeModel } from './support/fake-model';
import { me, omar } from './support/fake-rows';

const entries = fakeEntries();
const [refused, blocked, conflict, created] = entries;
const why = (entry = refused!, connection: 'online' | 'offline' | 'workingOffline' = 'online') =>
  explainEntry(entry, entries, connection, fakeModel);

describe('why an entry was not sent yet', () => {
  it('is told by what the server refused', () => {
    expect(why()).toBe('A rule of your organization refused it.');
    expect(why({ ...refused!, lastError: { ...refused!.lastError!, code: '0x80040220' } })).toBe(
      'Your role does not allow it.',
    );
    expect(why({ ...refused!, lastError: null })).toBe('The CRM refused it.');
  });

  it('is told by the connection while it only waits its turn', () => {
    expect(why(created)).toBe('Its turn comes next.');
    expect(why(created, 'offline')).toBe('It is sent when the connection is back.');
    expect(why(created, 'workingOffline')).toBe('It is sent after you go online.');
  });

  it('names what a blocked entry stands behind', () => {
    expect(why(blocked)).toBe('It is sent after: Cold chain monitoring, phase 2.');
    expect(why({ ...blocked!, dependsOn: [999] })).toBe(
      'It is sent after a change that it depends on.',
    );
  });
});

describe('what can be done about an entry', () => {
  it('is nothing while it is on its way', () => {
    for (const state of ['sending', 'uncertain'] as const)
      expect(Object.values(actionsOf({ ...created!, state }))).not.toContain(true);
  });

  it('depends on its state', () => {
    expect(actionsOf(refused!)).toMatchObject({ edit: true, retry: true, discard: true });
    expect(actionsOf(created!)).toMatchObject({ hold: true, retry: false, release: false });
    expect(actionsOf(conflict!)).toMatchObject({ choose: true, overwrite: false, retry: false });
    const { theirs: _theirs, ...unread } = conflict!;
    expect(actionsOf(unread)).toMatchObject({ choose: false, overwrite: true, retry: false });
    expect(actionsOf({ ...created!, state: 'unreadable' })).toMatchObject({
      edit: false,
      retry: false,
      discard: true,
    });
  });

  it('is writing it all the same where a rule calls it a duplicate, not where a key is taken', () => {
    const duplicate = { ...created!, state: 'duplicate' as const };
    const found = { ...refused!.lastError!, status: 412, code: '0x80040333' };
    expect(actionsOf({ ...duplicate, lastError: found }).anyway).toBe(true);
    const taken = { ...found, code: '0x80060892' };
    expect(actionsOf({ ...duplicate, lastError: taken }).anyway).toBe(false);
    expect(actionsOf(refused!).anyway).toBe(false);
  });

  it('is not overwriting where the record was deleted meanwhile', () => {
    const lastError = { ...refused!.lastError!, status: 404, code: '0x80040217' };
    const deleted = { ...conflict!, lastError };
    expect(why(deleted)).toMatch(/^Someone deleted this record/);
    expect(actionsOf(deleted)).toMatchObject({
      edit: false,
      overwrite: false,
      retry: true,
      discard: true,
    });
  });
});

describe('whether a message is tracked', () => {
  const ref = { table: 'email', id: 'm' };
  const row = { ...ref, etag: null, values: {}, pending: 0, deleted: false };
  const entry = { ...created!, ref };

  it('follows the row and what waits for it', () => {
    expect(trackingState(ref, null, [], me)).toBe('notTracked');
    expect(trackingState(ref, { ...row, pending: 1 }, [entry], me)).toBe('pending');
    expect(trackingState(ref, row, [], me)).toBe('tracked');
    expect(trackingState(ref, row, [{ ...entry, state: 'rejected' }], me)).toBe('failed');
    expect(trackingState(ref, { ...row, deleted: true }, [], me)).toBe('notTracked');
  });

  it('says so where the row belongs to someone else', () => {
    expect(trackingState(ref, { ...row, values: { ownerid: omar } }, [], me)).toBe('other');
  });
});

describe('completing', () => {
  it('sets state and status together, and only on an open activity', () => {
    const { task, account } = fakeModel;
    expect(completion(task!, { statecode: 0 })).toEqual({ statecode: 1, statuscode: 5 });
    expect(completion(task!, {})).toEqual({ statecode: 1, statuscode: 5 });
    expect(completion(task!, { statecode: 1 })).toBeNull();
    expect(completion(account!, {})).toBeNull();
  });
});
