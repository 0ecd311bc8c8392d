import type { Model, Table } from './model';
import { quote, typeColumn, type Store } from '../storage/store';

/** The activity's row with the abstract table's columns; what it does not have is empty. */
function rowsOf(abstract: Table, activity: Table): string {
  const terms = [...abstract.columns.values()].flatMap((column) => {
    const own = activity.columns.get(column.name);
    const value = own ? quote(column.name) : 'NULL';
    if (column.targets.length <= 1) return [`${value} AS ${quote(column.name)}`];
    const target = own?.targets.length === 1 ? `'${own.targets[0] ?? ''}'` : 'NULL';
    const type = (own?.targets.length ?? 0) > 1 ? quote(typeColumn(column)) : target;
    return [`${value} AS ${quote(column.name)}`, `${type} AS ${quote(typeColumn(column))}`];
  });
  return `SELECT ${terms.join(', ')} FROM ${quote(activity.name)}`;
}

/** Makes each abstract table a view over the rows of all activities. */
export function showAbstract(store: Store, model: Model): void {
  const activities = [...model.tables.values()].filter(({ activity }) => activity);
  if (activities.length > 0)
    for (const abstract of model.abstract)
      store.createView(
        abstract.name,
        activities.map((activity) => rowsOf(abstract, activity)).join(' UNION ALL '),
      );
}
