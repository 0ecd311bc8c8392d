import type { Rights } from '../domain/rights';
import type { ColumnRight, Model } from '../domain/table';
import { listIn, textIn } from './json';
import { rowAddress } from './query';
import { nullIfAbsent } from './reads';
import type { Send } from './send';

const rights: Readonly<Record<string, ColumnRight>> = {
  CanRead: 'Read',
  CanCreate: 'Create',
  CanUpdate: 'Update',
};

/** "Allowed" of the CRM's field security permission types. */
const ALLOWED = 4;

/**
 * What the field security profiles of the user and their teams let them do with secured columns. Nothing is asked where
 * the model has none; where it may not be asked, it is not known.
 */
export async function readColumnRights(
  send: Send,
  userId: string,
  model: Model,
  signal: AbortSignal | undefined,
): Promise<Pick<Rights, 'columns'>> {
  const columns = Object.values(model).flatMap((table) => Object.values(table.columns));
  const secured = new Set(columns.flatMap(({ secured }) => secured ?? []));
  if (secured.size === 0) return {};
  const address = `${rowAddress('systemusers', userId)}/Microsoft.Dynamics.CRM.RetrievePrincipalAttributePrivileges()`;
  const told = await send({ method: 'GET', address, signal }, ({ body }) => {
    if (!Array.isArray(body?.['AttributePrivileges'])) throw new TypeError('No column privileges');
    return listIn(body['AttributePrivileges']);
  }).catch(nullIfAbsent);
  if (told === null) return {};
  const held: Record<string, readonly ColumnRight[]> = {};
  for (const privilege of told) {
    const id = textIn(privilege['AttributeId']).toLowerCase();
    const allowed = Object.keys(rights).filter((name) => privilege[name] === ALLOWED);
    const right = allowed.flatMap((name) => rights[name] ?? []);
    if (secured.has(id)) held[id] = [...new Set([...(held[id] ?? []), ...right])].sort();
  }
  return { columns: held };
}
