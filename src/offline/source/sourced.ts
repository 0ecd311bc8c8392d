import type { Identity } from '../../domain/crm-server';
import { may } from '../../domain/rights';
import { rowsOf, type Trip } from '../../domain/trip';
import { newer, newestOf } from '../copy/watermark';
import type { Facts } from '../facts';
import { References } from '../references';
import { beginningsOf } from './beginnings';
import { behind } from './behind';
import type { SourceContext } from './read-all';

/** The rows that the sources of trips bring. */
export interface Sourced {
  readonly rows: References;
  /** Names of the trips whose source has found none. */
  readonly foundNothing: readonly string[];
  /** The newest version that was met on the way to them, in digits: whatever is read afterwards knows it. */
  readonly newest: string;
}

/**
 * Finds the rows of the sources of the trips that are on, of tables that the user may read and the trip keeps any of.
 * @param now milliseconds since 1970: days count from there. Rejects with a CrmError.
 */
export async function findSourced(
  trips: readonly Trip[],
  { model, rights }: Pick<Facts, 'model' | 'rights'>,
  { userId }: Pick<Identity, 'userId'>,
  now: number,
  read: SourceContext['read'],
): Promise<Sourced> {
  const readable = Object.entries(model).filter(([, table]) => may(rights, table, 'Read').allowed);
  let newest = '0';
  const context: SourceContext = {
    model: Object.fromEntries(readable),
    userId,
    now,
    async read(query, next) {
      const page = await read(query, next);
      newest = newer(newest, newestOf(page.rows));
      return page;
    },
  };
  const rows = new References();
  const foundNothing: string[] = [];
  for (const trip of trips) {
    if (!trip.on || trip.source === undefined) continue;
    const { kept, named } = await beginningsOf(context, trip.source);
    const found = [...kept, ...(await behind(context, named))].filter(({ table: name }) => {
      const table = context.model[name];
      return table !== undefined && rowsOf(trip, table) !== 'none';
    });
    for (const ref of found) rows.add(ref);
    if (found.length === 0) foundNothing.push(trip.name);
  }
  return { rows, foundNothing, newest };
}
