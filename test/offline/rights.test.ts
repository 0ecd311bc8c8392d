import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Depth, may } from '../../src/domain/rights';
import { identity } from './support/crm';
import { until } from './support/settle';
import { openWhole, type Whole } from './support/whole';
import { ids, World } from './support/world';

let world: World;
let pane: Whole;
const fabrikam = { table: 'account', id: ids.fabrikam };
const omar = { table: 'systemuser', id: ids.ben, name: 'Omar' };
const key = `account:${ids.fabrikam}`;
const asked = () => world.crm.requests.filter((request) => request === `readAccess ${key}`).length;

/** A role that reads everything, and writes what the user owns. */
const readsMore = (): void => {
  const depths = Object.fromEntries(
    Object.values(world.crm.model).flatMap(({ privileges }) =>
      Object.entries(privileges).map(([type, name]): [string, Depth] => [
        name,
        type === 'Read' ? 'Global' : 'Basic',
      ]),
    ),
  );
  world.crm.readRights = () => Promise.resolve({ userId: identity.userId, depths, teams: [] });
};

beforeEach(async () => {
  world = new World();
  readsMore();
  world.crm.put('account', ids.fabrikam, { name: 'Fabrikam', ownerid: omar });
  world.crm.access.set(key, new Set(['Read', 'Write']));
  pane = await openWhole(world);
  await until(() => pane.page.copy.progress.get().phase === 'done', 'the copy');
});
afterEach(() => {
  pane.stop();
});

const mayWrite = async (): Promise<boolean> => {
  const table = world.crm.model['account'];
  const row = await pane.page.records.get(fabrikam);
  if (table === undefined || row === null) throw new Error('Fabrikam is not here');
  return may(pane.page.rights.get(), table, 'Write', row).allowed;
};

describe('a record that the user’s role lets them read and not change', () => {
  it('RI3 is asked about when it is opened, and known so offline and after a restart', async () => {
    await pane.page.remote.visit(fabrikam);
    await until(mayWrite, 'what is shared');
    pane.stop();
    world.crm.up = false;
    pane = await openWhole(world);
    await until(mayWrite, 'what is shared');
  });

  it('RI3 is asked about at each opening, since sharing leaves the record as it is', async () => {
    await pane.page.remote.visit(fabrikam);
    await until(mayWrite, 'what is shared');
    world.crm.access.set(key, new Set(['Read']));
    await pane.page.remote.visit(fabrikam);
    await until(async () => !(await mayWrite()), 'what is shared no more');
    expect(asked()).toBe(2);
  });

  it('RI3 is opened all the same where it is not told', async () => {
    world.crm.faults = [{ kind: 'drop', on: (call) => call === 'readAccess' }];
    expect(await pane.page.remote.visit(fabrikam)).toBe(true);
    expect(await mayWrite()).toBe(false);
  });

  it('RI3 is asked nothing about offline', async () => {
    await pane.page.remote.visit(fabrikam);
    await pane.page.connection.goOffline();
    expect(await pane.page.remote.visit(fabrikam)).toBe(true);
    expect(asked()).toBe(1);
  });
});
