import { guid } from '../../seed/guid';
import type { Right } from '../../seed/roles';
import { attributeMetadata, type Metadata } from './attribute';
import { label, managed, noLabel } from './label';
import { manyToMany, manyToOne, oneToMany } from './relationship';
import type { Key, Model, Table } from '../model/model';
import { privilegeId, privilegeName, rightsOf } from '../rights/rights';

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

const keyMetadata = (table: Table, { name, label: text, columns }: Key): Metadata => ({
  MetadataId: guid('key', table.name, name),
  HasChanged: null,
  LogicalName: name,
  SchemaName: name,
  EntityLogicalName: table.name,
  DisplayName: label(text),
  KeyAttributes: columns.map((column) => column.name),
  EntityKeyIndexStatus: 'Active',
  AsyncJob: null,
  IsCustomizable: managed(true, 'iscustomizable'),
  IsManaged: false,
  IsSynchronous: false,
  IsExportKey: false,
  IsSecondaryKey: false,
  IntroducedVersion: '1.0.0.0',
});

/** What a table can take part in, and may be changed about it: the same for all. */
const abilities = (table: Table): Metadata => {
  const business = table.ownership === 'user';
  const yes = (name: string, value = true): object => managed(value, name);
  return {
    IsAuditEnabled: yes('canmodifyauditsettings', false),
    IsValidForQueue: yes('canmodifyqueuesettings', table.activity),
    IsConnectionsEnabled: yes('canmodifyconnectionsettings', business),
    IsMailMergeEnabled: yes('canmodifymailmergesettings', false),
    IsVisibleInMobile: yes('canmodifymobilevisibility', false),
    IsVisibleInMobileClient: yes('canmodifymobileclientvisibility', business),
    IsReadOnlyInMobileClient: yes('canmodifymobileclientreadonly', false),
    IsRenameable: yes('isrenameable'),
    IsMappable: yes('ismappable'),
    CanCreateAttributes: yes('cancreateattributes'),
    CanCreateCharts: yes('cancreatecharts'),
    CanCreateForms: yes('cancreateforms'),
    CanCreateViews: yes('cancreateviews'),
    CanBeInManyToMany: yes('canbeinmanytomany'),
    CanBeInCustomEntityAssociation: yes('canbeincustomentityassociation'),
    CanBePrimaryEntityInRelationship: yes('canbeprimaryentityinrelationship'),
    CanBeRelatedEntityInRelationship: yes('canberelatedentityinrelationship'),
    CanEnableSyncToExternalSearchIndex: yes('canenablesynctoexternalsearchindex'),
    CanModifyAdditionalSettings: yes('canmodifyadditionalsettings'),
    SyncToExternalSearchIndex: false,
    AutoCreateAccessTeams: false,
    AutoRouteToOwnerQueue: false,
    ActivityTypeMask: table.activity ? 1 : 0,
    HasEmailAddresses: [...table.columns.values()].some(({ format }) => format === 'Email'),
    HasFeedback: false,
    IsAIRUpdated: true,
    IsBPFEntity: false,
    IsBusinessProcessEnabled: business,
    IsChildEntity: table.ownership === 'none',
    IsDocumentManagementEnabled: false,
    IsDocumentRecommendationsEnabled: false,
    IsEnabledForCharts: business,
    IsEnabledForExternalChannels: false,
    IsEnabledForTrace: false,
    IsImportable: business,
    IsInteractionCentricEnabled: business,
    IsKnowledgeManagementEnabled: false,
    IsOneNoteIntegrationEnabled: false,
    IsQuickCreateEnabled: business,
    IsReadingPaneEnabled: true,
    IsRetrieveAuditEnabled: false,
    IsSLAEnabled: false,
    IsStateModelAware: table.columns.has('statecode'),
    EnforceStateTransitions: false,
    EntityHelpUrl: null,
    EntityHelpUrlEnabled: false,
    DataProviderId: null,
    DataSourceId: null,
    DaysSinceRecordLastModified: 0,
    ExternalName: null,
    ExternalCollectionName: null,
    IconLargeName: null,
    IconMediumName: null,
    IconSmallName: null,
    IconVectorName: null,
    IntroducedVersion: '1.0.0.0',
    MobileOfflineFilters: null,
    OwnerId: null,
    OwnerIdType: null,
    OwningBusinessUnit: null,
    RecurrenceBaseEntityLogicalName: null,
    ReportViewName: `Filtered${table.schemaName}`,
    SettingOf: null,
    TableType: 'Standard',
    UsesBusinessDataLabelTable: false,
    Settings: [],
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
    Description: noLabel,
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
    ChangeTrackingEnabled: table.changeTracking,
    CanChangeTrackingBeEnabled: managed(true, 'canchangetrackingbeenabled'),
    IsOptimisticConcurrencyEnabled: table.optimisticConcurrency,
    IsDuplicateDetectionEnabled: managed(
      table.duplicateDetection,
      'canmodifyduplicatedetectionsettings',
    ),
    IsCustomizable: managed(true, 'iscustomizable'),
    EntityColor: null,
    ...abilities(table),
    Privileges: rightsOf(table).map((right) => privilege(table, right)),
    Attributes: [...table.columns.values()].flatMap((column) => attributeMetadata(table, column)),
    ManyToOneRelationships: manyToOne(table, model),
    OneToManyRelationships: oneToMany(table, model),
    ManyToManyRelationships: manyToMany(table, model),
    Keys: table.keys.map((key) => keyMetadata(table, key)),
  };
}
