import { CrmError } from '../domain/crm-error';
import type { CrmServer } from '../domain/crm-server';
import type { PrivilegeType } from '../domain/table';
import type { EntitySets } from './entity-sets';
import { rowsIn, textIn } from './json';
import { rowAddress } from './query';
import { nullIfAbsent } from './reads';
import type { Send } from './send';

/** As the port's `readAccess`. */
export function accessTo(
  send: Send,
  ...[userId, table, id, signal]: Parameters<CrmServer['readAccess']>
): ReturnType<CrmServer['readAccess']> {
  const target = JSON.stringify({ '@odata.id': rowAddress(table.entitySetName, id) });
  const address =
    `${rowAddress('systemusers', userId)}/Microsoft.Dynamics.CRM.RetrievePrincipalAccess` +
    `(Target=@p1)?@p1=${encodeURIComponent(target)}`;
  return send({ method: 'GET', address, signal }, ({ body }) => {
    const rights = textIn(body?.['AccessRights']);
    if (rights === '') throw new TypeError('No access rights in the answer');
    return new Set(rights.split(/,\s*/).map((right) => right.replace(/Access$/, '')));
  }).catch(nullIfAbsent) as Promise<ReadonlySet<PrivilegeType> | null>;
}

/** What a write would meet: what the user may do to a row, what it is linked to, which values are a key. */
export const createAccess = (
  send: Send,
  sets: EntitySets,
): Pick<CrmServer, 'readAccess' | 'isLinked' | 'readKeys' | 'isThere' | 'madeFrom'> => ({
  async isThere({ table, id }, signal) {
    const address = rowAddress(await sets.of(table, signal), id);
    return send({ method: 'GET', address, signal }, () => true).catch((error: unknown) =>
      isForbidden(error) ? null : (nullIfAbsent(error) ?? false),
    );
  },

  async madeFrom({ lead, table, user }, signal) {
    const filter = encodeURIComponent(
      `_originatingleadid_value eq ${lead} and _createdby_value eq ${user}`,
    );
    const key = `${table}id`;
    const address = `${await sets.of(table, signal)}?$select=${key}&$filter=${filter}`;
    return send({ method: 'GET', address, signal }, ({ body }) =>
      rowsIn(body).map((row) => textIn(row[key]).toLowerCase()),
    ).catch(nullIfAbsent);
  },

  readKeys: (table, signal) =>
    send(
      {
        method: 'GET',
        address: `EntityDefinitions(LogicalName='${table.name}')/Keys?$select=KeyAttributes`,
        signal,
      },
      ({ body }) => rowsIn(body).map((key) => listOfTexts(key['KeyAttributes'])),
    ),

  readAccess: (...of) => accessTo(send, ...of),

  async isLinked({ table, id, relationship, otherTable, otherId }, signal) {
    const { primaryId } = otherTable;
    const filter = encodeURIComponent(`${primaryId} eq ${otherId}`);
    const address =
      `${rowAddress(table.entitySetName, id)}/${relationship}` +
      `?$select=${primaryId}&$filter=${filter}`;
    const rows = await send({ method: 'GET', address, signal }, ({ body }) => rowsIn(body)).catch(
      nullIfAbsent,
    );
    return rows !== null && rows.length > 0;
  },
});

const isForbidden = (error: unknown): boolean =>
  error instanceof CrmError && error.failure.status === 403;

const listOfTexts = (raw: unknown): string[] => (Array.isArray(raw) ? raw.map(textIn) : []);
