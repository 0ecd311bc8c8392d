import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startCrm } from '../../sandbox/crm/server';
import { CrmReader } from '../browser/support/crm-reader';
import { worldAt } from './crm-world';
import { openCrm, type OpenCrm } from './open-crm';
import { sandboxTokens } from './sandbox-world';

/** Omar is a member of the Service Desk, which owns cases of its own. */
describe('The rows of a user and their teams in the sandbox', () => {
  let crm: OpenCrm;
  let reader: CrmReader;

  beforeAll(async () => {
    const { port, url, close } = await startCrm({ port: 0, seed: 'demo' });
    crm = await openCrm(worldAt(url, sandboxTokens('omar'), close), null);
    reader = new CrmReader(`http://localhost:${port}`, 'ada');
  });
  afterAll(() => crm.close());

  it('are those that they own and those that a team of theirs owns', async () => {
    const owned = async (owner: string): Promise<string[]> =>
      (await reader.rows(`incidents?$select=incidentid&$filter=_ownerid_value eq ${owner}`)).map(
        (row) => String(row['incidentid']),
      );
    const [desk] = await reader.rows("teams?$select=teamid&$filter=name eq 'Service Desk'");
    const ofTeam = await owned(String(desk?.['teamid']));
    const own = await owned(crm.me.userId);
    expect(ofTeam.length).toBeGreaterThan(0);
    const query = {
      table: crm.table('incident'),
      filter: { kind: 'team' },
      pageSize: 500,
    } as const;
    const { rows } = await crm.server.readPage(query, null);
    expect(rows.map(({ id }) => id).sort()).toEqual([...own, ...ofTeam].sort());
    // As the copy reads them: by version.
    const read = await crm.server.readPage({ ...query, since: '0' }, null);
    expect(new Set(read.rows.map(({ id }) => id))).toEqual(new Set(rows.map(({ id }) => id)));
    expect(await crm.server.count(query)).toEqual({ count: rows.length, more: false });
  });
});
