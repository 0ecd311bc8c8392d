import { expect } from '@jest/globals';
import { sameValue } from '../../src/domain/value';
import type { Values } from '../../src/domain/value';
import type { OpenCrm } from './open-crm';
import { sampleValues } from './sample-values';

const differences = (written: Values, seen: Values): unknown[] =>
  Object.entries(written)
    .filter(([column, value]) => !sameValue(seen[column], value))
    .map(([column, value]) => ({ column, written: value, seen: seen[column] }));

/** Creates a row of the table and changes all of it; each answer must hold what was written. */
export async function roundTrip(crm: OpenCrm, name: string, required: Values = {}): Promise<void> {
  const first = { ...sampleValues(crm.table(name), 0, 'canCreate'), ...required };
  const second = sampleValues(crm.table(name), 1, 'canUpdate');
  expect(Object.keys(second).length).toBeGreaterThan(1);
  const row = await crm.create(name, first);
  const after = await crm.update(row, second);
  expect(differences(first, row.values)).toEqual([]);
  expect(differences(second, after.values)).toEqual([]);
  expect((await crm.read(row))?.values).toMatchObject(after.values);
}
