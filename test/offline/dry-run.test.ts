import { beforeEach, describe, expect, it } from '@jest/globals';
import { CrmError } from '../../src/domain/crm-error';
import type { Forecast, Verdict } from '../../src/domain/forecast';
import type { RowRef } from '../../src/domain/row';
import { dryRun } from '../../src/offline/dry-run/dry-run';
import { identity, type Match } from './support/crm';
import { ids, type Pane, World } from './support/world';

let world: World;
let pane: Pane;
let contoso: RowRef;
let anna: RowRef;
const omar = { table: 'systemuser', id: 'abababab-0000-4000-8000-000000000001', name: 'Omar' };

beforeEach(async () => {
  world = new World();
  pane = await world.open();
  contoso = await world.given(pane, 'account', ids.contoso, {
    name: 'Contoso',
    city: 'Bern',
    phone: '030',
  });
  anna = await world.given(pane, 'contact', ids.anna, { lastname: 'Weber', firstname: 'Buyer' });
  world.crm.journal.splice(0);
});

const ask = (): Promise<Forecast> =>
  dryRun({
    store: pane.store,
    server: world.crm,
    identity,
    model: () => world.crm.model,
    clock: world.clock,
    policies: () => world.policies,
  });
const update = (ref: RowRef, values: Record<string, string>): Promise<void> =>
  pane.save({ kind: 'update', ref, values });
/** Of the entries in their order. */
const verdicts = async (): Promise<(Verdict | undefined)[]> => {
  const forecast = await ask();
  return (await pane.line()).map(({ id }) => forecast.get(id));
};

describe('a dry run', () => {
  it('DR1 writes nothing, here or there, and asks for nothing but readings', async () => {
    await update(contoso, { city: 'Basel' });
    await pane.save({ kind: 'delete', ref: anna });
    const line = JSON.stringify(await pane.line());
    world.crm.requests.splice(0);
    expect(await verdicts()).toEqual([{ kind: 'sent' }, { kind: 'sent' }]);
    expect(JSON.stringify(await pane.line())).toBe(line);
    expect(world.crm.journal).toEqual([]);
    expect(world.crm.requests.length).toBeGreaterThan(0);
    for (const request of world.crm.requests) expect(request).toMatch(/^read/);
  });

  it('DR2 foretells what is built on what goes before it', async () => {
    const ref = { table: 'contact', id: ids.ben };
    const account = { ...contoso, name: 'Contoso' };
    await pane.save({
      kind: 'create',
      ref,
      values: { lastname: 'Ben', parentcustomerid: account },
    });
    await update(ref, { firstname: 'Clerk' });
    expect(await verdicts()).toEqual([{ kind: 'sent' }, { kind: 'sent' }]);
    world.crm.remove('account', ids.contoso);
    const [create, then] = await verdicts();
    expect(create?.kind).toBe('refused');
    expect(then).toEqual({ kind: 'waits' });
  });

  it('DR3 says what others have changed, and who has', async () => {
    await update(contoso, { city: 'Basel' });
    world.crm.edit('account', ids.contoso, {
      phone: '031',
      modifiedby: omar,
      modifiedon: '2026-03-01T09:00:00Z',
    });
    expect(await verdicts()).toMatchObject([
      {
        kind: 'merged',
        theirs: { values: { phone: '031' }, by: 'Omar', at: '2026-03-01T09:00:00Z' },
      },
    ]);
    world.crm.edit('account', ids.contoso, { city: 'Chur' });
    expect(await verdicts()).toMatchObject([
      { kind: 'overwrites', theirs: { values: { city: 'Chur' }, by: 'Omar' } },
    ]);
    world.policies = { all: 'ask', tables: {} };
    expect(await verdicts()).toMatchObject([
      { kind: 'asks', theirs: { values: { city: 'Chur' }, by: 'Omar' } },
    ]);
    world.policies = { all: 'server', tables: {} };
    expect(await verdicts()).toMatchObject([
      { kind: 'yields', yielded: { city: 'Basel' }, theirs: { by: 'Omar' }, whole: true },
    ]);
    world.crm.edit('account', ids.contoso, { city: 'Basel' });
    expect(await verdicts()).toEqual([{ kind: 'done' }]);
    world.crm.remove('account', ids.contoso);
    expect(await verdicts()).toEqual([{ kind: 'gone' }]);
  });

  it('DR3 says which records an entry is a duplicate of, also one that only waits itself', async () => {
    world.crm.duplicateRules = [
      {
        name: 'Same name',
        table: 'account',
        matchingTable: 'account',
        caseSensitive: false,
        excludesInactive: false,
        conditions: [
          {
            column: 'name',
            matchingColumn: 'name',
            operator: 'exactMatch',
            characters: null,
            ignoreBlank: true,
          },
        ],
      },
    ];
    const create = (id: string, name: string): Promise<void> =>
      pane.save({ kind: 'create', ref: { table: 'account', id }, values: { name } });
    await create(ids.fabrikam, 'CONTOSO');
    await create(ids.ben, 'Litware');
    await create(ids.euro, 'litware');
    expect(await verdicts()).toEqual([
      { kind: 'duplicate', names: ['Contoso'] },
      { kind: 'sent' },
      { kind: 'duplicate', names: ['Litware'] },
    ]);
  });

  it('DR3 says why it would be refused: a right that is missing, a key that is taken', async () => {
    const { crm } = world;
    await update(anna, { firstname: 'Boss' });
    crm.edit('contact', ids.anna, { ownerid: omar });
    crm.access.set(`contact:${ids.anna}`, new Set(['Read']));
    crm.depth = 'Basic';
    expect(await verdicts()).toMatchObject([{ kind: 'refused', failure: { status: 403 } }]);
    crm.depth = 'Global';
    crm.edit('contact', ids.ben, { firstname: 'Boss' });
    crm.keys = [['firstname']];
    expect((await verdicts())[0]?.kind).toBe('duplicate');
    crm.keys = [];
    expect((await verdicts())[0]?.kind).toBe('merged');
  });

  it('DR3 RI7 says that a column is secured', async () => {
    await update(contoso, { city: 'Basel' });
    await pane.save({
      kind: 'create',
      ref: { table: 'account', id: ids.fabrikam },
      values: { name: 'Fabrikam', city: 'Chur' },
    });
    const { account } = world.crm.model;
    const city = { ...account!.columns['city']!, denied: ['Create', 'Update'] as const };
    const columns = { ...account!.columns, city };
    world.crm.model = { ...world.crm.model, account: { ...account!, columns } };
    expect(await verdicts()).toMatchObject([
      { kind: 'refused', failure: { status: 403, code: '0x8004f507' } },
      { kind: 'refused', failure: { status: 403, code: '0x8004f502' } },
    ]);
  });

  it('DR3 leaves alone what is held back or waits for the user, and says what waits behind it', async () => {
    await update(contoso, { city: 'Basel' });
    const [first] = await pane.line();
    await pane.outbox.hold(first?.seq ?? 0);
    await update(contoso, { phone: '061' });
    expect(await verdicts()).toEqual([{ kind: 'stays' }, { kind: 'waits' }]);
  });

  it.each(['readRights', 'readPage', 'readKeys', 'readDuplicateRules'])(
    'DR4 foretells nothing where %s fails',
    async (call) => {
      await update(contoso, { city: 'Basel' });
      const on: Match = (request) => request === call;
      world.crm.faults.push({ kind: 'drop', on });
      await expect(ask()).rejects.toBeInstanceOf(CrmError);
      expect(world.crm.faults).toEqual([]);
      expect(await verdicts()).toEqual([{ kind: 'sent' }]);
    },
  );
});
