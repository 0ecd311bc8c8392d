import { CrmFault, faults } from '../errors';
import type { Answer } from '../exchange';
import { cascades, merges, type Column, type Model, type Table } from '../model/model';
import { merging } from '../../seed/roles';
import { holds, mayAccess } from '../rights/rights';
import { commitAll } from '../storage/journal';
import { quote, typeColumn, type SqlRow, type SqlValue } from '../storage/store';
import { existing } from '../write/row-requests';
import { applyChange, updateRow } from '../write/write-rows';
import { noContent, type Call, type Message } from './message';
import { payloadArgument, rowArgument } from './message-entities';

/** The state and status of a row that was given up. */
const closed: Readonly<Record<string, readonly [state: number, status: number]>> = {
  account: [1, 2],
  contact: [1, 2],
  lead: [2, 7],
  incident: [2, 2000],
};

/** Source: Microsoft's Web service error codes (Merge...Error, Merge...Warning). */
const refusals = {
  cyclical: ['0x80045300', 'Merge could create cyclical parenting.'],
  security: [
    '0x80045301',
    'Merge is not allowed: caller does not have the privilege or access.',
    403,
  ],
  inactive: ['0x80045304', 'Merge cannot be performed on entity that is inactive.'],
  identical: [
    '0x80045305',
    'Merge cannot be performed on master and sub-entities that are identical.',
  ],
  otherParent: ['0x80045316', 'Merge warning: sub-entity will be differently parented.'],
  noParent: ['0x80045317', 'Merge warning: sub-entity might lose parenting.'],
} as const;

function refuse(why: keyof typeof refusals): never {
  const [code, message, status = 400] = refusals[why];
  throw new CrmFault(status, code, message);
}

const parents = ({ columns }: Table, model: Model): Column[] =>
  [...columns.values()].filter((column) =>
    column.targets.some((target) => cascades(column, model.tables.get(target))),
  );

/** What a row given up belongs to must be what the other belongs to. */
function checkParents(above: readonly Column[], target: SqlRow, subordinate: SqlRow): void {
  for (const { name } of above) {
    const [mine = null, theirs = null] = [target[name], subordinate[name]];
    if (theirs === null || theirs === mine) continue;
    refuse(mine === null ? 'noParent' : 'otherParent');
  }
}

/** Makes whatever refers to the row that is given up refer to the one that goes on. */
function bringAlong({ exchange }: Call, table: Table, from: string, to: string): void {
  const { organization } = exchange;
  for (const other of organization.model.tables.values())
    for (const column of other.columns.values()) {
      if (!merges(other, column, table)) continue;
      const typed = column.targets.length > 1;
      const rows = organization.store.all(
        `SELECT * FROM ${quote(other.name)} WHERE ${quote(column.name)} = ?${typed ? ` AND ${quote(typeColumn(column))} = ?` : ''}`,
        typed ? [from, table.name] : [from],
      );
      const values: [string, SqlValue][] = [[column.name, to]];
      if (typed) values.push([typeColumn(column), table.name]);
      for (const row of rows) applyChange(exchange, other, row, new Map(values));
    }
}

function merge(call: Call): Answer {
  const { exchange, given } = call;
  const { organization, user } = exchange;
  const { table, id } = rowArgument(call, 'Target');
  const subordinate = rowArgument(call, 'Subordinate');
  const state = closed[table.name];
  if (!state) throw faults.noMessage('Merge', table.name);
  if (subordinate.table !== table)
    throw faults.payload('Subordinate', `'Subordinate' has to be of the type of 'Target'.`);
  if (subordinate.id === id) refuse('identical');
  if (!holds(organization, user, merging)) refuse('security');
  const rows = [existing(exchange, table, id), existing(exchange, table, subordinate.id)] as const;
  for (const row of rows)
    if (!mayAccess(organization, user, table, 'Write', row)) refuse('security');
  for (const row of rows) if (row['statecode'] !== 0) refuse('inactive');
  const above = parents(table, organization.model);
  if (given.flag('PerformParentingChecks')) checkParents(above, ...rows);
  const [target, givenUp] = rows;
  if (above.some((column) => target[column.name] === subordinate.id)) refuse('cyclical');
  const content = given.value('UpdateContent')
    ? payloadArgument(call, 'UpdateContent', table, false)
    : null;
  commitAll(exchange, () => {
    if (content) updateRow(exchange, table, target, content);
    bringAlong(call, table, subordinate.id, id);
    const [statecode, statuscode] = state;
    const changes = { statecode, statuscode, merged: 1, masterid: id };
    applyChange(exchange, table, givenUp, new Map(Object.entries(changes)));
    return [
      { table: table.name, id, changes: content?.sent ?? {} },
      { table: table.name, id: subordinate.id, changes: { ...changes, merged: true } },
    ];
  });
  return noContent;
}

const row = { type: 'mscrm.crmbaseentity' } as const;

/** Merges two rows of a table: one goes on, with what belonged to the other. Source: Microsoft's "Merge table rows". */
export const mergeMessage: Message = {
  name: 'Merge',
  kind: 'action',
  parameters: [
    { name: 'Target', ...row },
    { name: 'Subordinate', ...row },
    { name: 'UpdateContent', ...row, optional: true },
    { name: 'PerformParentingChecks', type: 'Edm.Boolean' },
  ],
  run: merge,
};
