/** A JSON object from the wire: nothing about it is believed until it is looked at. */
export type Json = Readonly<Record<string, unknown>>;

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A primitive as text: what a column holds is never an object. */
export const scalarText = (value: unknown): string => (isScalar(value) ? String(value) : '');

const isScalar = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

export const numberIn = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

export const objectIn = (value: unknown): Json => (isJson(value) ? value : {});

export const listIn = (value: unknown): readonly Json[] =>
  Array.isArray(value) ? value.filter(isJson) : [];

/** An OData collection's rows. Anything else is no answer of Dataverse. */
export function rowsIn(body: Json | null): readonly Json[] {
  if (!Array.isArray(body?.['value'])) throw new TypeError('No collection in the answer');
  return listIn(body['value']);
}
