import type { ManyToMany } from '../domain/table';
import { objectIn, textIn } from './json';
import type { Json } from './json';
import { labelIn } from './table-definition';

const ofEntity = (number: 1 | 2) => ({
  table: `Entity${number}LogicalName`,
  column: `Entity${number}IntersectAttribute`,
  navigation: `Entity${number}NavigationPropertyName`,
  menu: `Entity${number}AssociatedMenuConfiguration`,
});
const sides = [ofEntity(1), ofEntity(2)] as const;

export const manyToManySelect = [
  'SchemaName',
  'IntersectEntityName',
  ...sides.flatMap((side) => Object.values(side)),
].join(',');

/** An N:N relationship as one of its tables sees it; null: it leads back to the table, or is not shown with its rows. */
export function decodeManyToMany(table: string, raw: Json): ManyToMany | null {
  const [mine, theirs] = textIn(raw[sides[0].table]) === table ? sides : sides.toReversed();
  const other = textIn(theirs && raw[theirs.table]);
  if (mine === undefined || theirs === undefined || other === table) return null;
  const { Behavior, Label } = objectIn(raw[mine.menu]);
  if (Behavior === 'DoNotDisplay') return null;
  return {
    name: textIn(raw['SchemaName']),
    navigation: textIn(raw[mine.navigation]),
    table: other,
    label: Behavior === 'UseLabel' ? labelIn(Label) : '',
    intersect: textIn(raw['IntersectEntityName']),
    mine: textIn(raw[mine.column]),
    theirs: textIn(raw[theirs.column]),
  };
}
