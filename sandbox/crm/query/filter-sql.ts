import { textual } from '../model/column-kind';
import { comparisonSql } from './comparison';
import { faults } from '../errors';
import type { Filter } from './filter';
import { lambdaSql } from './lambda-sql';
import type { Table } from '../model/model';
import type { Organization, User } from '../organization';
import { propertySql, type Scope } from './property-path';
import { queryFunction } from './query-functions';
import { joined, negated, type Sql } from '../storage/sql';
import { textMatch } from './text-match';

function condition(scope: Scope, filter: Filter): Sql {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return joined(
        filter.kind === 'and' ? 'AND' : 'OR',
        filter.parts.map((part) => condition(scope, part)),
      );
    case 'not':
      return negated(condition(scope, filter.of));
    case 'compare':
      return comparisonSql(scope, filter);
    case 'text': {
      const property = propertySql(scope, filter.path.steps);
      if (!textual(property.column) || filter.value.kind !== 'string')
        throw faults.query(
          `No function signature for the function with name '${filter.name}' matches the specified arguments. The function signatures considered are: ${filter.name}(Edm.String Nullable=true, Edm.String Nullable=true).`,
        );
      return textMatch(property, filter.name, filter.value.value);
    }
    case 'lambda':
      return lambdaSql(scope, filter, (inner) =>
        filter.of ? condition(inner, filter.of) : joined('AND', []),
      );
    case 'function':
      return queryFunction(scope, filter);
  }
}

/** A filter as SQL on the row `r`; every part is true or false, never unknown. */
export const filterSql = (
  { organization, user }: { readonly organization: Organization; readonly user: User },
  table: Table,
  filter: Filter,
): Sql => condition({ organization, user, table, alias: 'r', variable: null }, filter);
