import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Process, startedBy } from '../../src/domain/process';
import { identity } from './support/crm';
import { openWhole, TestSignals, type Whole } from './support/whole';
import { until } from './support/settle';
import { ids, World } from './support/world';

const somebody = 'abababab-0000-4000-8000-000000000001';
const process = (more: Partial<Process> = {}): Process => ({
  id: somebody,
  name: 'Welcome',
  table: 'account',
  realTime: false,
  onCreate: false,
  onDelete: false,
  onDemand: false,
  columns: [],
  scope: 'organization',
  ownerId: somebody,
  businessUnitId: somebody,
  ...more,
});
const ref = { table: 'account', id: ids.contoso };
const create = { kind: 'create', ref, values: { name: 'Contoso' } } as const;
const update = { kind: 'update', ref, values: { city: 'Bern' } } as const;
const remove = { kind: 'delete', ref, values: {} } as const;
const started = (one: Process, change: Parameters<typeof startedBy>[1]) =>
  startedBy([one], change, identity).map(({ certain }) => certain);

describe('the processes that a change starts', () => {
  it('DR5 are those of its table that its kind or its columns start', () => {
    expect(started(process({ onCreate: true }), create)).toEqual([true]);
    expect(started(process({ onCreate: true }), update)).toEqual([]);
    expect(started(process({ onCreate: true, table: 'contact' }), create)).toEqual([]);
    expect(started(process({ onDelete: true }), remove)).toEqual([true]);
    expect(started(process({ columns: ['phone', 'city'] }), update)).toEqual([true]);
    expect(started(process({ columns: ['phone'] }), update)).toEqual([]);
    expect(started(process({ columns: ['name'] }), create)).toEqual([]);
  });

  it('DR5 are uncertain where it is not known whose row it is', () => {
    const mine = { ownerId: identity.userId, businessUnitId: identity.businessUnitId };
    const onCreate = true;
    expect(started(process({ onCreate, scope: 'user' }), create)).toEqual([]);
    expect(started(process({ onCreate, scope: 'user', ...mine }), create)).toEqual([true]);
    expect(started(process({ onCreate, scope: 'unit' }), create)).toEqual([]);
    expect(started(process({ onCreate, scope: 'unit', ...mine }), create)).toEqual([true]);
    expect(started(process({ onCreate, scope: 'unitsBelow' }), create)).toEqual([false]);
    const columns = ['city', 'ownerid'];
    expect(started(process({ columns, scope: 'user', ...mine }), update)).toEqual([false]);
    const owner = { table: 'systemuser', id: somebody, name: '' };
    const assign = { kind: 'assign', ref, values: { ownerid: owner } } as const;
    expect(started(process({ columns, scope: 'user' }), assign)).toEqual([true]);
    expect(started(process({ columns, scope: 'unit', ...mine }), assign)).toEqual([false]);
  });
});

describe('what is known of the processes', () => {
  let world: World;
  let panes: Whole[];

  beforeEach(() => {
    world = new World();
    panes = [];
  });
  afterEach(() => {
    for (const pane of panes) pane.stop();
  });

  const open = async (): Promise<Whole> => {
    const signals = new TestSignals();
    signals.isOnLine = world.crm.up;
    const pane = await openWhole(world, signals);
    panes.push(pane);
    return pane;
  };

  it('DR5 is known without a network, as it was last read', async () => {
    world.crm.processes = [process()];
    const first = await open();
    expect(first.page.processes.get()).toEqual([process()]);
    first.stop();
    panes = [];
    world.crm.up = false;
    const pane = await open();
    expect(pane.page.processes.get()).toEqual([process()]);
  });

  it('AC12 and who can own records is known without a network too, as it was last read', async () => {
    const colleagues = [{ table: 'team', id: somebody, name: 'Sales' }];
    world.crm.colleagues = colleagues;
    const first = await open();
    first.stop();
    panes = [];
    world.crm.up = false;
    expect((await open()).page.colleagues.get()).toEqual(colleagues);
  });

  it('DR5 is nothing where the user may not read them, and is read again with the rights', async () => {
    world.crm.processes = null;
    const pane = await open();
    expect(pane.page.processes.get()).toBeNull();
    world.crm.processes = [process()];
    await until(() => pane.page.copy.progress.get().phase === 'done');
    world.clock.advance(60_000);
    await pane.page.copy.refresh(true);
    await until(() => pane.page.processes.get() !== null);
  });
});
