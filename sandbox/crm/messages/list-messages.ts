import { memberTables } from '../../seed/tables/list';
import { CrmFault, faults } from '../errors';
import type { Answer } from '../exchange';
import type { Table } from '../model/model';
import { requireAccess } from '../rights/rights';
import { insertRow } from '../storage/insert-row';
import { commit } from '../storage/journal';
import type { SqlRow } from '../storage/store';
import { bury } from '../storage/tombstones';
import { existing, readable } from '../write/row-requests';
import { touch } from '../write/write-rows';
import { boundTo, noContent, respond, type Call, type Message } from './message';
import { rowArgument } from './message-entities';

/** A list that rows can be put on by hand, by who may write it. */
function openList({ exchange }: Call, table: Table, id: string): SqlRow {
  const { organization, user } = exchange;
  if (table.name !== 'list') throw faults.payload('List', 'A list has to be of the type list.');
  const row = existing(exchange, table, id);
  requireAccess(organization, user, table, 'Write', row);
  if (row['type'] === 1)
    throw faults.argument('The action is not supported on a dynamic marketing list.');
  if (row['lockstatus'] === 1) throw faults.argument('The marketing list is locked.');
  return row;
}

const memberId = ({ exchange }: Call, list: SqlRow, id: string): string | null => {
  const found = exchange.organization.store.get(
    'SELECT listmemberid FROM listmember WHERE listid = ? AND entityid = ?',
    [list['listid'] ?? null, id],
  );
  return found ? String(found['listmemberid']) : null;
};

function count({ exchange }: Call, list: SqlRow): void {
  const { organization } = exchange;
  const id = String(list['listid']);
  const membercount = organization.store.get(
    'SELECT count(*) AS n FROM listmember WHERE listid = ?',
    [id],
  )?.['n'];
  touch(exchange, organization.table('list'), id, new Map([['membercount', membercount ?? 0]]));
}

/** The table whose rows the list takes. */
function memberTable({ exchange }: Call, list: SqlRow): Table {
  return exchange.organization.table(memberTables[Number(list['createdfromcode'])] ?? '');
}

/** Puts rows on the list. Those that are on it already stay as they are. Answers the last one's membership. */
function add(call: Call, list: SqlRow, ids: readonly string[]): string {
  const { exchange } = call;
  const { organization } = exchange;
  const table = memberTable(call, list);
  for (const id of ids) readable(exchange, table, id);
  const listid = String(list['listid']);
  let last = '';
  const changes = { listmember: { [table.setName]: ids } };
  commit(exchange, { table: 'list', id: listid, changes }, () => {
    for (const entityid of new Set(ids)) {
      const there = memberId(call, list, entityid);
      last = there ?? organization.nextId();
      if (there !== null) continue;
      const values = {
        listmemberid: last,
        listid,
        entityid,
        'entityid:type': table.name,
        entitytype: table.name,
        versionnumber: organization.nextVersion(),
      };
      insertRow(organization, organization.table('listmember'), new Map(Object.entries(values)));
    }
    count(call, list);
  });
  return last;
}

function addMember(call: Call): Answer {
  const { table, id } = boundTo(call);
  const list = openList(call, table, id);
  return respond(call, 'AddMemberList', { Id: add(call, list, [call.given.text('EntityId')]) });
}

function addMembers(call: Call): Answer {
  const { table, id } = rowArgument(call, 'List');
  const list = openList(call, table, id);
  const members = call.given.list('Members').map((each) => rowArgument(call, 'Members', each));
  const taken = memberTable(call, list);
  if (members.some((member) => member.table !== taken))
    throw faults.payload('Members', `A member of this list has to be a ${taken.name}.`);
  add(
    call,
    list,
    members.map((member) => member.id),
  );
  return noContent;
}

/** Takes a row off the list. */
function removeMember(call: Call): Answer {
  const { exchange, given } = call;
  const { organization } = exchange;
  const { table, id } = boundTo(call);
  const list = openList(call, table, id);
  const EntityId = given.text('EntityId').toLowerCase();
  const member = memberId(call, list, EntityId);
  if (member === null)
    throw new CrmFault(404, '0x80040217', `The list has no member with the id ${EntityId}.`);
  commit(exchange, { table: 'list', id, changes: { RemoveMemberList: EntityId } }, () => {
    organization.store.run('DELETE FROM listmember WHERE listmemberid = ?', [member]);
    bury(organization, organization.table('listmember'), member);
    count(call, list);
  });
  return noContent;
}

const entityId = { name: 'EntityId', type: 'Edm.Guid' } as const;

/** Who is on a marketing list. Source: Microsoft's reference of the Web API's actions. */
export const listMessages: readonly Message[] = [
  {
    name: 'AddMemberList',
    kind: 'action',
    on: { table: 'list' },
    parameters: [entityId],
    answers: 'mscrm.AddMemberListResponse',
    run: addMember,
  },
  {
    name: 'AddListMembersList',
    kind: 'action',
    parameters: [
      { name: 'List', type: 'mscrm.list' },
      { name: 'Members', type: 'Collection(mscrm.crmbaseentity)' },
    ],
    run: addMembers,
  },
  {
    name: 'RemoveMemberList',
    kind: 'action',
    on: { table: 'list' },
    parameters: [entityId],
    run: removeMember,
  },
];
