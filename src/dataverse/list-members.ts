import { isListMembership, isSeenFromList } from '../domain/list-membership';
import type { RowRef } from '../domain/row';
import type { ManyToMany, Table } from '../domain/table';
import type { BatchedRequest } from './batch-request';
import { rowAddress } from './query';
import type { EntitySetOf } from './encode-row';

/** The property that one of the two ids is read from. */
export const linkProperty = (relationship: ManyToMany, side: 'mine' | 'theirs'): string =>
  isListMembership(relationship) ? `_${relationship[side]}_value` : relationship[side];

interface Membership {
  readonly kind: 'associate' | 'disassociate';
  readonly table: Table;
  readonly id: string;
  readonly relationship: string;
  readonly other: RowRef;
}

/**
 * The request by which a row gets on a marketing list, or off it; null: the relationship is another one. Dataverse
 * refuses to associate them ("Associate is not supported for ListMember"): actions do it.
 * Sources: AddListMembersList and RemoveMemberList in Microsoft's reference of the Web API.
 */
export async function memberRequest(
  { kind, table, id, relationship, other }: Membership,
  entitySetOf: EntitySetOf,
): Promise<BatchedRequest | null> {
  const way = table.linkedTo?.find(({ navigation }) => navigation === relationship);
  if (way === undefined || !isListMembership(way)) return null;
  const row = { table: table.name, id };
  const [list, member] = isSeenFromList(way) ? [row, other] : [other, row];
  if (kind === 'associate')
    return {
      method: 'POST',
      address: 'AddListMembersList',
      body: JSON.stringify({ List: entity(list), Members: [entity(member)] }),
    };
  const address = rowAddress(await entitySetOf(list.table), list.id);
  return {
    method: 'POST',
    address: `${address}/Microsoft.Dynamics.CRM.RemoveMemberList`,
    body: JSON.stringify({ EntityId: member.id }),
  };
}

/** A row in a parameter. The primary keys of lists and of those who can be on one are named after their tables. */
const entity = ({ table, id }: RowRef) => ({
  '@odata.type': `Microsoft.Dynamics.CRM.${table}`,
  [`${table}id`]: id,
});
