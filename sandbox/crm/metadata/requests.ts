import { guidPattern, parseQuery, refuseOptions, type Segment } from '../http/address';
import { CrmFault, faults } from '../errors';
import type { Answer, Exchange } from '../exchange';
import type { Metadata } from './attribute';
import { entityMetadata } from './entity';
import { globalOptionSets } from './option-set';
import { relationships } from './relationship';
import { expandable, shape, shapeAll, uncast } from './shape';
import type { Model } from '../model/model';
import { notAllowed } from '../write/row-requests';

/** The sets of metadata, each with what it is called in messages. */
const sets: ReadonlyMap<
  string,
  { readonly what: string; readonly items: (model: Model) => Metadata[] }
> = new Map([
  [
    'EntityDefinitions',
    {
      what: 'entity',
      items: (model: Model) =>
        [...model.described.values()].map((table) => entityMetadata(table, model)),
    },
  ],
  ['RelationshipDefinitions', { what: 'relationship', items: relationships }],
  ['GlobalOptionSetDefinitions', { what: 'option set', items: globalOptionSets }],
]);

export const metadataSets: readonly string[] = [...sets.keys()];

type Lists = Map<string, readonly Metadata[]>;
const known = new WeakMap<Model, Lists>();

/** The whole set; worked out once for a model. */
function itemsOf(model: Model, set: string): readonly Metadata[] {
  const lists: Lists = known.get(model) ?? new Map<string, readonly Metadata[]>();
  known.set(model, lists);
  let items = lists.get(set);
  if (!items) lists.set(set, (items = sets.get(set)?.items(model) ?? []));
  return items;
}

function find(items: readonly Metadata[], key: string, what: string): Metadata {
  const [, property = 'MetadataId', quoted, bare = ''] =
    /^(?:(LogicalName|SchemaName|Name|MetadataId)=)?(?:'([^']*)'|([\w-]*))$/.exec(key) ?? [];
  const value = quoted ?? bare;
  const isName = property !== 'MetadataId';
  if (isName ? quoted === undefined : !guidPattern.test(value))
    throw faults.query(`Bad Request - Error in query syntax: '${key.slice(0, 200)}'.`);
  const wanted = isName ? value : value.toLowerCase();
  const found = items.find((item) => item[property] === wanted);
  if (found) return found;
  throw new CrmFault(
    404,
    '0x80060888',
    isName
      ? `Could not find an ${what} with name ${value.slice(0, 100)} and id 00000000-0000-0000-0000-000000000000.`
      : `Could not find an ${what} with id ${value}.`,
  );
}

const cast = /^Microsoft\.Dynamics\.CRM\.(\w+)Metadata$/;

/** Answers `EntityDefinitions...` and its like; there is no paging on metadata. */
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
  let items = itemsOf(organization.model, first.name);
  let what = sets.get(first.name)?.what ?? '';
  let item: Metadata | null = null;
  // Choices have one type that matters; the others show what belongs to theirs after a cast alone.
  let plain = first.name !== 'GlobalOptionSetDefinitions';
  let context = `${root}$metadata#${first.name}`;
  for (const segment of [first, ...rest]) {
    if (cast.test(segment.name)) {
      const name = `#${segment.name}`;
      plain = false;
      context += `/${segment.name}`;
      if (item && item['@odata.type'] !== name)
        throw faults.query(`The item is not a ${segment.name}.`);
      items = items.filter((each) => each['@odata.type'] === name);
    } else if (segment !== first) {
      const inner: unknown = item?.[segment.name];
      if (!item || !expandable.includes(segment.name) || inner === undefined)
        throw faults.query(`Resource not found for the segment '${segment.name.slice(0, 100)}'.`);
      context += `(${String(item['MetadataId'])})/${segment.name}`;
      plain = true;
      what = segment.name === 'Keys' ? 'key' : 'attribute';
      items = Array.isArray(inner) ? (inner as Metadata[]) : [];
      item = Array.isArray(inner) ? null : (inner as Metadata);
    }
    if (segment.key !== null) item = find(items, segment.key, what);
  }
  if (!item)
    return {
      status: 200,
      json: { '@odata.context': context, value: shapeAll(items, options, plain) },
    };
  refuseOptions(search, 'an item of the metadata', ['$filter']);
  return {
    status: 200,
    json: {
      '@odata.context': `${context}/$entity`,
      ...shape(plain ? uncast(item) : item, options),
    },
  };
}
