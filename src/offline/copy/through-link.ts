import type { RowFilter } from '../../domain/crm-server';
import type { Rights } from '../../domain/rights';

/** The filter as it can be asked through a reference to its rows; null: it cannot. */
export function throughLink(
  filter: RowFilter,
  rights: Pick<Rights, 'userId' | 'teams'>,
): RowFilter | null {
  switch (filter.kind) {
    case 'all':
    case 'owner':
      return filter;
    case 'column':
      return filter.operator === 'contain-values' || filter.operator === 'not-contain-values'
        ? null
        : filter;
    case 'team': {
      const { userId, teams } = rights;
      if (teams === undefined) return null;
      const owners = [userId, ...teams];
      return { kind: 'or', filters: owners.map((owner) => ({ kind: 'owner', userId: owner })) };
    }
    case 'and':
    case 'or': {
      const filters = filter.filters.flatMap((each) => throughLink(each, rights) ?? []);
      return filters.length === filter.filters.length ? { ...filter, filters } : null;
    }
    default:
      return null;
  }
}
