import { splitList } from '../http/address';
import { faults } from '../errors';
import { parseFilter, type Filter } from './filter';
import type { Aliases } from './filter-tokens';

const methods = ['sum', 'average', 'min', 'max', 'countdistinct'] as const;
export type Method = (typeof methods)[number];

/** `revenue with sum as total`, or `$count as count` (steps null). */
export interface Aggregated {
  readonly steps: readonly string[] | null;
  readonly method: Method | 'count';
  readonly alias: string;
}

export interface Apply {
  readonly filters: readonly Filter[];
  /** Paths of the properties to group by; empty without groupby. */
  readonly groups: readonly (readonly string[])[];
  readonly aggregated: readonly Aggregated[];
}

const bad = (text: string) => faults.query(`Syntax error in $apply: '${text.slice(0, 200)}'.`);

/** `name(inner)` */
function call(text: string): { readonly name: string; readonly inner: string } {
  const [, name, inner] = /^(\w+)\s*\((.*)\)$/s.exec(text.trim()) ?? [];
  if (name === undefined || inner === undefined) throw bad(text);
  return { name, inner };
}

function aggregated(text: string): Aggregated {
  const [, counted] = /^\$count\s+as\s+(\w+)$/.exec(text) ?? [];
  if (counted !== undefined) return { steps: null, method: 'count', alias: counted };
  const [, path, name, alias] = /^([\w/]+)\s+with\s+([\w.]+)\s+as\s+(\w+)$/.exec(text) ?? [];
  if (path === undefined || alias === undefined) throw bad(text);
  const method = methods.find((each) => each === name);
  if (!method) throw faults.query(`The aggregation method '${String(name)}' is not supported.`);
  return { steps: path.split('/'), method, alias };
}

const aggregate = (inner: string): Aggregated[] => {
  const list = splitList(inner).map(aggregated);
  if (list.length === 0) throw bad(`aggregate(${inner})`);
  if (new Set(list.map(({ alias }) => alias)).size < list.length)
    throw faults.query('Two aggregations in $apply have the same alias.');
  return list;
};

function groupby(inner: string): Pick<Apply, 'groups' | 'aggregated'> {
  const [list = '', after, ...rest] = splitList(inner);
  const [, paths] = /^\((.*)\)$/s.exec(list) ?? [];
  const groups = splitList(paths ?? '').map((path) => path.split('/'));
  if (groups.length === 0 || rest.length > 0) throw bad(`groupby(${inner})`);
  for (const step of groups.flat()) {
    if (/^\w+\(\w*\)$/.test(step)) throw faults.notCovered(`groupby of ${step} in $apply`);
    if (!/^\w+$/.test(step)) throw bad(`groupby(${inner})`);
  }
  if (after === undefined) return { groups, aggregated: [] };
  const then = call(after);
  if (then.name !== 'aggregate')
    throw faults.notCovered(`the transformation '${then.name}' in a groupby of $apply`);
  return { groups, aggregated: aggregate(then.inner) };
}

/** Parses an $apply: filters, then one groupby or aggregate. Other transformations are not covered. */
export function parseApply(text: string, aliases: Aliases): Apply {
  const calls = splitList(text, '/').map(call);
  const last = calls.pop();
  if (!last) throw bad(text);
  const filters = calls.map(({ name, inner }) => {
    if (name !== 'filter')
      throw faults.notCovered(`the transformation '${name}' before another in $apply`);
    return parseFilter(inner, aliases);
  });
  if (last.name === 'groupby') return { filters, ...groupby(last.inner) };
  if (last.name === 'aggregate') return { filters, groups: [], aggregated: aggregate(last.inner) };
  throw faults.notCovered(`the transformation '${last.name}' at the end of $apply`);
}
