import { guid } from '../seed/guid';
import type { Right } from '../seed/roles';
import { attributeMetadata, type Metadata } from './metadata-attribute';
import { label, managed } from './metadata-label';
import type { Column, Link, Model, Table } from './model';
import { privilegeId, privilegeName, rightsOf } from './rights';

function cascade(column: Column): Metadata {
  const none = 'NoCascade';
  return {
    Assign: none,
    Delete: column.onDelete ?? 'RemoveLink',
    Merge: none,
    Reparent: none,
    Share: none,
    Unshare: none,
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
  const other = model.tables.get(target);
  return {
    MetadataId: guid('relationship', table.name, column.name, target),
    HasChanged: null,
    SchemaName: name,
    RelationshipType: 'OneToManyRelationship',
    IsCustomRelationship: column.name.includes('_'),
    IsValidForAdvancedFind: true,
    SecurityTypes: 'Append',
    ReferencedEntity: target,
    ReferencedAttribute: other?.primaryId ?? `${target}id`,
    ReferencedEntityNavigationPropertyName: name,
    ReferencingEntity: table.name,
    ReferencingAttribute: column.name,
    ReferencingEntityNavigationPropertyName: property,
    CascadeConfiguration: cascade(column),
    IsHierarchical: false,
  };
}

/** N:1. The owner is one relationship to the principal, as Dataverse has it. */
function manyToOne(table: Table, model: Model): Metadata[] {
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

const oneToMany = (table: Table, model: Model): Metadata[] =>
  [...model.tables.values()].flatMap((other) =>
    [...other.columns.values()].flatMap((column) => {
      const property = column.navigation[table.name];
      return property === undefined || column.name === 'ownerid'
        ? []
        : [relationship(other, column, table.name, property, model)];
    }),
  );

function manyToMany(table: Table, link: Link, model: Model): Metadata[] {
  if (link.left !== table.name && link.right !== table.name) return [];
  return [
    {
      MetadataId: guid('relationship', link.name),
      SchemaName: link.name,
      RelationshipType: 'ManyToManyRelationship',
      Entity1LogicalName: link.left,
      Entity1IntersectAttribute: model.tables.get(link.left)?.primaryId,
      Entity1NavigationPropertyName: link.name,
      Entity2LogicalName: link.right,
      Entity2IntersectAttribute: model.tables.get(link.right)?.primaryId,
      Entity2NavigationPropertyName: link.name,
      IntersectEntityName: link.intersect,
      IsCustomRelationship: false,
    },
  ];
}

const privilege = (table: Table, right: Right): Metadata => {
  const name = privilegeName(table, right);
  const owned = table.ownership === 'user';
  return {
    CanBeBasic: owned,
    CanBeDeep: owned,
    CanBeGlobal: true,
    CanBeLocal: owned,
    CanBeEntityReference: false,
    CanBeParentEntityReference: false,
    Name: name,
    PrivilegeId: privilegeId(name),
    PrivilegeType: right,
  };
};

const ownership = { user: 'UserOwned', organization: 'OrganizationOwned', none: 'None' } as const;

/** The metadata of a table, everything in it. */
export function entityMetadata(table: Table, model: Model): Metadata {
  const custom = table.name.includes('_');
  return {
    MetadataId: guid('entity', table.name),
    HasChanged: null,
    LogicalName: table.name,
    SchemaName: table.schemaName,
    EntitySetName: table.setName,
    LogicalCollectionName: table.setName,
    CollectionSchemaName: `${table.schemaName}s`,
    PrimaryIdAttribute: table.primaryId,
    PrimaryNameAttribute: table.primaryName,
    PrimaryImageAttribute: null,
    DisplayName: label(table.label),
    DisplayCollectionName: label(table.pluralLabel),
    Description: label(''),
    ObjectTypeCode: table.objectTypeCode,
    OwnershipType: ownership[table.ownership],
    IsActivity: table.activity,
    IsActivityParty:
      model.tables.get('activityparty')?.columns.get('partyid')?.targets.includes(table.name) ??
      false,
    HasActivities: table.hasActivities,
    HasNotes: table.hasNotes,
    IsCustomEntity: custom,
    IsManaged: !custom,
    IsIntersect: table.intersect !== null,
    IsPrivate: false,
    IsLogicalEntity: false,
    IsValidForAdvancedFind: table.ownership !== 'none',
    IsAvailableOffline: table.offline,
    IsOfflineInMobileClient: managed(table.offline, 'canmodifymobileclientoffline'),
    ChangeTrackingEnabled: table.ownership !== 'none',
    CanChangeTrackingBeEnabled: managed(true, 'canchangetrackingbeenabled'),
    IsOptimisticConcurrencyEnabled: table.optimisticConcurrency,
    IsDuplicateDetectionEnabled: managed(
      ['account', 'contact', 'lead'].includes(table.name),
      'canmodifyduplicatedetectionsettings',
    ),
    IsCustomizable: managed(true, 'iscustomizable'),
    EntityColor: null,
    Privileges: rightsOf(table).map((right) => privilege(table, right)),
    Attributes: [...table.columns.values()].flatMap((column) => attributeMetadata(table, column)),
    ManyToOneRelationships: manyToOne(table, model),
    OneToManyRelationships: oneToMany(table, model),
    ManyToManyRelationships: [...model.links.values()].flatMap((link) =>
      manyToMany(table, link, model),
    ),
    Keys: [],
  };
}
