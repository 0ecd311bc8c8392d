import type { Column } from '../domain/table';
import { objectIn, textIn } from './json';
import type { Json } from './json';

/** One N:1 relationship, seen from the table that holds the lookup. */
export interface Relationship {
  readonly column: string;
  readonly target: string;
  /** What `@odata.bind` writes. */
  readonly navigation: string;
  /** The collection on the target's side. */
  readonly collection: string;
  /** What becomes of the row with the lookup when its target is deleted. */
  readonly onDelete: string;
}

export const relationshipSelect = [
  'ReferencingAttribute',
  'ReferencedEntity',
  'ReferencingEntityNavigationPropertyName',
  'ReferencedEntityNavigationPropertyName',
  'CascadeConfiguration',
].join(',');

export const decodeRelationship = (raw: Json): Relationship => ({
  column: textIn(raw['ReferencingAttribute']),
  target: textIn(raw['ReferencedEntity']),
  navigation: textIn(raw['ReferencingEntityNavigationPropertyName']),
  collection: textIn(raw['ReferencedEntityNavigationPropertyName']),
  onDelete: textIn(objectIn(raw['CascadeConfiguration'])['Delete']),
});

/** `owner` is the abstract table above the two that own rows. */
const tablesOf = (target: string): readonly string[] =>
  target === 'owner' ? ['systemuser', 'team'] : [target];

/** Where a lookup column may lead, and by which navigation property. */
export function targetsOf(
  column: string,
  relationships: readonly Relationship[],
): Pick<Column, 'targets' | 'navigation' | 'deletedWith'> {
  const navigation: Record<string, string> = {};
  const deletedWith: string[] = [];
  for (const relationship of relationships)
    if (relationship.column === column && relationship.navigation !== '')
      for (const table of tablesOf(relationship.target)) {
        navigation[table] = relationship.navigation;
        if (relationship.onDelete === 'Cascade') deletedWith.push(table);
      }
  const targets = Object.keys(navigation);
  return { targets, navigation, ...(deletedWith.length > 0 && { deletedWith }) };
}
