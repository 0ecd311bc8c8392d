import type { Action } from '../../../src/domain/action';
import { closeOpportunity } from '../../../src/domain/actions/closing';
import { accessRights, shareRecord } from '../../../src/domain/actions/sharing';
import { mergeRows } from '../../../src/domain/actions/merging';
import { qualify } from '../../../src/domain/actions/qualifying';
import { runWorkflow } from '../../../src/domain/actions/workflow';
import type { OutboxEntry, Receipt } from '../../../src/domain/entry';
import { entry, hoursAgo, of } from './fake-entries';
import { contoso, deal, fieldTeam, guid, omar, prospect, twin } from './fake-rows';

const act = (seq: number, action: Action, more: Partial<OutboxEntry> = {}): OutboxEntry =>
  entry(seq, { ...of(deal), kind: 'action', version: 2, action, ...more });

const won = closeOpportunity('winOpportunity', {
  id: guid(601),
  subject: 'Close as won',
  description: 'Signed at the fair.',
  status: 3,
  revenue: '84000.00',
  closedOn: '2026-11-23',
  competitor: null,
});
const closed = {
  values: { statecode: 1, statuscode: 3, actualvalue: '84000.00', actualclosedate: '2026-11-23' },
  before: { statecode: 0, statuscode: 1, actualvalue: null, actualclosedate: null },
};
const theirs = {
  values: { statecode: 2, statuscode: 4 },
  etag: 'W/"9"',
  by: omar.name,
  at: '2026-11-23T07:45:00.000Z',
};
const workflow = runWorkflow({ table: 'workflow', id: guid(4), name: 'Warn the board' });
const lost = {
  kind: 'unreachable',
  status: 0,
  code: '',
  message: '',
  retryAfterMs: null,
} as const;
const qualified = {
  ...of(prospect),
  values: { statecode: 1, statuscode: 3 },
  before: { statecode: 0, statuscode: 1 },
};
const becomes = { account: true, contact: true, opportunity: true };
const duplicateFound = {
  kind: 'answered',
  status: 412,
  code: '0x80040333',
  message:
    'A record was not created or updated because a duplicate of the current record already exists.',
  retryAfterMs: null,
} as const;
const { Read, Write } = accessRights;

/** Actions that wait, with what can come between. */
export const fakeActions = (): OutboxEntry[] => [
  act(1, won, { ...closed, state: 'conflict', theirs }),
  act(2, workflow, { state: 'conflict', lastError: lost }),
  act(3, workflow, { ...of(contoso), state: 'conflict', lastError: lost }),
  act(4, shareRecord(fieldTeam, [Read, Write], false), of(contoso)),
  act(5, qualify(becomes, 3), qualified),
];

const merging = mergeRows({
  givenUp: twin,
  stays: prospect,
  taken: {},
  sameParents: true,
}).flatMap((change) => (change.kind === 'action' ? change.action : []));
const otherParent = {
  ...duplicateFound,
  status: 400,
  code: '0x80045316',
  message: 'Merge warning: sub-entity will be differently parented.',
};

/** Leads of which one would become what is there already, and one is given up for it. */
export const fakeQualified = (): OutboxEntry[] => [
  act(1, qualify(becomes, 3), { ...qualified, state: 'duplicate', lastError: duplicateFound }),
  act(2, qualify({ ...becomes, account: false, contact: false, opportunity: false }, 3), qualified),
  ...merging.map((action) =>
    act(3, action, {
      ...of(twin),
      values: { statecode: 2, statuscode: 7, masterid: prospect },
      before: { statecode: 0, statuscode: 1, masterid: null },
      state: 'rejected',
      lastError: otherParent,
    }),
  ),
];

export const fakeActionReceipts = (): Receipt[] => [
  {
    id: guid(9990),
    entry: act(-1, workflow),
    sentAt: hoursAgo(2),
    result: 'confirmed',
    overwrote: {},
  },
];
