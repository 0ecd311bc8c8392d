import { splitList } from '../http/address';
import { faults } from '../errors';
import { parseFilter } from '../query/filter';
import { commonAttribute, type Metadata } from './attribute';
import { fits } from './filter';
import { commonRelationship } from './relationship';
import { parseExpand } from '../query/query-options';

/** What comes only when it is expanded. */
export const expandable: readonly string[] = [
  'Attributes',
  'ManyToOneRelationships',
  'OneToManyRelationships',
  'ManyToManyRelationships',
  'Keys',
  'OptionSet',
  'GlobalOptionSet',
];

/** The type's name in messages. */
function typeName(item: Metadata): string {
  const type = item['@odata.type'];
  if (typeof type === 'string') return type.slice(1);
  return `Microsoft.Dynamics.CRM.${item['EntitySetName'] === undefined ? 'MetadataBase' : 'EntityMetadata'}`;
}

/** One of several types shows without a cast only what all of them have. */
export function uncast(item: Metadata): Metadata {
  if (item['@odata.type'] === undefined) return item;
  const common = item['RelationshipType'] === undefined ? commonAttribute : commonRelationship;
  return Object.fromEntries(Object.entries(item).filter(([name]) => common.has(name)));
}

/** What the options leave of one item. */
export function shape(item: Metadata, options: ReadonlyMap<string, string>): Metadata {
  for (const name of options.keys())
    if (!['$select', '$filter', '$expand', 'LabelLanguages'].includes(name))
      throw faults.query(`The query parameter '${name}' is not supported on metadata.`);
  const select = options.get('$select');
  const names =
    select === undefined
      ? Object.keys(item).filter((name) => !expandable.includes(name))
      : splitList(select);
  const shaped: Metadata = {};
  if (item['@odata.type'] !== undefined) shaped['@odata.type'] = item['@odata.type'];
  for (const name of names) {
    // Typed properties are there for their type only; without a cast they are an error.
    if (!Object.hasOwn(item, name) || expandable.includes(name))
      throw faults.query(
        `Could not find a property named '${name.slice(0, 100)}' on type '${typeName(item)}'.`,
      );
    shaped[name] = item[name];
  }
  shaped['MetadataId'] = item['MetadataId'];
  for (const { property, options: inner } of parseExpand(options.get('$expand') ?? '')) {
    if (!Object.hasOwn(item, property) || !expandable.includes(property))
      throw faults.query(
        `Could not find a property named '${property.slice(0, 100)}' on type '${typeName(item)}'.`,
      );
    const value = item[property];
    if (Array.isArray(value)) shaped[property] = shapeAll(value as Metadata[], inner, true);
    else shaped[property] = value === null ? null : shape(value as Metadata, inner);
  }
  return shaped;
}

/** What the options leave of a list; `plain`: without a cast. */
export function shapeAll(
  items: readonly Metadata[],
  options: ReadonlyMap<string, string>,
  plain: boolean,
): Metadata[] {
  const filter = options.get('$filter');
  const parsed = filter === undefined ? null : parseFilter(filter);
  return items
    .map((item) => (plain ? uncast(item) : item))
    .filter((item) => parsed === null || fits(parsed, item))
    .map((item) => shape(item, options));
}
