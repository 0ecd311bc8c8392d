import { faults } from '../errors';
import type { Answer } from '../exchange';
import { commit } from '../storage/journal';
import { boundTo, respond, type Call, type Message } from './message';
import { readPayload } from '../write/payload';
import { requireAccess, requirePrivilege } from '../rights/rights';
import { existing, readable } from '../write/row-requests';
import { updateRow } from '../write/write-rows';

/** Numbers of the reasons are not documented; clients go by ShouldPromote. */
const reason = { none: 0, alreadyThere: 1 } as const;

/** Whether an e-mail may still be filed: it is asked of the whole organisation, whoever may read the one that is there. */
function checkPromoteEmail(call: Call): Answer {
  const { exchange, given } = call;
  const { organization, user } = exchange;
  requirePrivilege(organization, user, organization.table('email'), 'Read');
  const there = organization.store.get('SELECT 1 FROM email WHERE messageid = ?', [
    given.text('MessageId'),
  ]);
  return respond(call, 'CheckPromoteEmail', {
    ShouldPromote: !there,
    ReasonCode: there ? reason.alreadyThere : reason.none,
  });
}

const parts = { sender: 1, recipients: '2, 3, 4' } as const;

/** Hands a draft to the transport, or only marks it as sent. */
function sendEmail(call: Call): Answer {
  const { exchange, given } = call;
  const { organization } = exchange;
  const { table, id } = boundTo(call);
  const row = existing(exchange, table, id);
  const { subject = null } = readable(exchange, table, id);
  requireAccess(organization, exchange.user, table, 'Write', row);
  if (row['statecode'] !== 0) throw faults.argument('Only an email that is open can be sent.');
  const has = (masks: string): boolean =>
    organization.store.get(
      `SELECT 1 FROM activityparty WHERE activityid = ? AND participationtypemask IN (${masks})`,
      [id],
    ) !== null;
  if (!has(String(parts.sender))) throw faults.argument('The email has no sender.');
  if (!has(parts.recipients)) throw faults.argument('The email has no recipient.');
  const changes = { statecode: 1, statuscode: given.flag('IssueSend') ? 6 : 3 };
  commit(exchange, { table: table.name, id, changes }, () => {
    updateRow(exchange, table, row, readPayload(exchange, table, changes, false));
    if (!given.flag('IssueSend'))
      organization.store.run('UPDATE email SET senton = ?, actualend = ? WHERE activityid = ?', [
        organization.timestamp(),
        organization.timestamp(),
        id,
      ]);
  });
  return respond(call, 'SendEmail', { Subject: subject });
}

/** Source: Microsoft's reference of the Web API's functions and actions. */
export const mailMessages: readonly Message[] = [
  {
    name: 'CheckPromoteEmail',
    kind: 'function',
    parameters: [
      { name: 'MessageId', type: 'Edm.String' },
      { name: 'Subject', type: 'Edm.String' },
      { name: 'DirectionCode', type: 'Edm.Int32', optional: true },
    ],
    answers: 'mscrm.CheckPromoteEmailResponse',
    run: checkPromoteEmail,
  },
  {
    name: 'SendEmail',
    kind: 'action',
    on: { table: 'email' },
    parameters: [
      { name: 'IssueSend', type: 'Edm.Boolean' },
      { name: 'TrackingToken', type: 'Edm.String', optional: true },
    ],
    answers: 'mscrm.SendEmailResponse',
    run: sendEmail,
  },
];
