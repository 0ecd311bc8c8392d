import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Write } from '../../src/domain/crm-server';
import { SandboxControl } from '../browser/support/sandbox-control';
import { failureOf, openCrm } from './open-crm';
import type { OpenCrm } from './open-crm';
import { openSandbox } from './sandbox-world';

describe('A batch before a sandbox that fails', () => {
  let crm: OpenCrm;
  let sandbox: SandboxControl;

  beforeAll(async () => {
    const world = await openSandbox();
    sandbox = new SandboxControl(world.origin);
    crm = await openCrm(world);
  });
  afterAll(() => crm.close());
  afterEach(() => sandbox.clearFaults());

  const contact = (lastname: string): Write => ({
    kind: 'create',
    table: crm.table('contact'),
    id: randomUUID(),
    values: { lastname },
  });
  const four = (): Write[] => ['One', 'Two', 'Three', 'Four'].map(contact);
  const there = async (writes: readonly Write[]) => {
    const rows = writes.map(({ table, id }) => crm.server.readRow(table, id));
    return (await Promise.all(rows)).map((row) => row !== null);
  };
  const alone = (writes: readonly Write[]) => writes.map((write) => [write]);

  it('is unreachable where its answer is lost, whatever was done', async () => {
    const writes = four();
    await sandbox.fault({ kind: 'half-batch', times: 1 });
    const work = crm.server.writeAll(alone(writes));
    expect(await failureOf(work)).toMatchObject({ kind: 'unreachable' });
    expect(await there(writes)).toEqual([true, true, false, false]);
  });

  it('is refused whole by a busy server, which has done nothing', async () => {
    const writes = four();
    const match = { path: 'batch$' };
    await sandbox.fault({ kind: 'status', status: 429, retryAfter: 3, times: 1, match });
    const work = crm.server.writeAll(alone(writes));
    expect(await failureOf(work)).toMatchObject({ status: 429, retryAfterMs: 3000 });
    expect(await there(writes)).toEqual([false, false, false, false]);
  });

  it('stops where the server becomes busy on the way', async () => {
    const writes = four();
    const match = { method: 'PATCH' };
    await sandbox.fault({ kind: 'status', status: 429, retryAfter: 3, times: 1, skip: 2, match });
    const [one, two, three, last] = writes as [Write, Write, Write, Write];
    expect(await crm.server.writeAll([[one], [two, three], [last]])).toMatchObject([
      { kind: 'done' },
      { kind: 'failed', failure: { status: 429, code: '0x80072322', retryAfterMs: 3000 } },
      { kind: 'notRun' },
    ]);
    expect(await there(writes)).toEqual([true, false, false, false]);
  });

  it('does not know what a page in the place of an answer stands for', async () => {
    const writes = four();
    await sandbox.fault({ kind: 'html', times: 1, skip: 1, match: { method: 'PATCH' } });
    const outcomes = await crm.server.writeAll(alone(writes));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'unknown', 'unknown', 'unknown']);
  });

  it('goes on with a fresh token when its token has expired', async () => {
    await sandbox.expire('token', 'dana');
    expect(await crm.server.writeAll([[contact('Fresh')]])).toMatchObject([{ kind: 'done' }]);
  });

  it('leaves neither columns nor parties changed where the parties are refused', async () => {
    const party = { role: 2, ref: null, address: 'a@carryon.test' };
    const values = { subject: 'Before', email_activity_parties: [party] };
    const row = await crm.create('email', values);
    await sandbox.fault({ kind: 'status', status: 403, times: 1, match: { method: 'PUT' } });
    const work = crm.update(row, { subject: 'After', email_activity_parties: [] });
    expect(await failureOf(work)).toMatchObject({ status: 403, code: '0x80040220' });
    expect(await crm.read(row)).toMatchObject({ etag: row.etag, values });
  });

  it('says by a tag that playback has written, in one batch', async () => {
    const [one, two, three] = four() as [Write, Write, Write];
    const before = (await sandbox.journal()).length;
    await crm.server.writeAll([[one], [two, three], [{ ...three, kind: 'delete', etag: '*' }]]);
    await crm.server.write({ ...one, kind: 'delete', etag: '*' });
    const lines = (await sandbox.journal()).slice(before);
    expect(lines.map(({ id, tag }) => ({ id, tag }))).toEqual(
      [one, two, three, three, one].map(({ id }) => ({ id, tag: 'carryon-playback' })),
    );
    expect(new Set(lines.slice(0, 4).map(({ batch }) => batch)).size).toBe(1);
    expect(lines.at(-1)?.batch).toBeNull();
  });
});
