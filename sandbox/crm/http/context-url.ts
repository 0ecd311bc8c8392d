import type { Table } from '../model/model';
import { parseExpand, type Expansion, type QueryOptions } from '../query/query-options';

const names = (selected: string | null | undefined, expansions: readonly Expansion[]): string =>
  [...(selected ? [selected] : []), ...expansions.map(expanded)].join(',');

function expanded({ property, ref, options }: Expansion): string {
  if (ref) return `${property},${property}/$ref()`;
  return `${property}(${names(options.get('$select'), parseExpand(options.get('$expand') ?? ''))})`;
}

/** `@odata.context`: the set, and what of it was asked for. */
export function contextUrl(
  root: string,
  table: Table,
  options: QueryOptions,
  single: boolean,
): string {
  const asked = names(options.selected, options.expand);
  return `${root}$metadata#${table.setName}${asked ? `(${asked})` : ''}${single ? '/$entity' : ''}`;
}
