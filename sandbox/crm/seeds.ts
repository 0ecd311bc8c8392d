import { demo } from '../seed/demo';
import { empty } from '../seed/empty';
import { large } from '../seed/large';
import { faults } from './errors';
import type { Seed } from '../seed/seed';

/** Rows that memory has room for. */
const most = 1_000_000;

/** The seed of this name. Throws a CrmFault where there is none. */
export function seedNamed(name: string): () => Seed {
  if (name === 'demo') return () => demo();
  if (name === 'empty') return empty;
  const rows = Number(/^large:([1-9]\d{0,9})$/.exec(name)?.[1]);
  if (rows > most) throw faults.argument(`A large organisation has ${most} rows at most.`);
  if (rows > 0) return () => large(rows);
  throw faults.argument(`There is no seed '${name.slice(0, 50)}': demo, empty or large:N.`);
}
