import type { StoredRow } from '../stored';

/** The names that rows have in common, which are as long as what they name. */
export interface Shape {
  readonly keys: readonly string[];
  readonly body: readonly string[];
}

type Named = Readonly<Record<string, unknown>>;

/** Stands for the name of a body that has no names. */
const WHOLE = '';

/** A row's parts that have names. A body that has none is a part itself. */
function partsOf({ keys, body }: StoredRow): { readonly keys: Named; readonly body: Named } {
  const isNamed = typeof body === 'object' && body !== null && !Array.isArray(body);
  return {
    keys: keys as unknown as Named,
    body: isNamed ? (body as Named) : { [WHOLE]: body },
  };
}

export function shapeOf(row: StoredRow): Shape {
  const { keys, body } = partsOf(row);
  return { keys: Object.keys(keys), body: Object.keys(body) };
}

export function hasShape(row: StoredRow, shape: Shape): boolean {
  const { keys, body } = partsOf(row);
  return has(keys, shape.keys) && has(body, shape.body);
}

function has(part: Named, names: readonly string[]): boolean {
  let at = 0;
  for (const name in part) if (name !== names[at++]) return false;
  return at === names.length;
}

/** A row of this shape without its names. */
export function textOf(row: StoredRow, shape: Shape): string {
  const { keys, body } = partsOf(row);
  const values = [...shape.keys.map((name) => keys[name]), ...shape.body.map((name) => body[name])];
  return JSON.stringify([row.rev, row.v, ...values]);
}

/** @param shape undefined: the text tells the names too. */
export function rowOf(text: string, shape: Shape | undefined): StoredRow {
  const read: unknown = JSON.parse(text);
  if (shape === undefined) return read as StoredRow;
  const [rev, v, ...values] = read as [number, number, ...unknown[]];
  const part = (names: readonly string[], from: number): Named =>
    Object.fromEntries(names.map((name, index) => [name, values[from + index]]));
  const body = part(shape.body, shape.keys.length);
  return {
    keys: part(shape.keys, 0) as unknown as StoredRow['keys'],
    rev,
    v,
    body: WHOLE in body ? body[WHOLE] : body,
  };
}
