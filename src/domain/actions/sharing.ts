import type { Action, ActionKind } from '../action';
import type { Parameter } from '../action-request';
import type { PrivilegeType } from '../table';
import { isLookup, type Lookup, type Values } from '../value';
import { reference } from './reference';

/** What can be shared of a row, by the numbers that Dataverse gives them. Source: Microsoft's AccessRights. */
export const accessRights = {
  Read: 1,
  Write: 2,
  Append: 4,
  AppendTo: 16,
  Delete: 65_536,
  Share: 262_144,
  Assign: 524_288,
} as const satisfies Partial<Record<PrivilegeType, number>>;

type Right = keyof typeof accessRights;

const all = Object.keys(accessRights) as Right[];

const rightsIn = ({ rights }: Values): Right[] =>
  all.filter((right) => Array.isArray(rights) && rights.includes(accessRights[right] as never));

/**
 * Shares a record with a user or a team.
 * @param rights numbers of {@link accessRights}, ascending
 * @param only takes away what was shared with them besides
 */
export const shareRecord = (
  principal: Lookup,
  rights: readonly number[],
  only: boolean,
): Action => ({
  name: only ? 'modifyAccess' : 'grantAccess',
  params: { principal, rights },
});

export const stopSharing = (principal: Lookup): Action => ({
  name: 'revokeAccess',
  params: { principal },
});

function principalIn({ principal }: Values): Parameter {
  if (!isLookup(principal ?? null)) throw new TypeError('Shared with nobody');
  return reference(principal as Lookup);
}

/** Who has shared a row twice has shared it once. */
const sharing = (message: string, principal: (params: Values) => Parameter): ActionKind => ({
  needs: (params) => ['Share', ...rightsIn(params)],
  fits: ({ ownership }) => ownership === 'user',
  effects: () => ({}),
  request: (ref, params, { primaryId }) => ({
    name: message,
    on: null,
    parameters: {
      Target: reference(ref, primaryId),
      [message === 'RevokeAccess' ? 'Revokee' : 'PrincipalAccess']: principal(params),
    },
  }),
  happened: 'harmless',
});

const access = (params: Values): Parameter => ({
  kind: 'complex',
  properties: {
    Principal: principalIn(params),
    AccessMask: rightsIn(params)
      .map((right) => `${right}Access`)
      .join(', '),
  },
});

export const grantAccess = sharing('GrantAccess', access);
export const modifyAccess = sharing('ModifyAccess', access);
export const revokeAccess = sharing('RevokeAccess', principalIn);
