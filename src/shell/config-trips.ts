import * as v from 'valibot';
import { operators } from '../domain/condition';
import {
  type ConfiguredTrips,
  type OrganizationTrips,
  rowChoices,
  type Trip,
  usualTrip,
} from '../domain/trip';
import { MOST_DAYS } from '../domain/trip-source';
import { type Config, describeIssue, guid } from './config';

const rows = v.picklist(
  rowChoices,
  'must be "none", "related" (what kept records refer to), "mine", "team" (those of the user\'s teams too) or "all"',
);

const operand = v.union(
  [
    v.string(),
    v.number(),
    v.boolean(),
    v.object({ table: v.string(), id: v.pipe(v.string(), v.toLowerCase()), name: v.string() }),
  ],
  'must be a text, a number, true or false, or a record with "table", "id" and "name"',
);

// Whether they suit the column shows where there is a model: the screen names those that do not.
const condition = v.object(
  {
    column: v.string('must be the logical name of a column'),
    operator: v.picklist(operators, `must be one of ${operators.join(', ')}`),
    values: v.optional(v.array(operand, 'must be a list of values'), []),
  },
  'must be an object with the fields "column", "operator" and "values"',
);

const join = v.picklist(['and', 'or'], 'must be "and" (all of them) or "or" (any of them)');

const atLeastOne = <const Part extends v.GenericSchema>(part: Part) =>
  v.pipe(
    v.array(part, 'must be a list of conditions'),
    v.nonEmpty('must have at least one condition'),
  );

const group = v.object({ join, list: atLeastOne(condition) });

const conditions = v.object(
  {
    join: v.optional(join, 'and'),
    list: atLeastOne(
      v.lazy((part) =>
        typeof part === 'object' && part !== null && 'list' in part ? group : condition,
      ),
    ),
  },
  'must be an object with the fields "join" and "list"',
);

const view = v.object(
  {
    kind: v.picklist(
      ['savedquery', 'userquery'],
      'must be "savedquery" (a view of the organization) or "userquery" (one of a user\'s own)',
    ),
    id: v.pipe(guid('must be the id of the view, a GUID'), v.toLowerCase()),
    name: v.string('must be the name of the view'),
  },
  'must be an object with the fields "kind", "id" and "name"',
);

const others = v.object({ rows }, 'must be an object with the field "rows"');

const filter = v.object(
  {
    rows,
    view: v.exactOptional(view),
    conditions: v.exactOptional(conditions),
    without: v.exactOptional(
      v.array(
        v.string('must be the logical name of a column'),
        'must be a list of logical names of columns',
      ),
    ),
    notes: v.exactOptional(v.boolean('must be true or false')),
  },
  'must be an object with the field "rows"',
);

const diary = v.object(
  {
    kind: v.literal('diary', 'must be "diary"'),
    days: v.pipe(
      v.number('must be a number of days'),
      v.integer('must be a whole number of days'),
      v.minValue(0, 'must not be below 0'),
      v.maxValue(MOST_DAYS, `must be at most ${MOST_DAYS}`),
    ),
  },
  'must be an object with the fields "kind" and "days"',
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
    others: v.optional(others, usualTrip.others),
    attachments: v.exactOptional(v.boolean('must be true or false')),
    source: v.exactOptional(diary),
  },
  'must be an object with the field "name"',
);

const trips = v.pipe(
  v.array(trip, 'must be a list of trips'),
  v.nonEmpty('must have at least one trip'),
  v.check(
    (trips) => new Set(trips.map(({ name }) => name)).size === trips.length,
    'must not have the same name twice',
  ),
);

function configured(
  config: Config,
  field: 'trips' | 'templates',
  otherwise: readonly Trip[],
): ConfiguredTrips {
  if (config[field] === undefined) return { trips: otherwise, problem: null };
  const result = v.safeParse(v.object({ [field]: trips }), config);
  return result.success
    ? { trips: result.output[field] ?? otherwise, problem: null }
    : { trips: otherwise, problem: describeIssue(result.issues[0]) };
}

/**
 * The organisation's choice of records. A mistake in it keeps nobody from working: others stand for it, and the
 * problem is told where records are chosen.
 */
export const organizationTrips = (config: Config): OrganizationTrips => ({
  ...configured(config, 'trips', [usualTrip]),
  templates: configured(config, 'templates', []),
});
