import { parseXml } from '@rgrove/parse-xml';
import { CrmFault, faults } from '../errors';
import { FetchElement } from './element';
import { fetchFaults } from './faults';
import {
  aggregates,
  dateGroupings,
  filterTypes,
  joinTypes,
  type Fetch,
  type FetchAttribute,
  type FetchCondition,
  type FetchEntity,
  type FetchFilter,
  type FetchLink,
  type FetchOrder,
  type LinkType,
} from './tree';

/** Longer than any address that Dataverse takes. */
const longest = 200_000;
const deepest = 30;
/** Sources: Microsoft's "Join tables using FetchXml" and "Filter rows using FetchXml". */
const mostLinks = 15;
const mostConditions = 500;

const entityChildren = 'all-attributes no-attrs attribute order link-entity filter';
const allowed: Readonly<Record<string, readonly [attributes: string, children: string]>> = {
  fetch: [
    'version count page paging-cookie utc-offset aggregate distinct top mapping min-active-row-version output-format returntotalrecordcount no-lock latematerialize useraworderby aggregatelimit options datasource',
    'entity',
  ],
  entity: ['name enableprefiltering prefilterparametername', entityChildren],
  'link-entity': [
    'name to from alias link-type visible intersect enableprefiltering prefilterparametername',
    entityChildren,
  ],
  'all-attributes': ['', ''],
  'no-attrs': ['', ''],
  attribute: [
    'name build addedby alias aggregate groupby dategrouping usertimezone distinct rowaggregate',
    '',
  ],
  order: ['attribute alias descending entityname', ''],
  filter: [
    'type isquickfindfields overridequickfindrecordlimitenabled overridequickfindrecordlimitdisabled bypassquickfind hint',
    'condition filter link-entity',
  ],
  condition: [
    'column attribute entityname operator value valueof aggregate alias rowaggregate uiname uitype uihidden',
    'value',
  ],
  value: ['uiname uitype', ''],
};

const attribute = (element: FetchElement): FetchAttribute => ({
  name: element.required('name'),
  alias: element.text('alias'),
  aggregate: element.oneOf('aggregate', aggregates),
  groupBy: element.flag('groupby'),
  dateGrouping: element.oneOf('dategrouping', dateGroupings),
  distinct: element.flag('distinct'),
  countsChildren: element.oneOf('rowaggregate', ['CountChildren']) !== null,
});

const order = (element: FetchElement): FetchOrder => ({
  attribute: element.text('attribute'),
  alias: element.text('alias'),
  entityName: element.text('entityname'),
  descending: element.flag('descending'),
});

function condition(element: FetchElement): FetchCondition {
  for (const name of ['aggregate', 'alias', 'rowaggregate'])
    if (element.text(name) !== null) throw faults.notCovered(`'${name}' on a FetchXML condition`);
  const value = element.text('value');
  const listed = element.all('value').map(({ element: inner }) => inner.text);
  return {
    kind: 'condition',
    attribute: element.required('attribute'),
    operator: element.required('operator'),
    entityName: element.text('entityname'),
    values: value === null ? listed : [value, ...listed],
    valueOf: element.text('valueof'),
  };
}

function filter(element: FetchElement): FetchFilter {
  return {
    kind: element.oneOf('type', ['and', 'or']) ?? 'and',
    parts: element.children.map((child): FetchFilter => {
      if (child.name === 'condition') return condition(child);
      if (child.name === 'filter') return filter(child);
      const inner = link(child);
      if (!filterTypes.some((type) => type === inner.type))
        throw fetchFaults.xml(`The link type '${inner.type}' is not allowed inside of a filter.`);
      return { kind: 'link', link: inner };
    }),
  };
}

const entity = (element: FetchElement): FetchEntity => ({
  name: element.required('name'),
  allAttributes: element.all('all-attributes').length > 0,
  attributes: element.all('attribute').map(attribute),
  orders: element.all('order').map(order),
  filters: element.all('filter').map(filter),
  links: element.all('link-entity').map(link),
});

function link(element: FetchElement): FetchLink {
  if (element.text('from') === null || element.text('to') === null)
    throw faults.notCovered("a link-entity without 'from' and 'to'");
  return {
    ...entity(element),
    from: element.required('from'),
    to: element.required('to'),
    alias: element.text('alias'),
    type: element.oneOf<LinkType>('link-type', [...joinTypes, ...filterTypes]) ?? 'inner',
  };
}

function checkSize(element: FetchElement, depth: number, counts: Map<string, number>): void {
  if (depth > deepest) throw fetchFaults.xml('The query is nested too deeply.');
  counts.set(element.name, (counts.get(element.name) ?? 0) + 1);
  for (const child of element.children) checkSize(child, depth + 1, counts);
}

function root(text: string): FetchElement {
  if (text.length > longest) throw fetchFaults.xml('The query is too long.');
  // The parser would step over a document type; nothing in a query may define anything.
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw fetchFaults.xml('DTD is prohibited.');
  try {
    const document = parseXml(text);
    if (document.root?.name !== 'fetch')
      throw fetchFaults.xml(`The '${document.root?.name ?? ''}' element is not declared.`);
    return new FetchElement(document.root, allowed);
  } catch (error) {
    if (error instanceof CrmFault) throw error;
    // A RangeError is a stack that deep nesting has used up.
    const detail = error instanceof RangeError ? 'The query is nested too deeply.' : String(error);
    throw fetchFaults.xml(detail.split('\n')[0]?.slice(0, 200) ?? '');
  }
}

/** Reads a FetchXML query. Throws for what is no XML or no FetchXML. */
export function parseFetch(text: string): Fetch {
  const element = root(text);
  const counts = new Map<string, number>();
  checkSize(element, 1, counts);
  if ((counts.get('link-entity') ?? 0) > mostLinks) throw fetchFaults.tooManyLinks();
  if ((counts.get('condition') ?? 0) > mostConditions) throw fetchFaults.tooManyConditions();
  for (const name of ['min-active-row-version', 'datasource'])
    if (element.text(name) !== null) throw faults.notCovered(`'${name}' of FetchXML`);
  const [first, ...more] = element.children;
  if (!first || more.length > 0) throw fetchFaults.xml("'fetch' needs one element 'entity'.");
  return {
    top: element.number('top'),
    count: element.number('count'),
    page: element.number('page') ?? 1,
    cookie: element.text('paging-cookie') || null,
    distinct: element.flag('distinct'),
    aggregate: element.flag('aggregate'),
    aggregateLimit: element.number('aggregatelimit'),
    countsAll: element.flag('returntotalrecordcount'),
    rawOrder: element.flag('useraworderby'),
    entity: entity(first),
  };
}
