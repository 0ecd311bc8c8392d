import type { Action, ActionKind, ActionName } from '../action';
import type { Parameter } from '../action-request';
import type { RowRef } from '../row';
import { isLookup, type Lookup, type Value, type Values } from '../value';

/** How a record ended. */
export interface Outcome {
  /** A new GUID: of the activity that closes the record, and by which it is known again. */
  readonly id: string;
  readonly subject: string;
  readonly description: string;
  /** An option of the status column. */
  readonly status: number;
}

/** How an opportunity ended. */
export interface OpportunityOutcome extends Outcome {
  /** In plain decimal notation; null: not said. */
  readonly revenue: string | null;
  /** YYYY-MM-DD */
  readonly closedOn: string;
  readonly competitor: Lookup | null;
}

/** Closes an opportunity. */
export const closeOpportunity = (
  name: Extract<ActionName, 'winOpportunity' | 'loseOpportunity'>,
  { id, revenue, closedOn, ...outcome }: OpportunityOutcome,
): Action => ({
  name,
  params: { ...outcome, activityid: id, actualrevenue: revenue, actualend: closedOn },
});

/** Resolves a case. */
export const resolveCase = ({ id, ...outcome }: Outcome): Action => ({
  name: 'closeIncident',
  params: { ...outcome, activityid: id },
});

/** A message that closes rows of a table by an activity that says how they ended. */
interface Closing {
  readonly message: string;
  readonly table: string;
  /** The state that it leaves. */
  readonly state: number;
  /** The parameter with the activity, the activity's table, and its lookup to the row. */
  readonly parameter: string;
  readonly activity: string;
  readonly lookup: string;
  /** What else it makes of the row. */
  readonly effects: (params: Values) => Values;
  /** What else the activity has. */
  readonly properties: (params: Values) => Readonly<Record<string, Parameter | RowRef>>;
}

const text = (value: Value | undefined): string => (typeof value === 'string' ? value : '');

/**
 * The activity has an id that was made here, so the CRM does not take it twice, and where it is there, the row was
 * closed by it. Besides, a row is closed only once: the CRM refuses to close one that is not open.
 */
const closing = ({ message, table, state, ...kind }: Closing): ActionKind => ({
  needs: () => ['Write'],
  fits: ({ name }, { values }) => name === table && values['statecode'] === 0,
  effects: (params, { columns }) =>
    Object.fromEntries(
      Object.entries<Value>({
        statecode: state,
        statuscode: params['status'] ?? null,
        ...kind.effects(params),
      }).filter(([name]) => name in columns),
    ),
  request: (ref, params) => ({
    name: message,
    on: null,
    parameters: {
      [kind.parameter]: {
        kind: 'entity',
        table: kind.activity,
        properties: {
          activityid: text(params['activityid']),
          subject: text(params['subject']),
          description: text(params['description']),
          [kind.lookup]: ref,
          ...kind.properties(params),
        },
      },
      Status: Number(params['status']),
    },
  }),
  happened: (crm, { params }) =>
    crm.isThere({ table: kind.activity, id: text(params['activityid']) }),
});

/** What is asked before an opportunity is closed begins with one of these, and its effects are the others. */
export const closingColumns = ['estimatedvalue', 'actualvalue', 'actualclosedate'] as const;

const opportunity = {
  table: 'opportunity',
  parameter: 'OpportunityClose',
  activity: 'opportunityclose',
  lookup: 'opportunityid',
  effects: ({ actualrevenue = null, actualend = null }) => ({
    actualvalue: actualrevenue,
    actualclosedate: actualend,
  }),
  properties: ({ actualrevenue, actualend, competitor }) => ({
    // Noon: the same day in every time zone but the outermost.
    ...(typeof actualend === 'string' && { actualend: `${actualend}T12:00:00Z` }),
    ...(typeof actualrevenue === 'string' && {
      actualrevenue: { kind: 'decimal', digits: actualrevenue },
    }),
    ...(isLookup(competitor) && { competitorid: competitor }),
  }),
} satisfies Partial<Closing>;

export const winOpportunity = closing({ ...opportunity, message: 'WinOpportunity', state: 1 });
export const loseOpportunity = closing({ ...opportunity, message: 'LoseOpportunity', state: 2 });
export const closeIncident = closing({
  message: 'CloseIncident',
  table: 'incident',
  state: 1,
  parameter: 'IncidentResolution',
  activity: 'incidentresolution',
  lookup: 'incidentid',
  effects: () => ({}),
  properties: () => ({}),
});
