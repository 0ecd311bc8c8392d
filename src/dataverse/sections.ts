import type { Column, Section } from '../domain/table';

/** Dataverse shows these as one control and writes them by their parts. */
function partsOf(column: string): readonly string[] {
  if (column === 'fullname') return ['firstname', 'lastname'];
  const address = /^(.+)_composite$/.exec(column)?.[1];
  if (address === undefined) return [column];
  return ['line1', 'line2', 'line3', 'postalcode', 'city', 'stateorprovince', 'country'].map(
    (part) => `${address}_${part}`,
  );
}

/** A form's columns with composite ones by their parts. */
export const withParts = (sections: readonly Section[]): readonly Section[] =>
  sections.map(({ label, columns }) => ({ label, columns: columns.flatMap(partsOf) }));

/**
 * The sections that the model can show: known columns, each once; the party lists become the parties column.
 * @param partyLists names of the columns that stand for some of an activity's parties.
 */
export function knownSections(
  sections: readonly Section[],
  columns: Readonly<Record<string, Column>>,
  partyLists: ReadonlySet<string>,
): readonly Section[] {
  const parties = Object.values(columns).find(({ type }) => type === 'parties')?.name;
  const seen = new Set<string>();
  const isNew = (name: string): boolean => {
    if (!Object.hasOwn(columns, name) || seen.has(name)) return false;
    seen.add(name);
    return true;
  };
  return sections
    .map(({ label, columns: names }) => ({
      label,
      columns: names
        .map((name) => (partyLists.has(name) && parties !== undefined ? parties : name))
        .filter(isNew),
    }))
    .filter((section) => section.columns.length > 0);
}

/** One section of all that a user can fill in, the primary name first. */
export function fallbackSections(
  label: string,
  primaryName: string,
  columns: Readonly<Record<string, Column>>,
): readonly Section[] {
  const writable = Object.values(columns)
    .filter(({ canCreate, canUpdate }) => canCreate || canUpdate)
    .map(({ name }) => name)
    .filter((name) => name !== primaryName);
  return [{ label, columns: [primaryName, ...writable] }];
}
