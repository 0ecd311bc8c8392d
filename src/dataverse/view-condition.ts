import type { XmlElement } from '@rgrove/parse-xml';
import type { Column, Table } from '../domain/table';
import { called, calledWith, escaped, propertyOf } from './query';
import { comparisons, patterns, queryFunctions } from './view-operators';
import { children, elements, parsed } from './xml';

/**
 * What a view's FetchXML asks about the rows of its table, for `$filter`; '' where it asks nothing. Null where it asks
 * about rows of other tables too, or what `$filter` cannot say: then it may not be used at all, not even in part.
 */
export function viewCondition(xml: string, table: Table): string | null {
  const document = parsed(xml);
  const [fetch] = document === null ? [] : elements(document, 'fetch');
  const [entity] = fetch === undefined ? [] : children(fetch);
  if (fetch === undefined || entity?.name !== 'entity') return null;
  const { aggregate, top } = fetch.attributes;
  if (aggregate === 'true' || top !== undefined || entity.attributes['name'] !== table.name)
    return null;
  return joined(
    'and',
    children(entity).map((child) => partOf(child, table)),
  );
}

/** What has to hold, `''`: nothing, null: it cannot be said. */
type Part = string | null;

function joined(type: string, parts: readonly Part[]): Part {
  if (parts.includes(null)) return null;
  const said = parts.filter((part) => part !== '');
  // Of alternatives one that always holds is enough.
  if (type === 'or' && said.length < parts.length) return '';
  return said.length > 1 ? `(${said.join(` ${type} `)})` : (said[0] ?? '');
}

function partOf(element: XmlElement, table: Table): Part {
  switch (element.name) {
    case 'attribute':
    case 'all-attributes':
    case 'no-attrs':
    case 'order':
      return '';
    case 'filter':
      return joined(
        element.attributes['type'] ?? 'and',
        children(element).map((child) => partOf(child, table)),
      );
    case 'condition':
      return conditionOf(element, table);
    case 'link-entity':
      // It shows columns of rows that may be there or not.
      return element.attributes['link-type'] === 'outer' && elements(element, 'filter').length === 0
        ? ''
        : null;
    default:
      return null;
  }
}

const known = new Set(['attribute', 'operator', 'value', 'uiname', 'uitype', 'uihidden']);

function conditionOf(element: XmlElement, table: Table): Part {
  const { attribute = '', operator = '', value } = element.attributes;
  if (Object.keys(element.attributes).some((name) => !known.has(name))) return null;
  if (!/^\w+$/.test(attribute)) return null;
  const values = [
    ...(value === undefined ? [] : [value]),
    ...elements(element, 'value').map(({ text }) => text),
  ];
  const wanted = queryFunctions.get(operator);
  const [first = ''] = values;
  switch (wanted?.wants) {
    case 'nothing':
      return called(wanted.name, attribute);
    case 'number':
      return /^\d+$/.test(first)
        ? calledWith(wanted.name, attribute, { PropertyValue: first })
        : null;
    case 'text':
      return calledWith(wanted.name, attribute, { PropertyValue: `'${escaped(plain(first))}'` });
    case 'list':
      return values.length === 0 ? null : called(wanted.name, attribute, values.map(plain));
    case undefined:
      return comparisonOf(operator, table.columns[attribute], first);
  }
}

/** An id without the brackets that FetchXML may have around it. */
const plain = (value: string): string => value.replace(/^\{([0-9a-f-]{36})\}$/i, '$1');

/** By a column that is known: the others could be of any type. */
function comparisonOf(operator: string, column: Column | undefined, value: string): Part {
  if (column === undefined) return null;
  const property = propertyOf(column);
  if (operator === 'null' || operator === 'not-null')
    return `${property} ${operator === 'null' ? 'eq' : 'ne'} null`;
  const pattern = patterns.get(operator);
  if (pattern !== undefined) {
    const [before, after, not] = pattern;
    const found = patternOf(property, `${before}${value}${after}`);
    return not && found !== null ? `not ${found}` : found;
  }
  const comparison = comparisons.get(operator);
  const compared = comparison === undefined ? null : literal(column, value);
  return compared === null ? null : `${property} ${comparison ?? ''} ${compared}`;
}

/** A pattern's own wildcards mean the same in the Web API's functions, which have one at an end of their own. */
function patternOf(property: string, pattern: string): Part {
  const [, before = '', text = '', after = ''] = /^(%?)([^]*?)(%?)$/.exec(pattern) ?? [];
  const inner = `'${escaped(text)}'`;
  if (before !== '' && after !== '') return `contains(${property},${inner})`;
  if (after !== '') return `startswith(${property},${inner})`;
  if (before !== '') return `endswith(${property},${inner})`;
  return /[%_[]/.test(text) ? null : `${property} eq ${inner}`;
}

/** A value as FetchXML writes it, as `$filter` writes it; null: it is none for the column. */
function literal({ type }: Column, value: string): string | null {
  const matching = (pattern: RegExp): string | null => (pattern.test(value) ? value : null);
  switch (type) {
    case 'text':
    case 'memo':
      return `'${escaped(value)}'`;
    case 'boolean':
      return /^(1|true)$/i.test(value) ? 'true' : /^(0|false)$/i.test(value) ? 'false' : null;
    case 'lookup':
    case 'uniqueidentifier':
      return plain(value);
    case 'date':
      return matching(/^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/);
    case 'choices':
    case 'parties':
      return null;
    default:
      return matching(/^-?\d+(\.\d+)?$/);
  }
}
