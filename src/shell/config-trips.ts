import * as v from 'valibot';
import { type OrganizationTrips, rowChoices, usualTrip } from '../domain/trip';
import { type Config, describeIssue } from './config';

const filter = v.object(
  {
    rows: v.picklist(
      rowChoices,
      'must be "none", "related" (what kept records refer to), "mine", "team" (those of the user\'s teams too) or "all"',
    ),
  },
  'must be an object with the field "rows"',
);

const trip = v.object(
  {
    name: v.pipe(
      v.string('must be the name of the trip'),
      v.trim(),
      v.nonEmpty('must be the name of the trip'),
    ),
    on: v.optional(v.boolean('must be true or false'), true),
    tables: v.optional(v.record(v.string(), filter, 'must name tables by their logical names'), {}),
    others: v.optional(filter, usualTrip.others),
  },
  'must be an object with the field "name"',
);

const schema = v.object({
  trips: v.pipe(
    v.array(trip, 'must be a list of trips'),
    v.nonEmpty('must have at least one trip'),
    v.check(
      (trips) => new Set(trips.map(({ name }) => name)).size === trips.length,
      'must not have the same name twice',
    ),
  ),
});

/**
 * The organisation's choice of records. A mistake in it keeps nobody from working: the usual one stands for it, and
 * the problem is told where records are chosen.
 */
export function organizationTrips({ trips }: Pick<Config, 'trips'>): OrganizationTrips {
  const usual = [usualTrip];
  if (trips === undefined) return { trips: usual, problem: null };
  const result = v.safeParse(schema, { trips });
  return result.success
    ? { trips: result.output.trips, problem: null }
    : { trips: usual, problem: describeIssue(result.issues[0]) };
}
