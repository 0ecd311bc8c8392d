import type { Standing } from '../../domain/status';
import type { Trip } from '../../domain/trip';
import { lackingAttachments } from '../attachments/mark';
import type { Catalogue } from '../catalogue/catalogue';
import type { Store } from '../store';
import { readTrips } from '../trip-setting';
import { copiedFor, hasCopied, type Known } from './copied-for';
import { readFilled } from './filled';
import { readWalk } from './walk';

/** Until it has been found out. */
export const notKnown: Standing = { rows: 'lacking', attachments: null, filled: null };

async function standingOfRows(
  store: Store,
  copied: boolean,
  afresh: boolean,
): Promise<Standing['rows']> {
  if (!copied) return 'lacking';
  const walk = await readWalk(store);
  if (walk === undefined) return 'whole';
  return afresh ? { refreshedSince: walk.at } : 'lacking';
}

/**
 * Whether all that the user has chosen is here, as far as is known without the CRM.
 * @param afresh whether a walk that is not at its end is under way here, and no earlier one was left so.
 */
export async function readStanding(
  store: Store,
  catalogue: () => Promise<Catalogue>,
  organizationTrips: readonly Trip[],
  facts: Known,
  afresh: boolean,
): Promise<Standing> {
  const trips = await readTrips(store, organizationTrips);
  const copied = await hasCopied(store, trips, facts);
  const brought = copied ? await copiedFor(store) : undefined;
  const bringing = trips.some(({ on, attachments }) => on && attachments === true);
  return {
    rows: await standingOfRows(store, copied, afresh),
    attachments: bringing ? await lackingAttachments(store, catalogue, brought) : null,
    filled: await readFilled(store),
  };
}
