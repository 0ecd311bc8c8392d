import type { RowMessage } from '../../seed/definition';
import { generatedValues } from '../rules/business-rules';
import { addressOfRow, derivedMasks } from '../rules/derived-parties';
import { faults } from '../errors';
import { insertRow } from '../storage/insert-row';
import { computeJoins } from './computed-columns';
import type { Table } from '../model/model';
import type { Organization, User } from '../organization';
import type { Payload } from './payload';
import { assignedAlong } from './cascading-assign';
import { checkNewOwner, placeInUnit, setOwner } from './owner';
import { requireAccess, requirePrivilege } from '../rights/rights';
import { checkKeys } from '../query/row-key';
import { afterChange, beforeChange } from '../rules/row-rules';
import { checkSecured } from '../rights/secured-columns';
import { settleState } from './state';
import { quote, type SqlRow, type SqlValue } from '../storage/store';

/** On whose behalf a write is done. */
export interface Actor {
  readonly organization: Organization;
  readonly user: User;
  /** How many workflows started one another until here. Default: 0. */
  readonly depth?: number;
  /** Whether rows that turn out to be duplicates are refused. Default: no. */
  readonly refusesDuplicates?: boolean;
  /** Whether a message does it that closes rows of this kind, as WinOpportunity does. Default: no. */
  readonly closes?: boolean;
}

const begin = ({
  organization,
  user,
  depth = 0,
  refusesDuplicates = false,
  closes = false,
}: Actor) => ({ organization, user, depth, refusesDuplicates, closes });

/** A row of the database by its id, whoever asks. */
export const existingRow = ({ store }: Organization, table: Table, id: string): SqlRow | null =>
  store.get(`SELECT * FROM ${quote(table.name)} WHERE ${quote(table.primaryId)} = ?`, [id]);

/** Every row referred to exists, and may be referred to. */
function checkReferences(actor: Actor, payload: Payload): void {
  const { organization, user } = actor;
  for (const { column, table, id } of payload.references) {
    const row = existingRow(organization, table, id);
    if (!row) throw faults.notFound(table.name, id);
    if (column.name !== 'ownerid') requireAccess(organization, user, table, 'AppendTo', row);
  }
}

function checkUnique(
  actor: Actor,
  table: Table,
  id: string,
  values: ReadonlyMap<string, SqlValue>,
): void {
  for (const column of table.columns.values()) {
    const value = values.get(column.name) ?? null;
    if (!column.unique || value === null) continue;
    const other = actor.organization.store.get(
      `SELECT 1 AS found FROM ${quote(table.name)} WHERE ${quote(column.name)} = ? AND ${quote(table.primaryId)} <> ?`,
      [value, id],
    );
    if (other) throw faults.exists();
  }
}

function defaults(actor: Actor, table: Table): Map<string, SqlValue> {
  const { organization, user } = actor;
  const values = new Map<string, SqlValue>();
  for (const column of table.columns.values())
    if (column.default !== undefined) values.set(column.name, Number(column.default));
  if (table.columns.has('transactioncurrencyid')) {
    values.set('transactioncurrencyid', organization.store.setting('currency'));
    values.set('exchangerate', 1);
  }
  placeInUnit(actor, table, values);
  const now = organization.timestamp();
  for (const name of ['createdon', 'modifiedon'])
    if (table.columns.has(name)) values.set(name, now);
  for (const name of ['createdby', 'modifiedby'])
    if (table.columns.has(name)) values.set(name, user.id);
  return values;
}

function requireColumns(
  table: Table,
  values: ReadonlyMap<string, SqlValue>,
  creating: boolean,
): void {
  for (const column of table.columns.values()) {
    if (column.required !== 'SystemRequired' || column.type === 'parties') continue;
    if (
      creating
        ? (values.get(column.name) ?? null) === null
        : values.has(column.name) && values.get(column.name) === null
    )
      throw faults.required(column.name);
  }
}

/** Replaces the parties of an activity. */
export function writeParties(
  actor: Actor,
  table: Table,
  id: string,
  parties: readonly Payload[],
): void {
  const { organization } = actor;
  const party = organization.table('activityparty');
  organization.store.run(
    `DELETE FROM activityparty WHERE activityid = ? AND participationtypemask NOT IN (${derivedMasks.join(', ')})`,
    [id],
  );
  for (const payload of parties) {
    const mask = payload.values.get('participationtypemask');
    requireMask(table, mask);
    if (derivedMasks.includes(Number(mask))) continue;
    checkReferences(actor, payload);
    const values = new Map([
      ...payload.values,
      ['activityid', id],
      ['activityid:type', table.name],
    ] as [string, SqlValue][]);
    requireColumns(party, new Map([...values, [party.primaryId, id]]), true);
    if (!values.has('addressused')) values.set('addressused', addressOfParty(actor, payload));
    values.set(party.primaryId, organization.nextId());
    values.set('versionnumber', organization.nextVersion());
    insertRow(organization, party, values);
  }
}

/** Dataverse fills in the address of a party it knows. */
function addressOfParty(actor: Actor, payload: Payload): SqlValue {
  const [reference] = payload.references;
  return reference
    ? addressOfRow(existingRow(actor.organization, reference.table, reference.id))
    : null;
}

/** An activity takes the parties that it has a column for; the server keeps the derived ones. */
function requireMask(table: Table, mask: SqlValue | undefined): void {
  const taken = [...table.columns.values()].flatMap((column) => column.mask ?? []);
  if (typeof mask !== 'number' || taken.includes(mask) || derivedMasks.includes(mask)) return;
  throw faults.argument(`The participation type ${mask} is not valid for '${table.name}'.`);
}

/** Throws where the table's rows are not written by themselves, or not in this way. */
export function requireMessage(table: Table, message: RowMessage): void {
  const { collectionOnly, withoutMessages = [] } = table.definition;
  if (table.readOnly || collectionOnly || withoutMessages.includes(message))
    throw faults.noMessage(message, table.name);
}

/** Activities of every kind share their ids. */
function checkActivityId({ organization }: Actor, table: Table, id: string): void {
  if (!table.activity) return;
  for (const other of organization.model.tables.values())
    if (other.activity && existingRow(organization, other, id)) throw faults.exists();
}

/** Makes a row. Throws what Dataverse answers; the caller's transaction takes back what was done before. */
export function createRow(actor: Actor, table: Table, id: string, payload: Payload): void {
  const { organization, user } = actor;
  requireMessage(table, 'Create');
  requirePrivilege(organization, user, table, 'Create');
  checkActivityId(actor, table, id);
  checkReferences(actor, payload);
  checkSecured(organization, user, table, payload.values, true);
  const values = new Map([
    ...defaults(actor, table),
    ...generatedValues(organization, table),
    ...payload.values,
  ]);
  values.set(table.primaryId, id);
  setOwner(actor, table, values);
  settleState(table, id, values, null);
  requireColumns(table, values, true);
  computeJoins(table, values, null);
  checkUnique(actor, table, id, values);
  checkKeys(organization, table, id, values, Object.fromEntries(values));
  const change = { ...begin(actor), table, id, before: null, values };
  beforeChange(change);
  values.set('versionnumber', organization.nextVersion());
  const row = Object.fromEntries(values);
  requireAccess(organization, user, table, 'Create', row);
  if (row['ownerid'] !== user.id) checkNewOwner(actor, table, row);
  insertRow(organization, table, values);
  if (payload.parties) writeParties(actor, table, id, payload.parties);
  afterChange(change);
}

/** Changes a row that is there. */
export function updateRow(actor: Actor, table: Table, before: SqlRow, payload: Payload): void {
  const { organization, user } = actor;
  const id = String(before[table.primaryId]);
  requireMessage(table, 'Update');
  requireAccess(organization, user, table, 'Write', before);
  if (payload.references.some(({ column }) => column.name !== 'ownerid'))
    requireAccess(organization, user, table, 'Append', before);
  checkReferences(actor, payload);
  checkSecured(organization, user, table, payload.values, false);
  const values = new Map(payload.values);
  values.delete(table.primaryId);
  requireColumns(table, values, false);
  const owner = values.get('ownerid') ?? null;
  const assigned = owner !== null && owner !== before['ownerid'];
  if (assigned) requireAccess(organization, user, table, 'Assign', before);
  const along = assigned ? assignedAlong(actor, table, before, owner) : [];
  if (assigned) assign(actor, table, before, values);
  settleState(table, id, values, before);
  computeJoins(table, values, before);
  checkUnique(actor, table, id, values);
  checkKeys(organization, table, id, values, { ...before, ...Object.fromEntries(values) });
  applyChange(actor, table, before, values);
  for (const below of along) {
    const owned = new Map([['ownerid', owner]]);
    assign(actor, below.table, below.row, owned);
    applyChange(actor, below.table, below.row, owned);
  }
}

/** Gives a row to its new owner, who has to be one. */
function assign(actor: Actor, table: Table, before: SqlRow, values: Map<string, SqlValue>): void {
  setOwner(actor, table, values);
  checkNewOwner(actor, table, { ...before, ...Object.fromEntries(values) });
}

/** Writes columns of a row that is there, with all that the server does besides, without asking who may. */
export function applyChange(
  actor: Actor,
  table: Table,
  before: SqlRow,
  values: Map<string, SqlValue>,
): void {
  const id = String(before[table.primaryId]);
  const done = { ...begin(actor), table, id, before, values };
  beforeChange(done);
  touch(actor, table, id, values);
  afterChange(done);
}

/** Writes columns with a new version, and who did it when. */
export function touch(
  { organization, user }: Actor,
  table: Table,
  id: string,
  values: Map<string, SqlValue>,
): void {
  if (table.columns.has('modifiedon')) values.set('modifiedon', organization.timestamp());
  if (table.columns.has('modifiedby')) values.set('modifiedby', user.id);
  values.set('versionnumber', organization.nextVersion());
  const names = [...values.keys()];
  organization.store.run(
    `UPDATE ${quote(table.name)} SET ${names.map((name) => `${quote(name)} = ?`).join(', ')} WHERE ${quote(table.primaryId)} = ?`,
    [...names.map((name) => values.get(name) ?? null), id],
  );
}
