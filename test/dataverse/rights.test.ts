import { describe, expect, it } from '@jest/globals';
import { json, recordedCrm } from './recorded-crm';
import { account } from './tables';

const identity = {
  organizationId: '00000000-0000-4000-8000-000000000001',
  userId: '00000000-0000-4000-8000-000000000002',
  businessUnitId: '00000000-0000-4000-8000-000000000003',
};

const tables = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [
      `t${n}`,
      {
        ...account,
        name: `t${n}`,
        privileges: { Read: `prvReadT${n}`, Write: 'prvWriteActivity' },
      },
    ]),
  );

const namesIn = (address: string): string[] =>
  JSON.parse(address.split('@p1=').at(-1) ?? '[]') as string[];

describe('rights', () => {
  it('asks for every privilege once, at most forty at a time', async () => {
    const crm = recordedCrm(() => json({ RolePrivileges: [] }));
    await crm.server.readRights(identity, tables(60));
    expect(crm.seen.map(({ address }) => namesIn(address).length)).toEqual([40, 21]);
    expect(new Set(crm.seen.flatMap(({ address }) => namesIn(address))).size).toBe(61);
    expect(crm.seen[0]?.address).toMatch(
      /^systemusers\(00000000-0000-4000-8000-000000000002\)\/Microsoft\.Dynamics\.CRM\.RetrieveUserSetOfPrivilegesByNames\(PrivilegeNames=@p1\)\?@p1=\[/,
    );
  });

  it('keeps the widest depth of each, and nothing that is not held', async () => {
    const held = (PrivilegeName: string, Depth: string) => ({ PrivilegeName, Depth });
    const crm = recordedCrm(() =>
      json({
        RolePrivileges: [
          held('prvReadT0', 'Deep'),
          held('prvReadT0', 'Basic'),
          held('prvWriteActivity', 'Basic'),
          held('prvWriteActivity', 'Global'),
          held('prvOther', 'Global'),
        ],
      }),
    );
    expect(await crm.server.readRights(identity, tables(2))).toEqual({
      userId: identity.userId,
      depths: { prvReadT0: 'Deep', prvWriteActivity: 'Global' },
    });
  });

  it('does not take another answer for no rights', async () => {
    const crm = recordedCrm(() => json({ value: [] }));
    await expect(crm.server.readRights(identity, tables(1))).rejects.toMatchObject({
      failure: { kind: 'notCrm' },
    });
  });
});
