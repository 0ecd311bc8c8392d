import { guid } from '../../seed/guid';
import { intersectIds } from '../model/intersect';
import type { Metadata } from './attribute';
import { managed } from './label';
import { cascades, merges, type Column, type Link, type Model, type Table } from '../model/model';

/** What every relationship has: all that is shown of one without a cast to its type. */
const common = (id: string, name: string, type: string, custom: boolean): Metadata => ({
  MetadataId: id,
  HasChanged: null,
  SchemaName: name,
  RelationshipType: type,
  IsCustomRelationship: custom,
  IsCustomizable: managed(true, 'iscustomizable'),
  IsManaged: !custom,
  IsValidForAdvancedFind: true,
  IntroducedVersion: '1.0.0.0',
  SecurityTypes: 'Append',
});

export const commonRelationship: ReadonlySet<string> = new Set([
  '@odata.type',
  ...Object.keys(common('', '', '', false)),
]);

const menu: Metadata = {
  Behavior: 'UseCollectionName',
  Group: 'Details',
  Order: 10000,
  IsCustomizable: true,
  Icon: null,
  ViewId: null,
  AvailableOffline: true,
  MenuId: null,
  QueryApi: null,
};

/**
 * As Microsoft's table reference has it for account, contact, opportunity, case, activities and notes. Rows are
 * not archived here.
 */
function cascade(table: Table, column: Column, target: Table | undefined): Metadata {
  const none = 'NoCascade';
  const along = cascades(column, target) ? column.cascade : none;
  return {
    Assign: along,
    Delete: column.onDelete ?? 'RemoveLink',
    Merge: target && merges(table, column, target) ? 'Cascade' : none,
    Reparent: along,
    Share: along,
    Unshare: along,
    Archive: none,
  };
}

function relationship(
  table: Table,
  column: Column,
  target: string,
  property: string,
  model: Model,
): Metadata {
  const name = column.relationship[target] ?? '';
  const other = model.described.get(target);
  return {
    ...common(
      guid('relationship', table.name, column.name, target),
      name,
      'OneToManyRelationship',
      column.name.includes('_') || table.name.includes('_'),
    ),
    ReferencedEntity: target,
    ReferencedAttribute: other?.primaryId ?? `${target}id`,
    ReferencedEntityNavigationPropertyName: name,
    ReferencingEntity: table.name,
    ReferencingAttribute: column.name,
    ReferencingEntityNavigationPropertyName: property,
    CascadeConfiguration: cascade(table, column, other),
    AssociatedMenuConfiguration: menu,
    RelationshipBehavior: 1,
    RelationshipAttributes: [],
    EntityKey: null,
    DenormalizedAttributeName: null,
    IsDenormalizedLookup: false,
    // Of the lookups to the table itself, the first makes the hierarchy.
    IsHierarchical:
      target === table.name &&
      [...table.columns.values()].find(
        ({ targets, update }) => update && targets.join() === table.name,
      ) === column,
  };
}

/** N:1. The owner is one relationship to the principal, as Dataverse has it. */
export function manyToOne(table: Table, model: Model): Metadata[] {
  return [...table.columns.values()].flatMap((column) => {
    if (column.name === 'ownerid')
      return [
        {
          ...relationship(
            table,
            column,
            'systemuser',
            column.navigation['systemuser'] ?? 'ownerid',
            model,
          ),
          SchemaName: `owner_${table.setName}`,
          ReferencedEntity: 'owner',
          ReferencedAttribute: 'ownerid',
          ReferencedEntityNavigationPropertyName: `owner_${table.setName}`,
          MetadataId: guid('relationship', table.name, 'owner'),
        },
      ];
    return Object.entries(column.navigation).map(([target, property]) =>
      relationship(table, column, target, property, model),
    );
  });
}

export const oneToMany = (table: Table, model: Model): Metadata[] =>
  [...model.described.values()].flatMap((other) =>
    [...other.columns.values()].flatMap((column) => {
      const property = column.navigation[table.name];
      return property === undefined || column.name === 'ownerid'
        ? []
        : [relationship(other, column, table.name, property, model)];
    }),
  );

function ofLink(link: Link, model: Model): Metadata {
  const primaryId = (name: string): string => model.described.get(name)?.primaryId ?? `${name}id`;
  const [left, right] = intersectIds(link, primaryId);
  const custom = link.name.includes('_') && !link.name.endsWith('_association');
  return {
    ...common(guid('relationship', link.name), link.name, 'ManyToManyRelationship', custom),
    Entity1LogicalName: link.left,
    Entity1IntersectAttribute: left,
    Entity1NavigationPropertyName: link.name,
    Entity1AssociatedMenuConfiguration: menu,
    Entity2LogicalName: link.right,
    Entity2IntersectAttribute: right,
    Entity2NavigationPropertyName: link.name,
    Entity2AssociatedMenuConfiguration: menu,
    IntersectEntityName: link.intersect,
  };
}

export const manyToMany = (table: Table, model: Model): Metadata[] =>
  [...model.links.values()]
    .filter(({ left, right }) => left === table.name || right === table.name)
    .map((link) => ofLink(link, model));

/** Every relationship of the organisation, each with its type. */
export const relationships = (model: Model): Metadata[] =>
  [
    ...[...model.described.values()].flatMap((table) => manyToOne(table, model)),
    ...[...model.links.values()].map((link) => ofLink(link, model)),
  ].map((each) => ({
    '@odata.type': `#Microsoft.Dynamics.CRM.${String(each['RelationshipType'])}Metadata`,
    ...each,
  }));
