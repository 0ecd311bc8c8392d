import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { SandboxControl } from '../browser/support/sandbox-control';
import { failureOf, openCrm } from './open-crm';
import type { OpenCrm } from './open-crm';
import { openSandbox } from './sandbox-world';

describe('A search in a sandbox that fails', () => {
  let crm: OpenCrm;
  let sandbox: SandboxControl;

  beforeAll(async () => {
    const world = await openSandbox();
    sandbox = new SandboxControl(world.origin);
    crm = await openCrm(world, null);
    await crm.create('account', { name: 'Searched' });
    await crm.create('task', { subject: 'Searched' });
  });
  afterAll(() => crm.close());
  afterEach(() => sandbox.clearFaults());

  const search = (signal?: AbortSignal) =>
    crm.server.search({ tables: Object.values(crm.model), words: ['searched'], limit: 5 }, signal);
  const tables = async () => (await search()).map(({ table }) => table).sort();
  const match = { path: '/accounts$' };

  it('looks through every table of the model', async () => {
    expect(await tables()).toEqual(['account', 'task']);
  });

  it('leaves out a table that is refused', async () => {
    for (const status of [400, 403, 404]) {
      await sandbox.fault({ kind: 'status', status, times: 1, match });
      expect(await tables()).toEqual(['task']);
    }
  });

  it('fails where a part of it is put off, or not answered', async () => {
    await sandbox.fault({ kind: 'status', status: 429, retryAfter: 3, times: 1, match });
    expect(await failureOf(search())).toMatchObject({ status: 429, retryAfterMs: 3000 });
    await sandbox.fault({ kind: 'html', times: 1, match });
    expect(await failureOf(search())).toMatchObject({ kind: 'notCrm' });
    await sandbox.fault({ kind: 'drop', times: 1, match });
    expect(await failureOf(search())).toMatchObject({ kind: 'unreachable' });
  });

  it('tells nothing of the connection where it is given up', async () => {
    const before = crm.outcomes.length;
    await sandbox.fault({ kind: 'delay', ms: 60_000, times: 1, match: { path: 'batch$' } });
    const abort = new AbortController();
    const answer = failureOf(search(abort.signal));
    abort.abort();
    expect(await answer).toMatchObject({ kind: 'unreachable' });
    expect(crm.outcomes.slice(before)).toEqual([]);
  });
});
