import { createDeep, newRowId } from '../write/deep-insert';
import { faults } from '../errors';
import { commitAll } from '../storage/journal';
import { noContent, type Call, type Message } from './message';
import { payloadArgument } from './message-entities';
import type { Payload } from '../write/payload';
import { existing, readable } from '../write/row-requests';
import type { SqlRow, SqlValue } from '../storage/store';
import { updateRow } from '../write/write-rows';

/** How a row is closed by an activity that says why. */
interface Closing {
  readonly message: string;
  /** The parameter with the activity, and the activity's table and lookup. */
  readonly parameter: string;
  readonly activity: string;
  readonly lookup: string;
  readonly table: string;
  readonly state: number;
  /** What else the closed row gets. */
  values(activity: Payload, row: SqlRow, now: string): Record<string, SqlValue>;
}

const outcome: Closing['values'] = ({ values }, row, now) => ({
  actualvalue: values.get('actualrevenue') ?? row['estimatedvalue'] ?? null,
  actualclosedate: String(values.get('actualend') ?? now).slice(0, 10),
});

const closings: readonly Closing[] = [
  {
    message: 'WinOpportunity',
    parameter: 'OpportunityClose',
    activity: 'opportunityclose',
    lookup: 'opportunityid',
    table: 'opportunity',
    state: 1,
    values: outcome,
  },
  {
    message: 'LoseOpportunity',
    parameter: 'OpportunityClose',
    activity: 'opportunityclose',
    lookup: 'opportunityid',
    table: 'opportunity',
    state: 2,
    values: (activity, row, now) => ({
      ...outcome(activity, row, now),
      actualvalue: activity.values.get('actualrevenue') ?? null,
    }),
  },
  {
    message: 'CloseIncident',
    parameter: 'IncidentResolution',
    activity: 'incidentresolution',
    lookup: 'incidentid',
    table: 'incident',
    state: 1,
    values: () => ({}),
  },
];

function close(call: Call, closing: Closing): void {
  const { exchange, given } = call;
  const { organization } = exchange;
  const activity = organization.table(closing.activity);
  const table = organization.table(closing.table);
  const payload = payloadArgument(call, closing.parameter, activity, true);
  const closed = payload.references.find(({ column }) => column.name === closing.lookup);
  if (!closed) throw faults.required(closing.lookup);
  const row = existing(exchange, table, closed.id);
  const seen = readable(exchange, table, closed.id);
  if (row['statecode'] !== 0)
    throw faults.argument(`The ${table.name} with Id ${closed.id} has already been closed.`);
  const status = Number(given.value('Status'));
  const changes = { statecode: closing.state, ...(status === -1 ? {} : { statuscode: status }) };
  commitAll(exchange, () => {
    const done = new Map([...payload.values, ['statecode', 1], ['statuscode', 2]] as [
      string,
      SqlValue,
    ][]);
    const id = newRowId(exchange, activity, payload);
    const made = createDeep(exchange, activity, id, { ...payload, values: done });
    const more = closing.values(payload, seen, organization.timestamp());
    const values = new Map<string, SqlValue>(Object.entries({ ...changes, ...more }));
    updateRow({ ...exchange, closes: true }, table, row, {
      ...payload,
      values,
      references: [],
      parties: null,
    });
    return [...made, { table: table.name, id: closed.id, changes }];
  });
}

/** Actions that close opportunities and cases. */
export const closingMessages: readonly Message[] = closings.map((closing): Message => ({
  name: closing.message,
  kind: 'action',
  parameters: [
    { name: closing.parameter, type: `mscrm.${closing.activity}` },
    { name: 'Status', type: 'Edm.Int32' },
  ],
  run(call) {
    close(call, closing);
    return noContent;
  },
}));
