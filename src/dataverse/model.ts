import type { Column, ManyToMany, Model, Reference, Table } from '../domain/table';
import { baseActivity, isMailText, partiesColumn, partyTable } from './activities';
import type { Attribute } from './attribute';
import type { ColumnDetails } from './column-details';
import { aboutOf, fileOf, withoutFile } from './file-columns';
import { isKept } from './kept-columns';
import { createMetadata } from './metadata';
import type { Metadata } from './metadata';
import { targetsOf } from './relationships';
import type { Relationship } from './relationships';
import { fallbackSections, knownSections, withParts } from './sections';
import type { TableDefinition } from './table-definition';
import type { Send } from './send';

type Unreferenced = Omit<Table, 'referencedBy'> & {
  readonly linkedTo: readonly ManyToMany[];
};

/**
 * Tables with columns, forms and relationships, as {@link CrmServer.readModel} promises them.
 * @param patient sends the many requests that follow the first answer, so that one that is lost is no loss of all.
 */
export async function readModel(
  send: Send,
  patient: Send,
  names: readonly string[] | null,
  signal: AbortSignal | undefined,
): Promise<Model> {
  if (names?.length === 0) return {};
  const found = await createMetadata(send, signal).definitions(names);
  const metadata = createMetadata(patient, signal);
  const definitions = found.filter(({ name }) => name !== baseActivity);
  if (definitions.length === 0) return {};
  const forms = metadata.forms(definitions);
  const parties = definitions.some(({ isActivity }) => isActivity)
    ? metadata.relationships(partyTable)
    : Promise.resolve([]);
  const tables = await Promise.all(
    definitions.map((definition) => readTable(metadata, definition, forms, parties)),
  );
  return Object.fromEntries(
    tables.map((table) => [
      table.name,
      {
        ...table,
        referencedBy: referencesTo(table.name, tables),
        linkedTo: table.linkedTo.filter((other) => tables.some(({ name }) => name === other.table)),
      },
    ]),
  );
}

async function readTable(
  metadata: Metadata,
  definition: TableDefinition,
  forms: ReturnType<Metadata['forms']>,
  parties: ReturnType<Metadata['relationships']>,
): Promise<Unreferenced> {
  const { name } = definition;
  const [all, relationships, linkedTo, partyRelationships, form = null] = await Promise.all([
    metadata.attributes(name),
    metadata.relationships(name),
    metadata.manyToMany(name),
    parties,
    forms.then((known) => known.get(name)),
  ]);
  const file = fileOf(all);
  const about = aboutOf(name);
  const attributes = file === null ? all : withoutFile(all);
  const formSections = form === null ? null : withParts(form);
  const onForm = formSections && new Set(formSections.flatMap(({ columns }) => columns));
  const kept = attributes.filter(
    (attribute) =>
      attribute.column.type !== 'parties' && isKept(definition, attribute, file, onForm),
  );
  const types = new Set(kept.map(({ column }) => column.type));
  const found = await Promise.all([...types].map((type) => metadata.details(name, type)));
  const details = new Map(found.flatMap((each) => [...each]));

  const names = new Set(kept.map(({ column }) => column.name));
  const columns = Object.fromEntries(
    kept.map((attribute) => [
      attribute.column.name,
      columnOf(attribute, names, details, relationships),
    ]),
  );
  const ofParties = definition.isActivity ? partiesColumn(name, partyRelationships) : null;
  if (ofParties !== null) columns[ofParties.name] = ofParties;

  const partyLists = new Set(
    attributes.filter(({ column }) => column.type === 'parties').map(({ column }) => column.name),
  );
  const toShow = Object.fromEntries(
    Object.entries(columns).filter(([column]) => column !== file?.name && column !== file?.size),
  );
  const sections = knownSections(formSections ?? [], toShow, partyLists);
  const { language: _, ...table } = definition;
  return {
    ...table,
    ...(file !== null && { file }),
    ...(about !== null && { about }),
    columns,
    linkedTo,
    sections:
      sections.length > 0
        ? sections
        : fallbackSections(definition.label, definition.primaryName, toShow),
  };
}

function columnOf(
  { column }: Attribute,
  names: ReadonlySet<string>,
  details: ReadonlyMap<string, ColumnDetails>,
  relationships: readonly Relationship[],
): Column {
  if (column.type === 'lookup') return { ...column, ...targetsOf(column.name, relationships) };
  return {
    ...column,
    ...details.get(column.name),
    ...(isMailText(column.name, names) && { format: 'html' }),
  };
}

const referencesTo = (target: string, tables: readonly Unreferenced[]): readonly Reference[] =>
  tables.flatMap((table) =>
    Object.values(table.columns)
      .filter(({ type, targets }) => type === 'lookup' && targets?.includes(target))
      .map(({ name }) => ({ table: table.name, column: name })),
  );
