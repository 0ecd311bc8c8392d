import type { Identity } from '../domain/crm-server';
import type { Rights } from '../domain/rights';
import { rowKey } from '../domain/row';
import type { Model, PrivilegeType, Table } from '../domain/table';
import { accessTo } from './access';
import { AT_ONCE } from './gathered';
import { rowsIn, textIn } from './json';
import { mapParallel } from '../domain/parallel';
import { called, rowAddress } from './query';
import { nullIfAbsent } from './reads';
import type { Send } from './send';

/** Business units of an organisation: more come by no page. */
const PAGE = 5000;

/** Of so many rows beyond the user's role it is asked what they may do to them. */
const MOST = 500;

const idIn = (value: unknown): string => textIn(value).toLowerCase();

/** Of whom rows are the user's too, as far as they may read it: their teams, and their business unit's place. */
export async function readPlace(
  send: Send,
  { userId, businessUnitId: own }: Identity,
  signal: AbortSignal | undefined,
): Promise<Pick<Rights, 'teams' | 'units'>> {
  const addresses = [
    `${rowAddress('systemusers', userId)}/teammembership_association?$select=teamid`,
    `businessunits?$select=businessunitid,_parentbusinessunitid_value&$top=${PAGE}`,
  ];
  const [teams, units] = await mapParallel(AT_ONCE, addresses, (address) =>
    send({ method: 'GET', address, signal }, ({ body }) => rowsIn(body)).catch(nullIfAbsent),
  );
  const deep = [own];
  // Grows while it is walked.
  for (const unit of deep)
    for (const row of units ?? []) {
      const id = idIn(row['businessunitid']);
      if (idIn(row['_parentbusinessunitid_value']) === unit && !deep.includes(id)) deep.push(id);
    }
  return {
    ...(teams && { teams: teams.map((row) => idIn(row['teamid'])) }),
    ...(units && { units: { own, deep } }),
  };
}

/** Rows that the user may read though their role does not reach them; null: every row may be such a one, or none. */
function filterBeyond({ userId, depths, teams, units }: Rights, table: Table): string | null {
  const depth = depths[table.privileges.Read ?? ''];
  if (table.ownership !== 'user' || depth === undefined || depth === 'Global') return null;
  if (teams === undefined) return null;
  const others = called('NotIn', 'ownerid', [userId, ...teams]);
  if (depth === 'Basic') return others;
  if (units === undefined) return null;
  const reached = depth === 'Local' ? [units.own] : units.deep;
  return `${others} and ${called('NotIn', 'owningbusinessunit', reached)}`;
}

/**
 * What the user may do to rows that were shared with them, or are theirs for another reason than their role: of the
 * newest {@link MOST}. Such rows are few; what a role lets everybody read are many, and nothing is asked of them.
 */
export async function readBeyond(
  send: Send,
  rights: Rights,
  model: Model,
  signal: AbortSignal | undefined,
): Promise<Pick<Rights, 'beyond'>> {
  if (rights.teams === undefined) return {};
  const found = await mapParallel(AT_ONCE, Object.values(model), async (table) => {
    const filter = filterBeyond(rights, table);
    if (filter === null) return [];
    const { entitySetName, primaryId } = table;
    const newest = `$orderby=modifiedon%20desc&$top=${MOST}`;
    const address = `${entitySetName}?$select=${primaryId},modifiedon&$filter=${encodeURIComponent(filter)}&${newest}`;
    const rows = await send({ method: 'GET', address, signal }, ({ body }) => rowsIn(body)).catch(
      nullIfAbsent,
    );
    return (rows ?? []).map((row) => ({
      table,
      id: idIn(row[primaryId]),
      modified: textIn(row['modifiedon']),
    }));
  });
  const newest = found
    .flat()
    .sort((a, b) => b.modified.localeCompare(a.modified))
    .slice(0, MOST);
  const beyond: Record<string, readonly PrivilegeType[]> = {};
  await mapParallel(AT_ONCE, newest, async ({ table, id }) => {
    const access = await accessTo(send, rights.userId, table, id, signal);
    if (access) beyond[rowKey({ table: table.name, id })] = [...access].sort();
  });
  return { beyond };
}
