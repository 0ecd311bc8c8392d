import { actions } from '../domain/actions/registry';
import type { Write } from '../domain/crm-server';
import type { Row } from '../domain/row';
import type { Table } from '../domain/table';
import type { Values } from '../domain/value';
import { actionRequest } from './action-request';
import type { BatchedRequest } from './batch-request';
import { bodyText, encodeParties, encodeRow } from './encode-row';
import type { EntitySetOf } from './encode-row';
import { memberRequest } from './list-members';
import { annotations, rowAddress, selectQuery } from './query';
import { decodeOnly } from './reads';
import type { CrmAnswer } from './send';

type Create = Extract<Write, { kind: 'create' }>;
type Update = Extract<Write, { kind: 'update' }>;
type Link = Extract<Write, { kind: 'associate' | 'disassociate' }>;

/** A write as requests. Where there are several, they have to be done whole or not at all. */
export interface WritePlan {
  readonly write: Write;
  readonly requests: readonly BatchedRequest[];
  /** The row, from the answers to the requests; null where they do not have all of it. */
  readonly decode: (answers: readonly CrmAnswer[]) => Row | null;
}

/**
 * What plug-ins see as the shared variable `tag`, so that they can tell what was done offline.
 * Source: Microsoft's "Use optional parameters", section "Add a shared variable to the plug-in execution context".
 */
const tag = 'tag=carryon-playback';

export async function planWrite(write: Write, entitySetOf: EntitySetOf): Promise<WritePlan> {
  switch (write.kind) {
    case 'create':
      return create(write, entitySetOf);
    case 'update':
      return update(write, entitySetOf);
    case 'delete': {
      const { table, id, etag } = write;
      const address = `${rowAddress(table.entitySetName, id)}?${tag}`;
      const headers = { 'If-Match': guard(table, etag) };
      return { write, requests: [{ method: 'DELETE', address, headers }], decode: noRow };
    }
    case 'associate':
    case 'disassociate':
      return { write, requests: [await link(write, entitySetOf)], decode: noRow };
    case 'action': {
      const { table, id, action, allowDuplicates = false } = write;
      const { request } = actions[action.name];
      const asked = request({ table: table.name, id }, action.params, table, allowDuplicates);
      // What an action answers is not its row.
      return {
        write,
        requests: [await actionRequest(asked, tag, entitySetOf)],
        decode: () => null,
      };
    }
  }
}

/** The version to write over; a table without versions can only be asked whether the row exists. */
const guard = (table: Table, etag: string): string => (table.optimisticConcurrency ? etag : '*');

const noRow = (answers: readonly CrmAnswer[]): null => {
  if (answers.some(({ body }) => body !== null)) throw new TypeError('A row where none was asked');
  return null;
};

const rowOf =
  ({ table, id }: Write) =>
  ([answer]: readonly CrmAnswer[]): Row | null =>
    answer?.body ? decodeOnly(table, id, answer.body) : null;

async function create(write: Create, entitySetOf: EntitySetOf): Promise<WritePlan> {
  const { table, values } = write;
  const properties = await encodeRow(table, values, 'create', entitySetOf);
  for (const [name, collection] of await changedParties(table, values, entitySetOf))
    properties[name] = collection;
  const request = patch(write, { 'If-None-Match': '*' }, bodyText(properties));
  return { write, requests: [request], decode: rowOf(write) };
}

/**
 * Changed parties are replaced by a request of their own, behind the columns and so under their guard, which a
 * request without a column has to carry where only parties change. No answer then has the whole row.
 */
async function update(write: Update, entitySetOf: EntitySetOf): Promise<WritePlan> {
  const { table, id, values, etag } = write;
  const condition = guard(table, etag);
  const properties = await encodeRow(table, values, 'update', entitySetOf);
  const parties = (await changedParties(table, values, entitySetOf)).map(
    ([name, collection]): BatchedRequest => ({
      method: 'PUT',
      address: `${rowAddress(table.entitySetName, id)}/${name}?${tag}`,
      headers: duplicates(write),
      body: `{"value":${collection}}`,
    }),
  );
  const columns = patch(write, { 'If-Match': condition }, bodyText(properties));
  if (parties.length === 0) return { write, requests: [columns], decode: rowOf(write) };
  const guarded = Object.keys(properties).length > 0 || condition !== '*';
  return {
    write,
    requests: guarded ? [columns, ...parties] : parties,
    decode(answers) {
      if (guarded) rowOf(write)(answers);
      return noRow(answers.slice(guarded ? 1 : 0));
    },
  };
}

/** The parties columns among the values, each with its collection as JSON text. */
async function changedParties(
  table: Table,
  values: Values,
  entitySetOf: EntitySetOf,
): Promise<readonly (readonly [string, string])[]> {
  const changed: [string, string][] = [];
  for (const column of Object.values(table.columns)) {
    const value = values[column.name];
    if (column.type === 'parties' && value !== undefined)
      changed.push([column.name, await encodeParties(column, value, entitySetOf)]);
  }
  return changed;
}

/** Dataverse looks for duplicates only where it is told not to suppress that. */
const duplicates = ({ allowDuplicates = false }: Create | Update) => ({
  'MSCRM.SuppressDuplicateDetection': String(allowDuplicates),
});

const patch = (
  write: Create | Update,
  condition: Readonly<Record<string, string>>,
  body: string,
): BatchedRequest => ({
  method: 'PATCH',
  address: `${rowAddress(write.table.entitySetName, write.id)}?${selectQuery(write.table)}&${tag}`,
  headers: {
    ...condition,
    Prefer: `return=representation,${annotations}`,
    ...duplicates(write),
  },
  body,
});

async function link(write: Link, entitySetOf: EntitySetOf): Promise<BatchedRequest> {
  const { kind, table, id, relationship, other } = write;
  const member = await memberRequest(write, entitySetOf);
  if (member !== null) return { ...member, address: `${member.address}?${tag}` };
  const collection = `${rowAddress(table.entitySetName, id)}/${relationship}`;
  if (kind === 'disassociate')
    return {
      method: 'DELETE',
      address: `${collection}(${encodeURIComponent(other.id)})/$ref?${tag}`,
    };
  const body = JSON.stringify({
    '@odata.id': rowAddress(await entitySetOf(other.table), other.id),
  });
  return { method: 'POST', address: `${collection}/$ref?${tag}`, body };
}
