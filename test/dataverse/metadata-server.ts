import { json } from './recorded-crm';
import type { Answer } from './recorded-crm';

type Raw = Readonly<Record<string, unknown>>;

/** An organisation's metadata as Dataverse would send it. */
export interface MetadataFixture {
  readonly definitions: readonly Raw[];
  readonly attributes: Readonly<Record<string, readonly Raw[]>>;
  readonly relationships: Readonly<Record<string, readonly Raw[]>>;
  /** N:N, by table; default: none. */
  readonly manyToMany?: Readonly<Record<string, readonly Raw[]>>;
  readonly forms: readonly Raw[];
}

export const label = (text: string) => ({
  UserLocalizedLabel: { Label: text, LanguageCode: 1033 },
  LocalizedLabels: [{ Label: text, LanguageCode: 1033 }],
});

/** Answers the metadata requests; an unexpected one fails the test by its address. */
export const metadataServer =
  ({ definitions, attributes, relationships, manyToMany = {}, forms }: MetadataFixture): Answer =>
  ({ address }) => {
    const [path = '', query = ''] = address.split('?');
    const table = /^EntityDefinitions\(LogicalName='(\w+)'\)/.exec(path)?.[1] ?? '';
    const own = attributes[table] ?? [];
    if (path === 'EntityDefinitions')
      return json({
        value: query.includes('IsAvailableOffline eq true')
          ? definitions
          : definitions.filter(({ LogicalName }) =>
              query.includes(`LogicalName eq '${String(LogicalName)}'`),
            ),
      });
    if (path === 'systemforms') return json({ value: forms });
    if (path.endsWith('/ManyToOneRelationships')) return json({ value: relationships[table] });
    if (path.endsWith('/ManyToManyRelationships')) return json({ value: manyToMany[table] ?? [] });
    if (path.endsWith('/Attributes')) return json({ value: own });
    const cast = /\/Attributes\/Microsoft\.Dynamics\.CRM\.(\w+)AttributeMetadata$/.exec(path)?.[1];
    if (cast === undefined) throw new Error(`Unexpected request ${address}`);
    return json({ value: own.filter((raw) => raw['AttributeType'] === cast) });
  };

export const attribute = (name: string, type: string, more: Raw = {}): Raw => ({
  LogicalName: name,
  AttributeType: type,
  DisplayName: label(`The ${name}`),
  RequiredLevel: { Value: 'None' },
  AttributeOf: null,
  IsValidForCreate: true,
  IsValidForUpdate: true,
  IsValidForRead: true,
  ...more,
});

export const relationship = (
  column: string,
  target: string,
  navigation: string,
  collection = '',
): Raw => ({
  ReferencingAttribute: column,
  ReferencedEntity: target,
  ReferencingEntityNavigationPropertyName: navigation,
  ReferencedEntityNavigationPropertyName: collection,
});
