import { describe, expect, it } from '@jest/globals';
import { may, type Rights } from '../../src/domain/rights';
import type { Table } from '../../src/domain/table';

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
  privileges: { Delete: 'prvDeletenew_boat', Write: 'prvWritenew_boat' },
  sections: [],
};
const rights = (depths: Rights['depths']): Rights => ({ userId: 'dana', depths });
const ownedBy = (id: string) => ({
  values: { ownerid: { table: 'systemuser', id, name: id } },
});

describe('what the user may do offline', () => {
  it('is refused without the privilege, with that reason', () => {
    expect(may(rights({}), table, 'Delete', ownedBy('dana'))).toEqual({
      allowed: false,
      reason: 'privilege',
    });
  });

  it('reaches the own rows only at user depth', () => {
    const basic = rights({ prvDeletenew_boat: 'Basic' });
    expect(may(basic, table, 'Delete', ownedBy('dana')).allowed).toBe(true);
    expect(may(basic, table, 'Delete', ownedBy('omar'))).toEqual({
      allowed: false,
      reason: 'owner',
    });
  });

  it('leaves to the server what depth alone does not say', () => {
    const local = rights({ prvDeletenew_boat: 'Local' });
    expect(may(local, table, 'Delete', ownedBy('omar')).allowed).toBe(true);
    expect(may(rights({}), table, 'Share').allowed).toBe(true);
  });
});
