import type { PrivilegeType, Table } from '../domain/table';
import { isJson, listIn, numberIn, objectIn, textIn } from './json';
import type { Json } from './json';

/** What the metadata says of a table as a whole. */
export type TableDefinition = Omit<Table, 'columns' | 'referencedBy' | 'sections'> & {
  /** The user's language as a locale id (1033), to choose among a form's labels; null where it does not show. */
  readonly language: number | null;
};

export const definitionSelect = [
  'LogicalName',
  'DisplayName',
  'DisplayCollectionName',
  'EntitySetName',
  'PrimaryIdAttribute',
  'PrimaryNameAttribute',
  'OwnershipType',
  'IsActivity',
  'IsIntersect',
  'IsOptimisticConcurrencyEnabled',
  'Privileges',
].join(',');

/** Null for tables that have no rows of their own to show. */
export function decodeDefinition(raw: Json): TableDefinition | null {
  const name = textIn(raw['LogicalName']);
  const entitySetName = textIn(raw['EntitySetName']);
  const primaryName = textIn(raw['PrimaryNameAttribute']);
  if (entitySetName === '' || primaryName === '' || raw['IsIntersect'] === true) return null;
  const label = labelIn(raw['DisplayName']) || name;
  return {
    name,
    label,
    pluralLabel: labelIn(raw['DisplayCollectionName']) || label,
    entitySetName,
    primaryId: textIn(raw['PrimaryIdAttribute']),
    primaryName,
    ownership: ownershipOf(textIn(raw['OwnershipType'])),
    isActivity: raw['IsActivity'] === true,
    optimisticConcurrency: raw['IsOptimisticConcurrencyEnabled'] === true,
    privileges: privilegesIn(listIn(raw['Privileges'])),
    language: languageOf(raw['DisplayName']),
  };
}

/** A metadata label in the user's language, else in any; '' where there is none. */
export function labelIn(raw: unknown): string {
  const { UserLocalizedLabel, LocalizedLabels } = objectIn(raw);
  const label = isJson(UserLocalizedLabel) ? UserLocalizedLabel : listIn(LocalizedLabels)[0];
  return textIn(label?.['Label']);
}

const languageOf = (raw: unknown): number | null =>
  numberIn(objectIn(objectIn(raw)['UserLocalizedLabel'])['LanguageCode']) ?? null;

function ownershipOf(type: string): Table['ownership'] {
  if (type === 'UserOwned' || type === 'TeamOwned') return 'user';
  return type === 'OrganizationOwned' ? 'organization' : 'none';
}

const privilegeTypes: ReadonlySet<string> = new Set<PrivilegeType>([
  'Create',
  'Read',
  'Write',
  'Delete',
  'Append',
  'AppendTo',
  'Assign',
  'Share',
]);

function privilegesIn(raw: readonly Json[]): Table['privileges'] {
  const named = raw.map((item) => [textIn(item['PrivilegeType']), textIn(item['Name'])] as const);
  return Object.fromEntries(named.filter(([type]) => privilegeTypes.has(type)));
}
