import { guid } from '../../seed/guid';

/** A label in the organisation's one language, English. */
export function label(text: string): object {
  const localized = {
    Label: text,
    LanguageCode: 1033,
    IsManaged: false,
    MetadataId: guid('label', text),
    HasChanged: null,
  };
  return { LocalizedLabels: [localized], UserLocalizedLabel: localized };
}

export const noLabel = { LocalizedLabels: [], UserLocalizedLabel: null } as const;

/** A property that a solution may lock. */
export const managed = (value: unknown, name: string, canBeChanged = true): object => ({
  Value: value,
  CanBeChanged: canBeChanged,
  ManagedPropertyLogicalName: name,
});
