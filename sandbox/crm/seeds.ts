import { demo } from '../seed/demo';
import { empty } from '../seed/empty';
import { large } from '../seed/large';
import { CrmFault } from './errors';
import type { Seed } from '../seed/seed';

/** The seed of this name. Throws a CrmFault where there is none. */
export function seedNamed(name: string): () => Seed {
  if (name === 'demo') return () => demo();
  if (name === 'empty') return empty;
  const rows = /^large:(\d{1,7})$/.exec(name)?.[1];
  if (rows !== undefined) return () => large(Number(rows));
  throw new CrmFault(400, '0x80040203', `There is no seed '${name}': demo, empty or large:N.`);
}
