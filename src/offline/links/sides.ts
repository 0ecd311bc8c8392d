import type { ManyToMany, Model } from '../../domain/table';

/** One table of an N:N relationship. */
export interface Side {
  readonly table: string;
  /** Seen from the table. */
  readonly relationship: ManyToMany;
  readonly other: { readonly table: string };
}

export type Sides = readonly [one: Side, two: Side];

const sideOf = (table: string, relationship: ManyToMany): Side => ({
  table,
  relationship,
  other: { table: relationship.table },
});

/** Each relationship of the model once, with both of its tables. */
export const relationshipsOf = (model: Model): readonly Sides[] =>
  Object.values(model).flatMap(({ name: table, linkedTo = [] }) =>
    linkedTo.flatMap((relationship): Sides[] => {
      const back = model[relationship.table]?.linkedTo?.find(
        ({ name }) => name === relationship.name,
      );
      if (back === undefined || table > relationship.table) return [];
      return [[sideOf(table, relationship), sideOf(relationship.table, back)]];
    }),
  );
