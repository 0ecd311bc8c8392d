import { guidPattern, parseQuery, splitList, type Segment } from './address';
import { CrmFault, faults } from './errors';
import type { Answer, Exchange } from './exchange';
import { parseFilter } from './filter';
import type { Metadata } from './metadata-attribute';
import { entityMetadata } from './metadata-entity';
import { fits } from './metadata-filter';
import type { Model } from './model';
import { parseExpand } from './query-options';
import { notAllowed } from './row-requests';

const known = new WeakMap<Model, Metadata[]>();

function entities(model: Model): Metadata[] {
  let list = known.get(model);
  if (!list)
    known.set(
      model,
      (list = [...model.tables.values()].map((table) => entityMetadata(table, model))),
    );
  return list;
}

/** What comes only when it is expanded. */
const expandable = [
  'Attributes',
  'ManyToOneRelationships',
  'OneToManyRelationships',
  'ManyToManyRelationships',
  'Keys',
  'OptionSet',
  'GlobalOptionSet',
];

function shape(item: Metadata, options: ReadonlyMap<string, string>): Metadata {
  const select = options.get('$select');
  const names =
    select === undefined
      ? Object.keys(item).filter((name) => !expandable.includes(name))
      : splitList(select);
  const shaped: Metadata = {};
  if (item['@odata.type'] !== undefined) shaped['@odata.type'] = item['@odata.type'];
  for (const name of names) {
    if (!Object.hasOwn(item, name) || expandable.includes(name)) {
      // Typed properties are there for their type only; without a cast they are an error.
      throw faults.query(
        `Could not find a property named '${name}' on type 'Microsoft.Dynamics.CRM.${item['LogicalName'] === undefined ? 'RelationshipMetadata' : 'MetadataBase'}'.`,
      );
    }
    shaped[name] = item[name];
  }
  shaped['MetadataId'] = item['MetadataId'];
  for (const { property, options: inner } of parseExpand(options.get('$expand') ?? '')) {
    if (!Object.hasOwn(item, property) || !expandable.includes(property))
      throw faults.query(`Could not find a property named '${property}' to expand.`);
    const value = item[property];
    if (Array.isArray(value)) shaped[property] = list(value as Metadata[], inner, true);
    else shaped[property] = value;
  }
  return shaped;
}

const commonAttribute = new Set([
  '@odata.type',
  'MetadataId',
  'HasChanged',
  'LogicalName',
  'SchemaName',
  'EntityLogicalName',
  'AttributeType',
  'AttributeTypeName',
  'DisplayName',
  'Description',
  'IsCustomAttribute',
  'IsManaged',
  'SourceType',
  'AttributeOf',
  'IsValidForCreate',
  'IsValidForUpdate',
  'IsValidForRead',
  'IsValidForForm',
  'IsLogical',
  'IsPrimaryId',
  'IsPrimaryName',
  'IsSecured',
  'IsFilterable',
  'RequiredLevel',
]);

/** Without a cast to its type an attribute shows only what all attributes have. */
const uncast = (item: Metadata): Metadata =>
  item['AttributeType'] === undefined
    ? item
    : Object.fromEntries(Object.entries(item).filter(([name]) => commonAttribute.has(name)));

function list(
  items: readonly Metadata[],
  options: ReadonlyMap<string, string>,
  plain: boolean,
): Metadata[] {
  for (const name of options.keys())
    if (!['$select', '$filter', '$expand', 'LabelLanguages'].includes(name))
      throw faults.query(`The query parameter '${name}' is not supported on metadata.`);
  const filter = options.get('$filter');
  const parsed = filter === undefined ? null : parseFilter(filter);
  return items
    .map((item) => (plain ? uncast(item) : item))
    .filter((item) => parsed === null || fits(parsed, item))
    .map((item) => shape(item, options));
}

function find(items: readonly Metadata[], key: string, what: string): Metadata {
  const name = /^LogicalName='([^']*)'$/.exec(key)?.[1];
  const schema = /^SchemaName='([^']*)'$/.exec(key)?.[1];
  const found = items.find((item) =>
    name !== undefined
      ? item['LogicalName'] === name
      : schema !== undefined
        ? item['SchemaName'] === schema
        : guidPattern.test(key) && item['MetadataId'] === key.toLowerCase(),
  );
  if (found) return found;
  throw new CrmFault(
    404,
    '0x80060888',
    `Could not find an ${what} with name ${name ?? schema ?? key} and id 00000000-0000-0000-0000-000000000000.`,
  );
}

const cast = /^Microsoft\.Dynamics\.CRM\.(\w+)Metadata$/;

/** Answers `EntityDefinitions...`; there is no paging on metadata. */
export function metadataRequest(
  exchange: Exchange,
  first: Segment,
  rest: readonly Segment[],
): Answer {
  const { method, root, organization, search } = exchange;
  if (method !== 'GET') {
    if (['POST', 'PUT', 'PATCH', 'DELETE'].includes(method))
      throw faults.notCovered('changing metadata');
    throw notAllowed(method);
  }
  const options = parseQuery(search);
  let items: readonly Metadata[] = entities(organization.model);
  let item: Metadata | null = null;
  let plain = true;
  let context = `${root}$metadata#EntityDefinitions`;
  for (const segment of [first, ...rest]) {
    const type = cast.exec(segment.name)?.[1];
    if (type !== undefined) {
      const name = `#${segment.name}`;
      plain = false;
      if (item && item['@odata.type'] !== name)
        throw faults.query(`The attribute is not a ${segment.name}.`);
      items = items.filter((each) => each['@odata.type'] === name);
    } else if (segment !== first) {
      const inner: unknown = item?.[segment.name];
      if (!item || !expandable.includes(segment.name) || inner === undefined)
        throw faults.query(`Resource not found for the segment '${segment.name.slice(0, 100)}'.`);
      context += `(${String(item['MetadataId'])})/${segment.name}`;
      if (!Array.isArray(inner))
        return { status: 200, json: { '@odata.context': context, ...inner } };
      items = inner as Metadata[];
      item = null;
      plain = true;
    }
    if (segment.key !== null)
      item = find(items, segment.key, segment === first ? 'entity' : 'attribute');
  }
  if (item)
    return {
      status: 200,
      json: {
        '@odata.context': `${context}/$entity`,
        ...shape(plain ? uncast(item) : item, options),
      },
    };
  return { status: 200, json: { '@odata.context': context, value: list(items, options, plain) } };
}
