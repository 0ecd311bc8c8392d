import { describe, expect, it } from '@jest/globals';
import { rowKey } from '../../src/domain/row';
import { settle } from '../offline/support/settle';
import { json, recordedCrm, refusal } from './recorded-crm';
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

const held = (PrivilegeName: string, Depth: string) => ({ PrivilegeName, Depth });

const namesIn = (address: string): string[] =>
  JSON.parse(address.split('@p1=').at(-1) ?? '[]') as string[];

describe('rights', () => {
  it('asks for every privilege once, at most forty at a time', async () => {
    const crm = recordedCrm(() => json({ RolePrivileges: [] }));
    await crm.server.readRights(identity, tables(60));
    expect(crm.seen.map(({ address }) => namesIn(address).length)).toEqual([40, 22]);
    expect(new Set(crm.seen.flatMap(({ address }) => namesIn(address))).size).toBe(62);
    expect(crm.seen[0]?.address).toMatch(
      /^systemusers\(00000000-0000-4000-8000-000000000002\)\/Microsoft\.Dynamics\.CRM\.RetrieveUserSetOfPrivilegesByNames\(PrivilegeNames=@p1\)\?@p1=\[/,
    );
  });

  it('keeps the widest depth of each, and nothing that is not held', async () => {
    const crm = recordedCrm(({ address }) =>
      address.includes('PrivilegesByNames')
        ? json({
            RolePrivileges: [
              held('prvReadT0', 'Deep'),
              held('prvReadT0', 'Basic'),
              held('prvWriteActivity', 'Basic'),
              held('prvWriteActivity', 'Global'),
              held('prvOther', 'Global'),
            ],
          })
        : json({ value: [] }),
    );
    expect(await crm.server.readRights(identity, tables(2))).toMatchObject({
      userId: identity.userId,
      depths: { prvReadT0: 'Deep', prvWriteActivity: 'Global' },
    });
  });

  it('takes teams, business units, and what may be done to rows beyond the role', async () => {
    const unit = (n: number) => `00000000-0000-4000-8000-00000000001${n}`;
    const row = '00000000-0000-4000-8000-0000000000ff';
    const crm = recordedCrm(({ address }) => {
      if (address.includes('PrivilegesByNames'))
        return json({ RolePrivileges: [held('prvReadT0', 'Deep'), held('prvReadT1', 'Global')] });
      if (address.includes('teammembership')) return json({ value: [{ teamid: 'TEAM' }] });
      if (address.startsWith('businessunits'))
        return json({
          value: [
            { businessunitid: unit(2), _parentbusinessunitid_value: unit(1) },
            { businessunitid: unit(1), _parentbusinessunitid_value: identity.businessUnitId },
            { businessunitid: identity.businessUnitId, _parentbusinessunitid_value: unit(9) },
            { businessunitid: unit(9), _parentbusinessunitid_value: null },
          ],
        });
      if (address.includes('RetrievePrincipalAccess'))
        return json({ AccessRights: 'ReadAccess, WriteAccess' });
      return json({ value: [{ accountid: row, modifiedon: '2026-01-01T00:00:00Z' }] });
    });
    const { teams, units, beyond } = await crm.server.readRights(identity, tables(2));
    expect(teams).toEqual(['team']);
    expect(units).toEqual({
      own: identity.businessUnitId,
      deep: [identity.businessUnitId, unit(1), unit(2)],
    });
    expect(beyond).toEqual({ [rowKey({ table: 't0', id: row })]: ['Read', 'Write'] });
    const queries = crm.seen.filter(({ address }) => address.startsWith('accounts?'));
    expect(queries).toHaveLength(1);
    expect(queries[0]?.address).toContain(
      `$filter=Microsoft.Dynamics.CRM.NotIn(PropertyName='ownerid',PropertyValues=["${identity.userId}","team"])` +
        ` and Microsoft.Dynamics.CRM.NotIn(PropertyName='owningbusinessunit',PropertyValues=["${identity.businessUnitId}",`,
    );
  });

  it('go in four steps, of which each is asked for at once', async () => {
    const row = (n: number) => `00000000-0000-4000-8000-0000000000f${n}`;
    let asked: string[] = [];
    let answers: (() => void)[] = [];
    const crm = recordedCrm(
      ({ address }) =>
        new Promise<Response>((resolve) => {
          asked.push(address.replace(/[?(].*$/, ''));
          answers.push(() => {
            if (address.includes('PrivilegesByNames'))
              resolve(
                json({ RolePrivileges: [held('prvReadT0', 'Basic'), held('prvReadT1', 'Basic')] }),
              );
            else if (address.includes('AttributePrivileges'))
              resolve(json({ AttributePrivileges: [] }));
            else if (address.includes('RetrievePrincipalAccess'))
              resolve(json({ AccessRights: 'ReadAccess' }));
            else if (address.startsWith('accounts'))
              resolve(json({ value: [1, 2].map((n) => ({ accountid: row(n), modifiedon: '' })) }));
            else resolve(json({ value: [] }));
          });
        }),
    );
    const secured = { ...account.columns['name']!, secured: 'attribute-1' };
    const [first, second] = Object.values(tables(2));
    const model = { t0: { ...first!, columns: { name: secured } }, t1: second! };
    const read = crm.server.readRights(identity, model);
    const steps: string[][] = [];
    for (;;) {
      await settle();
      if (asked.length === 0) break;
      steps.push(asked);
      const now = answers;
      asked = [];
      answers = [];
      for (const answer of now) answer();
    }
    await read;
    expect(steps).toEqual([
      ['systemusers', 'systemusers'],
      ['systemusers', 'businessunits'],
      ['accounts', 'accounts'],
      ['systemusers', 'systemusers', 'systemusers', 'systemusers'],
    ]);
  });

  describe('to secured columns', () => {
    const secured = {
      account: {
        ...account,
        columns: {
          ...account.columns,
          name: { ...account.columns['name']!, secured: 'attribute-1' },
        },
      },
    };
    const told = (AttributePrivileges: unknown) =>
      recordedCrm(({ address }) => {
        if (address.includes('PrivilegesByNames')) return json({ RolePrivileges: [] });
        return json({ AttributePrivileges });
      });

    it('RI5 are asked for at once, and added up', async () => {
      const crm = told([
        { AttributeId: 'ATTRIBUTE-1', CanRead: 4, CanCreate: 0, CanUpdate: 0 },
        { AttributeId: 'attribute-1', CanRead: 0, CanCreate: 0, CanUpdate: 4 },
        { AttributeId: 'attribute-2', CanRead: 4, CanCreate: 4, CanUpdate: 4 },
      ]);
      const { columns } = await crm.server.readRights(identity, secured);
      expect(columns).toEqual({ 'attribute-1': ['Read', 'Update'] });
      const asked = crm.seen.filter(({ address }) => address.includes('AttributePrivileges'));
      expect(asked.map(({ address }) => address)).toEqual([
        `systemusers(${identity.userId})/Microsoft.Dynamics.CRM.RetrievePrincipalAttributePrivileges()`,
      ]);
    });

    it('RI5 are not asked for where there are none', async () => {
      const crm = told([]);
      expect(await crm.server.readRights(identity, { account })).not.toHaveProperty('columns');
      expect(crm.seen.some(({ address }) => address.includes('AttributePrivileges'))).toBe(false);
    });

    it('RI4 RI5 are not known where they may not be asked for', async () => {
      const crm = recordedCrm(({ address }) =>
        address.includes('PrivilegesByNames')
          ? json({ RolePrivileges: [] })
          : refusal(403, '0x80040220'),
      );
      expect(await crm.server.readRights(identity, secured)).not.toHaveProperty('columns');
    });

    it('RI5 are not taken from another answer', async () => {
      const crm = told('none');
      await expect(crm.ended(crm.server.readRights(identity, secured))).rejects.toMatchObject({
        failure: { kind: 'notCrm' },
      });
    });
  });

  it('goes without what may not be read', async () => {
    const crm = recordedCrm(({ address }) =>
      address.includes('PrivilegesByNames')
        ? json({ RolePrivileges: [held('prvReadT0', 'Basic')] })
        : refusal(403, '0x80040220'),
    );
    expect(await crm.server.readRights(identity, tables(1))).toEqual({
      userId: identity.userId,
      depths: { prvReadT0: 'Basic' },
    });
  });

  it('does not take another answer for no rights', async () => {
    const crm = recordedCrm(() => json({ value: [] }));
    await expect(crm.ended(crm.server.readRights(identity, tables(1)))).rejects.toMatchObject({
      failure: { kind: 'notCrm' },
    });
  });
});
