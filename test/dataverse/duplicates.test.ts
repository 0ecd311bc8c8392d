import { describe, expect, it } from '@jest/globals';
import { json, recordedCrm, refusal } from './recorded-crm';
import { account } from './tables';

const id = 'aaaaaaaa-0000-4000-8000-000000000001';
const on = {
  isduplicatedetectionenabled: true,
  isduplicatedetectionenabledforonlinecreateupdate: true,
};

const condition = (more: Record<string, unknown> = {}) => ({
  baseattributename: 'name',
  matchingattributename: 'fullname',
  operatorcode: 0,
  operatorparam: null,
  ignoreblankvalues: false,
  ...more,
});
const rule = (conditions: unknown[], more: Record<string, unknown> = {}) => ({
  name: 'Rule',
  baseentityname: 'account',
  matchingentityname: 'contact',
  iscasesensitive: true,
  excludeinactiverecords: true,
  DuplicateRule_DuplicateRuleConditions: conditions,
  ...more,
});

const crmWith = (rules: unknown[], settings: unknown = on) =>
  recordedCrm(({ address }) =>
    json({ value: address.startsWith('organizations') ? [settings] : rules }),
  );
const rulesOf = (...given: Parameters<typeof crmWith>) =>
  crmWith(...given).server.readDuplicateRules();

describe('duplicate detection rules', () => {
  it('are read with their conditions, the published ones only', async () => {
    const crm = crmWith([
      rule([
        condition(),
        condition({ operatorcode: 2, operatorparam: 7, ignoreblankvalues: true }),
      ]),
    ]);
    expect(await crm.server.readDuplicateRules()).toEqual([
      {
        name: 'Rule',
        table: 'account',
        matchingTable: 'contact',
        caseSensitive: true,
        excludesInactive: true,
        conditions: [
          {
            column: 'name',
            matchingColumn: 'fullname',
            operator: 'exactMatch',
            characters: null,
            ignoreBlank: false,
          },
          {
            column: 'name',
            matchingColumn: 'fullname',
            operator: 'sameLastCharacters',
            characters: 7,
            ignoreBlank: true,
          },
        ],
      },
    ]);
    expect(crm.seen.at(-1)?.address).toContain('&$filter=statuscode eq 2&');
  });

  it.each([
    [0, 'exactMatch'],
    [1, 'sameFirstCharacters'],
    [2, 'sameLastCharacters'],
    [3, 'sameDate'],
    [4, 'sameDateAndTime'],
    [5, 'sameOptionLabel'],
    [6, 'sameOptionValue'],
  ])('know operator %i as %s', async (operatorcode, operator) => {
    const given = rule([condition({ operatorcode, operatorparam: 3 })]);
    expect(await rulesOf([given])).toMatchObject([{ conditions: [{ operator }] }]);
  });

  it.each([
    ['an unknown operator', [condition(), condition({ operatorcode: 7 })]],
    ['no operator', [condition({ operatorcode: null })]],
    ['no number of characters', [condition({ operatorcode: 1 })]],
    ['no column', [condition({ baseattributename: null })]],
    ['no column to match', [condition({ matchingattributename: null })]],
    ['no condition', []],
  ])('are left out with %s', async (_, conditions) => {
    expect(await rulesOf([rule(conditions), rule([condition()])])).toHaveLength(1);
  });

  it.each(Object.keys(on))('are none where %s is off, and are not asked for', async (setting) => {
    const crm = crmWith([rule([condition()])], { ...on, [setting]: false });
    expect(await crm.server.readDuplicateRules()).toEqual([]);
    expect(crm.seen).toHaveLength(1);
  });

  it('are none for a user who may not read them', async () => {
    const crm = recordedCrm(({ address }) =>
      address.startsWith('organizations') ? json({ value: [on] }) : refusal(403, '0x80040220'),
    );
    expect(await crm.server.readDuplicateRules()).toEqual([]);
  });

  it('are unknown where the server does not answer', async () => {
    const crm = recordedCrm(() => refusal(503, ''));
    await expect(crm.ended(crm.server.readDuplicateRules())).rejects.toMatchObject({
      failure: { status: 503 },
    });
  });
});

describe('looking for duplicates', () => {
  it.each([
    ['of a row that is not saved', null, {}],
    ['of a saved row', id, { accountid: id, revenue: null }],
  ])('sends what a rule can compare %s', async (_, saved, more) => {
    const crm = recordedCrm(() => json({ value: [{ accountid: id, name: 'Twin' }] }));
    const found = await crm.server.readDuplicates({
      table: account,
      id: saved,
      values: {
        accountid: id,
        name: "O'Neil & Söhne",
        revenue: null,
        createdon: '2026-01-01T00:00:00Z',
        nosuch: 1,
      },
      matching: account,
    });
    expect(found).toEqual([
      { table: 'account', id, etag: null, values: { accountid: id, name: 'Twin' } },
    ]);
    const [, name, entity = '', rest] =
      /^(.*)\?@p1=(.*?)&(@p2.*)$/.exec(crm.seen[0]?.address ?? '') ?? [];
    expect(name).toBe(
      'RetrieveDuplicates(BusinessEntity=@p1,MatchingEntityName=@p2,PagingInfo=@p3)',
    );
    expect(rest).toBe(`@p2='account'&@p3={"PageNumber":1,"Count":50}`);
    expect(JSON.parse(entity)).toEqual({
      '@odata.type': 'Microsoft.Dynamics.CRM.account',
      name: "O'Neil & Söhne",
      ...more,
    });
  });
});
