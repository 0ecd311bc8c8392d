import { lineSql } from '../model/hierarchy';
import type { Scope } from '../query/property-path';
import { sql, type Sql } from '../storage/sql';
import { quote } from '../storage/store';

/** N:N between teams and their members. */
const membership = 'teammembership_association';

/** A SELECT of the teams of these users. */
function teams({ organization: { model } }: Scope, users: Sql): Sql {
  const link = model.links.get(membership);
  if (!link) return sql('SELECT NULL WHERE 0');
  const [team, user] = link.left === 'team' ? ['left', 'right'] : ['right', 'left'];
  return {
    text: `SELECT "${team}" FROM ${quote(link.name)} WHERE "${user}" IN (${users.text})`,
    values: users.values,
  };
}

const both = (left: Sql, right: Sql): Sql => ({
  text: `SELECT * FROM (${left.text}) UNION SELECT * FROM (${right.text})`,
  values: [...left.values, ...right.values],
});

const caller = ({ user }: Scope): Sql => sql('SELECT ?', user.id);

/** The caller and everyone whose manager, or manager's manager, the caller is. */
const people = (scope: Scope): Sql =>
  both(caller(scope), lineSql(scope.organization.table('systemuser'), scope.user.id, 'below'));

/** For each function about the caller: a SELECT of the values for which it holds. */
export const principalFunctions: ReadonlyMap<string, (scope: Scope) => Sql> = new Map([
  ['EqualUserId', caller],
  ['EqualBusinessId', ({ user }: Scope) => sql('SELECT ?', user.businessUnitId)],
  ['EqualUserTeams', (scope: Scope) => teams(scope, caller(scope))],
  ['EqualUserOrUserTeams', (scope: Scope) => both(caller(scope), teams(scope, caller(scope)))],
  ['EqualUserOrUserHierarchy', people],
  [
    'EqualUserOrUserHierarchyAndTeams',
    (scope: Scope) => both(people(scope), teams(scope, people(scope))),
  ],
]);
