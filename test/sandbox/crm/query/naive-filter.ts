/** Filters as data, how they are written, and what they mean: worked out in memory, on its own. */

export type Scalar = string | number | boolean | null;
export type Row = Readonly<Record<string, Scalar>>;
export type Kind = 'text' | 'number' | 'boolean' | 'choices' | 'time' | 'day' | 'id';

/** How related rows are found. */
export interface Relations {
  /** The row at the end of a navigation property; null: none. */
  single(row: Row, navigation: string): Row | null;
  collection(row: Row, name: string): readonly Row[];
}

export interface Property {
  /** Navigation properties, then a property. */
  readonly path: readonly string[];
  readonly kind: Kind;
}

type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type Query =
  | { readonly is: 'and' | 'or'; readonly of: readonly Query[] }
  | { readonly is: 'not'; readonly of: Query }
  | {
      readonly is: 'compare';
      readonly property: Property;
      readonly by: Comparison;
      readonly value: Scalar;
      readonly flipped: boolean;
    }
  | {
      readonly is: 'columns';
      readonly left: Property;
      readonly right: Property;
      readonly by: Comparison;
    }
  | {
      readonly is: 'like';
      readonly property: Property;
      readonly how: 'contains' | 'startswith' | 'endswith';
      readonly value: string;
    }
  | {
      readonly is: 'list';
      readonly property: Property;
      readonly how: 'In' | 'NotIn' | 'Between' | 'NotBetween';
      readonly values: readonly Scalar[];
    }
  | {
      readonly is: 'choices';
      readonly property: Property;
      readonly how: 'ContainValues' | 'DoesNotContainValues';
      readonly values: readonly number[];
    }
  | {
      readonly is: 'date';
      readonly property: Property;
      readonly how: DateFunction;
      readonly x: number;
    }
  | {
      readonly is: 'lambda';
      readonly collection: string;
      readonly how: 'any' | 'all';
      readonly of: Query | null;
    };

export type DateFunction =
  | 'Today'
  | 'ThisMonth'
  | 'ThisYear'
  | 'LastXDays'
  | 'NextXDays'
  | 'OlderThanXHours'
  | 'LastXMonths';

function literal(value: Scalar, kind: Kind): string {
  if (value === null) return 'null';
  if (kind === 'text' || kind === 'choices') return `'${String(value).replaceAll("'", "''")}'`;
  return String(value);
}

const quoted = (value: Scalar): string => `"${String(value).replaceAll(/["\\]/g, '\\$&')}"`;

/** The query as a $filter; in a lambda, paths begin with its variable. */
export function written(query: Query, variable = '', depth = 0): string {
  const path = ({ path: steps }: Property): string =>
    (variable ? [variable, ...steps] : steps).join('/');
  /** Property and parameters of a query function, which stands behind the navigation properties. */
  const call = (property: Property, name: string, more: string): string => {
    const before = [...(variable ? [variable] : []), ...property.path.slice(0, -1)];
    return [
      ...before,
      `Microsoft.Dynamics.CRM.${name}(PropertyName='${property.path.at(-1) ?? ''}'${more})`,
    ].join('/');
  };
  switch (query.is) {
    case 'and':
    case 'or':
      return `(${query.of.map((each) => written(each, variable, depth)).join(` ${query.is} `)})`;
    case 'not':
      return `not (${written(query.of, variable, depth)})`;
    case 'compare': {
      const operands = [path(query.property), literal(query.value, query.property.kind)];
      if (!query.flipped) return operands.join(` ${query.by} `);
      const flip = { eq: 'eq', ne: 'ne', gt: 'lt', ge: 'le', lt: 'gt', le: 'ge' }[query.by];
      return operands.reverse().join(` ${flip} `);
    }
    case 'columns':
      return `${path(query.left)} ${query.by} ${path(query.right)}`;
    case 'like':
      return `${query.how}(${path(query.property)},${literal(query.value, 'text')})`;
    case 'list':
    case 'choices':
      return call(
        query.property,
        query.how,
        `,PropertyValues=[${query.values.map(quoted).join(',')}]`,
      );
    case 'date':
      return call(
        query.property,
        query.how,
        query.how.includes('X') ? `,PropertyValue=${query.x}` : '',
      );
    case 'lambda': {
      const inner = `v${depth}`;
      const collection = [...(variable ? [variable] : []), query.collection].join('/');
      return `${collection}/${query.how}(${query.of ? `${inner}:${written(query.of, inner, depth + 1)}` : ''})`;
    }
  }
}

/** Code points in order; `<` on strings would go by UTF-16. */
export function byCodePoint(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

const comparable = (value: Scalar): Scalar =>
  typeof value === 'string' ? value.toLowerCase() : value;

function compare(a: Scalar, b: Scalar): number {
  const [left, right] = [comparable(a), comparable(b)];
  return typeof left === 'string' && typeof right === 'string'
    ? byCodePoint(left, right)
    : Number(left) - Number(right);
}

function holds(by: Comparison, difference: number): boolean {
  return {
    eq: difference === 0,
    ne: difference !== 0,
    gt: difference > 0,
    ge: difference >= 0,
    lt: difference < 0,
    le: difference <= 0,
  }[by];
}

/** LIKE by way of a regular expression. */
function like(text: string, pattern: string): boolean {
  const signs = Array.from(pattern.toLowerCase());
  let expression = '';
  for (let at = 0; at < signs.length; at += 1) {
    const sign = signs[at] ?? '';
    if (sign === '%') expression += '.*';
    else if (sign === '_') expression += '.';
    else if (sign === '[') {
      const end = signs.indexOf(']', at);
      if (end < 0) return false;
      const inner = signs.slice(at + 1, end).join('');
      if (inner === '' || inner === '^') return false;
      const body = Array.from(inner.replace(/^\^/, ''));
      const parts: string[] = [];
      const code = (each: string): string => `\\u{${(each.codePointAt(0) ?? 0).toString(16)}}`;
      while (body.length > 0) {
        const from = body.shift() ?? '';
        if (body.length >= 2 && body[0] === '-') {
          body.shift();
          const to = body.shift() ?? '';
          if (byCodePoint(from, to) <= 0) parts.push(`${code(from)}-${code(to)}`);
        } else parts.push(code(from));
      }
      const outside = inner.startsWith('^');
      if (parts.length === 0) expression += outside ? '.' : '(?!)';
      else expression += `[${outside ? '^' : ''}${parts.join('')}]`;
      at = end;
    } else expression += `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`;
  }
  return new RegExp(`^${expression}$`, 'su').test(text.toLowerCase());
}

/** The first moment of the day so many days, or months, away. */
const shifted = (now: Date, months: number, days: number): Date => {
  const length = new Date(
    Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + months + 1, 0),
  ).getUTCDate();
  return new Date(
    Date.UTC(
      now.getUTCFullYear(),
      now.getUTCMonth() + months,
      Math.min(now.getUTCDate(), length) + days,
    ),
  );
};

function inRange(at: Date, how: DateFunction, x: number, now: Date): boolean {
  const parts = (date: Date, count: number): string => date.toISOString().slice(0, count);
  switch (how) {
    case 'Today':
      return parts(at, 10) === parts(now, 10);
    case 'ThisMonth':
      return parts(at, 7) === parts(now, 7);
    case 'ThisYear':
      return parts(at, 4) === parts(now, 4);
    case 'LastXDays':
      return at >= shifted(now, 0, -x) && at <= now;
    case 'NextXDays':
      return at >= now && at < shifted(now, 0, x + 1);
    case 'LastXMonths':
      return at >= shifted(now, -x, 0) && at <= now;
    case 'OlderThanXHours':
      return at.getTime() < now.getTime() - x * 3_600_000;
  }
}

/** Whether the row fits. */
export function fits(query: Query, row: Row, relations: Relations, now: Date): boolean {
  const value = ({ path }: Property): Scalar => {
    let at: Row | null = row;
    for (const step of path.slice(0, -1)) at = at && relations.single(at, step);
    return at?.[path.at(-1) ?? ''] ?? null;
  };
  const again = (inner: Query, other = row): boolean => fits(inner, other, relations, now);
  switch (query.is) {
    case 'and':
      return query.of.every((each) => again(each));
    case 'or':
      return query.of.some((each) => again(each));
    case 'not':
      return !again(query.of);
    case 'compare': {
      const own = value(query.property);
      if (query.value === null)
        return query.by === 'eq' ? own === null : query.by === 'ne' && own !== null;
      if (own === null) return query.by === 'ne';
      return holds(query.by, compare(own, query.value));
    }
    case 'columns': {
      const [left, right] = [value(query.left), value(query.right)];
      return left !== null && right !== null && holds(query.by, compare(left, right));
    }
    case 'like': {
      const own = value(query.property);
      const [before, after] = [
        query.how === 'startswith' ? '' : '%',
        query.how === 'endswith' ? '' : '%',
      ];
      return typeof own === 'string' && like(own, before + query.value + after);
    }
    case 'list': {
      const own = value(query.property);
      const [low = null, high = null] = query.values;
      const inside =
        own !== null &&
        (query.how.endsWith('In')
          ? query.values.some((each) => compare(own, each) === 0)
          : compare(own, low) >= 0 && compare(own, high) <= 0);
      return query.how.startsWith('Not') ? !inside : inside;
    }
    case 'choices': {
      const own = String(value(query.property) ?? '').split(',');
      const inside = query.values.some((each) => own.includes(String(each)));
      return query.how === 'ContainValues' ? inside : !inside;
    }
    case 'date': {
      const own = value(query.property);
      return own !== null && inRange(new Date(String(own)), query.how, query.x, now);
    }
    case 'lambda': {
      const rows = relations.collection(row, query.collection);
      const { of } = query;
      if (!of) return rows.length > 0;
      return query.how === 'any'
        ? rows.some((each) => again(of, each))
        : rows.every((each) => again(of, each));
    }
  }
}
