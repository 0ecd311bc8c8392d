import { describe, expect, it } from '@jest/globals';
import { asksOfRow, may, type Rights } from '../../src/domain/rights';
import type { Table } from '../../src/domain/table';
import type { Values } from '../../src/domain/value';

const table: Table = {
  name: 'new_boat',
  label: 'Boat',
  pluralLabel: 'Boats',
  entitySetName: 'new_boats',
  primaryId: 'new_boatid',
  primaryName: 'new_name',
  ownership: 'user',
  isActivity: false,
  optimisticConcurrency: true,
  columns: {},
  referencedBy: [],
  privileges: {
    Create: 'prvCreatenew_boat',
    Read: 'prvReadnew_boat',
    Delete: 'prvDeletenew_boat',
    Write: 'prvWritenew_boat',
  },
  sections: [],
};
const rights = (depths: Rights['depths'], more: Partial<Rights> = {}): Rights => ({
  userId: 'dana',
  depths: { prvReadnew_boat: 'Global', ...depths },
  ...more,
});
const owned = (by: string, ownerTable = 'systemuser', more: Values = {}) => ({
  id: 'b1',
  values: { ownerid: { table: ownerTable, id: by, name: by }, ...more },
});
const inUnit = (id: string) => ({ owningbusinessunit: { table: 'businessunit', id, name: id } });
const units = { own: 'sales', deep: ['sales', 'north'] };
const refused = { allowed: false, reason: 'owner' };

describe('what the user may do offline', () => {
  it('RI1 is refused without the privilege, with that reason', () => {
    expect(may(rights({}), table, 'Delete', owned('dana'))).toEqual({
      allowed: false,
      reason: 'privilege',
    });
  });

  it('RI1 reaches at user depth the own rows and those of the user’s teams', () => {
    const basic = rights({ prvDeletenew_boat: 'Basic' }, { teams: ['desk'], units });
    expect(may(basic, table, 'Delete', owned('dana')).allowed).toBe(true);
    expect(may(basic, table, 'Delete', owned('desk', 'team')).allowed).toBe(true);
    expect(may(basic, table, 'Delete', owned('omar', 'systemuser', inUnit('sales')))).toEqual(
      refused,
    );
    expect(may(basic, table, 'Delete', owned('other', 'team'))).toEqual(refused);
  });

  it.each([
    ['Local', 'sales', true],
    ['Local', 'north', false],
    ['Local', 'root', false],
    ['Deep', 'north', true],
    ['Deep', 'root', false],
    ['Global', 'root', true],
  ] as const)('RI1 reaches at depth %s rows of the unit %s: %s', (depth, unit, allowed) => {
    const wide = rights({ prvWritenew_boat: depth }, { teams: [], units });
    const row = owned('omar', 'systemuser', inUnit(unit));
    expect(may(wide, table, 'Write', row).allowed).toBe(allowed);
    expect(may(wide, table, 'Write', owned('dana', 'systemuser', inUnit(unit))).allowed).toBe(true);
  });

  it('RI2 is what the CRM has told of a row besides', () => {
    const told = { 'new_boat:b1': ['Read', 'Write'] } as const;
    const shared = rights(
      { prvDeletenew_boat: 'Basic', prvWritenew_boat: 'Basic' },
      {
        beyond: told,
      },
    );
    expect(may(shared, table, 'Write', owned('omar')).allowed).toBe(true);
    expect(may(shared, table, 'Delete', owned('omar'))).toEqual(refused);
    // What is shared is used by privileges alone.
    expect(may(rights({}, { beyond: told }), table, 'Write', owned('omar')).allowed).toBe(false);
  });

  it('RI4 is left to the server where nothing tells', () => {
    const local = rights({ prvDeletenew_boat: 'Local' });
    expect(may(local, table, 'Delete', owned('omar')).allowed).toBe(true);
    expect(may(rights({}), table, 'Share').allowed).toBe(true);
    const own = rights({ prvReadnew_boat: 'Basic', prvWritenew_boat: 'Basic' });
    expect(may(own, table, 'Write', owned('omar')).allowed).toBe(true);
  });

  it('RI3 can be asked of a row that the role lets the user read, and do less to', () => {
    const some = rights({ prvWritenew_boat: 'Basic' });
    expect(asksOfRow(some, table, owned('omar'))).toBe(true);
    expect(asksOfRow(some, table, owned('dana'))).toBe(false);
    expect(asksOfRow(rights({ prvWritenew_boat: 'Global' }), table, owned('omar'))).toBe(false);
    expect(asksOfRow(rights({ prvCreatenew_boat: 'Basic' }), table, owned('omar'))).toBe(false);
    const own = rights({ prvReadnew_boat: 'Basic', prvWritenew_boat: 'Basic' });
    expect(asksOfRow(own, table, owned('omar'))).toBe(false);
  });
});
