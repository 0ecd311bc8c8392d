import type { Table } from './table';
import { type Trip, type Unusable, unusableIn } from './trip';
import type { Views } from './view';

/** What of trips that are on cannot be used, and of which table nothing leaves and nothing more comes therefore. */
export interface Held {
  readonly table: Table;
  readonly unusable: Unusable;
  /** The name of the first trip where it is. */
  readonly trip: string;
}

/**
 * All that of the trips that are on cannot be used.
 * @param tables those that the user may read.
 * @param views without one that has not been asked for yet: it is taken for one that can be used.
 */
export const heldBy = (
  trips: readonly Trip[],
  tables: readonly Table[],
  views: Views,
): readonly Held[] =>
  tables.flatMap((table) =>
    unusableIn(trips, table, views).map((unusable) => {
      const sought = JSON.stringify(unusable);
      const first = trips.find((trip) =>
        unusableIn([trip], table, views).some((each) => JSON.stringify(each) === sought),
      );
      return { table, unusable, trip: first?.name ?? '' };
    }),
  );
