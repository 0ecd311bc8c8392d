import type { CrmServer } from '../domain/crm-server';
import { AT_A_TIME, mapParallel } from '../domain/parallel';
import { rowsIn, textIn } from './json';
import { nullIfAbsent } from './reads';
import type { Send } from './send';

/** More of each are not worth taking along. */
const MOST = 1000;

/** Tables whose rows own others. Source: Microsoft's table reference, systemuser and team. */
const principals = [
  { table: 'systemuser', set: 'systemusers', name: 'fullname', filter: 'isdisabled eq false' },
  { table: 'team', set: 'teams', name: 'name', filter: 'teamtype eq 0' },
] as const;

/** Who can own records, and be given them to read. */
export const createColleagues = (send: Send): Pick<CrmServer, 'readColleagues'> => ({
  async readColleagues(signal) {
    const found = await mapParallel(AT_A_TIME, principals, async ({ table, set, name, filter }) => {
      const id = `${table}id`;
      const which = `&$filter=${encodeURIComponent(filter)}&$orderby=${name}&$top=${MOST}`;
      const address = `${set}?$select=${id},${name}${which}`;
      const rows = await send({ method: 'GET', address, signal }, ({ body }) => rowsIn(body)).catch(
        nullIfAbsent,
      );
      return (rows ?? []).map((row) => ({
        table,
        id: textIn(row[id]).toLowerCase(),
        name: textIn(row[name]),
      }));
    });
    return found.flat();
  },
});
