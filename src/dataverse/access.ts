import type { CrmServer } from '../domain/crm-server';
import type { PrivilegeType } from '../domain/table';
import { rowsIn, textIn } from './json';
import { rowAddress } from './query';
import { nullIfAbsent } from './reads';
import type { Send } from './send';

/** What a write would meet: what the user may do to a row, what it is linked to, which values are a key. */
export const createAccess = (
  send: Send,
): Pick<CrmServer, 'readAccess' | 'isLinked' | 'readKeys'> => ({
  readKeys: (table, signal) =>
    send(
      {
        method: 'GET',
        address: `EntityDefinitions(LogicalName='${table.name}')/Keys?$select=KeyAttributes`,
        signal,
      },
      ({ body }) => rowsIn(body).map((key) => listOfTexts(key['KeyAttributes'])),
    ),

  readAccess(userId, table, id, signal) {
    const target = JSON.stringify({ '@odata.id': rowAddress(table.entitySetName, id) });
    const address =
      `${rowAddress('systemusers', userId)}/Microsoft.Dynamics.CRM.RetrievePrincipalAccess` +
      `(Target=@p1)?@p1=${encodeURIComponent(target)}`;
    return send({ method: 'GET', address, signal }, ({ body }) => {
      const rights = textIn(body?.['AccessRights']);
      if (rights === '') throw new TypeError('No access rights in the answer');
      return new Set(rights.split(/,\s*/).map((right) => right.replace(/Access$/, '')));
    }).catch(nullIfAbsent) as Promise<ReadonlySet<PrivilegeType> | null>;
  },

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

const listOfTexts = (raw: unknown): string[] => (Array.isArray(raw) ? raw.map(textIn) : []);
