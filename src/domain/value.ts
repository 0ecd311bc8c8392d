/**
 * The values a column can hold, decoded from the wire. What each column type holds:
 *
 * | column type                      | value                                                                 |
 * | -------------------------------- | --------------------------------------------------------------------- |
 * | text, memo, uniqueidentifier     | string                                                                |
 * | integer                          | number                                                                |
 * | decimal, money, double           | string in plain decimal notation at the column's precision ("12.50")  |
 * | boolean                          | boolean                                                               |
 * | choice, state, status            | number (the option's value)                                           |
 * | choices                          | number[] in ascending order                                           |
 * | date, behaviour DateOnly         | "YYYY-MM-DD"                                                          |
 * | date, behaviour UserLocal        | "YYYY-MM-DDTHH:mm:ssZ" (UTC, whole seconds)                           |
 * | date, TimeZoneIndependent        | "YYYY-MM-DDTHH:mm:ss" (no zone)                                       |
 * | lookup                           | {@link Lookup}                                                        |
 * | parties                          | {@link Party}[] (replaced whole)                                      |
 *
 * An empty column is null; a column that was not read is absent.
 */
export type Value =
  null | string | number | boolean | Lookup | readonly number[] | readonly Party[];

/** A reference with the name it had when it was read: it shows even where the row is not on board. */
export interface Lookup {
  readonly table: string;
  readonly id: string;
  readonly name: string;
}

/** One party of an activity. `role` is Dataverse's participationtypemask: 1 From, 2 To, 3 Cc, 4 Bcc, 5 Required, 6 Optional, 7 Organizer, 8 Regarding, 9 Owner. */
export interface Party {
  readonly role: number;
  readonly ref: Lookup | null;
  readonly address: string;
}

/** Column logical name to value. */
export type Values = Readonly<Record<string, Value>>;

export const isLookup = (value: Value | undefined): value is Lookup =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sameParty = (a: Party, b: Party): boolean =>
  a.role === b.role &&
  a.ref?.id === b.ref?.id &&
  a.ref?.table === b.ref?.table &&
  a.address.toLowerCase() === b.address.toLowerCase();

/** Undefined, an empty text and an empty list are no value. */
const orNull = (value: Value | undefined): Value =>
  value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
    ? null
    : value;

/**
 * Equal as the server would see it: the name inside a lookup is display only; undefined, an empty text and an empty
 * list count as null.
 */
export function sameValue(a: Value | undefined, b: Value | undefined): boolean {
  const left = orNull(a);
  const right = orNull(b);
  if (left === right) return true;
  if (left === null || right === null) return false;
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length) return false;
    return left.every((item: number | Party, index) => {
      const other = right[index] as number | Party;
      return typeof item === 'object' && typeof other === 'object'
        ? sameParty(item, other)
        : item === other;
    });
  }
  if (isLookup(left) && isLookup(right)) return left.id === right.id && left.table === right.table;
  return false;
}
