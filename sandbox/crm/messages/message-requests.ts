import { refuseOptions, type Segment } from '../http/address';
import { bulkMessages } from './bulk-messages';
import { closingMessages } from './closing-messages';
import { faults } from '../errors';
import type { Answer, Exchange } from '../exchange';
import { duplicateMessages } from './duplicate-messages';
import { organizationFunctions } from './functions';
import { listMessages } from './list-messages';
import { mailMessages } from './mail-messages';
import { mergeMessage } from './merge';
import type { Call, Message } from './message';
import { actionArguments, functionArguments } from './message-arguments';
import type { Table } from '../model/model';
import { readJson } from '../write/payload';
import { rightsFunctions } from './rights-functions';
import { qualifyLead } from './qualify-lead';
import { recordMessages } from './record-messages';
import { roleMessages } from './role-messages';
import { notAllowed } from '../write/row-requests';
import { sharingMessages } from './sharing-messages';
import { solutionMessages } from './solution-messages';
import { workflowMessages } from './workflow-messages';

/** Every function and action there is. */
export const messages: readonly Message[] = [
  ...organizationFunctions,
  ...rightsFunctions,
  ...bulkMessages,
  ...recordMessages,
  ...solutionMessages,
  ...closingMessages,
  qualifyLead,
  mergeMessage,
  ...listMessages,
  ...duplicateMessages,
  ...mailMessages,
  ...workflowMessages,
  ...sharingMessages,
  ...roleMessages,
];

const prefix = 'Microsoft.Dynamics.CRM.';

const alone = new Map(
  messages.filter(({ on }) => !on).map((message): [string, Message] => [message.name, message]),
);

function run(exchange: Exchange, message: Message, { key }: Segment, bound: Call['bound']): Answer {
  const { method, search, body } = exchange;
  if (method !== (message.kind === 'function' ? 'GET' : 'POST')) throw notAllowed(method);
  refuseOptions(search, message.name);
  const given =
    message.kind === 'function'
      ? functionArguments(message, key, search)
      : actionArguments(message, body.trim() === '' ? {} : readJson(message.name, body));
  return message.run({ exchange, given, bound });
}

/** Names of Dataverse's messages that are not covered, to tell them from wrong addresses. */
const looksLikeMessage =
  /^(Retrieve|Check|Initialize|Is|Get|Search|Export|Import|Calculate|Add|Remove|Grant|Revoke|Modify|Send|Set|Execute|Publish|Bulk|Create|Update|Delete|Win|Lose|Close|Qualify|Merge|Format|Clone|Copy|Convert|Assign|Book|Reschedule|Validate|Deliver|Generate|Upload|Commit)\w*$/;

/** Answers a function or action that stands alone; null: it is none. */
export function unboundMessage(exchange: Exchange, segment: Segment): Answer | null {
  const message = alone.get(segment.name);
  if (message) return run(exchange, message, segment, null);
  if (looksLikeMessage.test(segment.name)) throw faults.notCovered(segment.name);
  return null;
}

/** Whether a path segment names a bound message. */
export const isMessage = ({ name }: Segment): boolean => name.startsWith(prefix);

/** Answers a function or action on a row, or (id null) on the rows of a table. */
export function boundMessage(
  exchange: Exchange,
  table: Table,
  id: string | null,
  segment: Segment,
): Answer {
  const name = segment.name.slice(prefix.length);
  const message = messages.find(
    ({ name: each, on }) =>
      each === name &&
      on &&
      (on.table === table.name || on.table === 'crmbaseentity') &&
      (on.collection ?? false) === (id === null),
  );
  if (!message) throw faults.notCovered(`'${segment.name.slice(0, 100)}' on '${table.name}'`);
  return run(exchange, message, segment, { table, id: id ?? '' });
}
