import { actions } from '../domain/actions/registry';
import type { Identity } from '../domain/crm-server';
import type { Depth, Rights } from '../domain/rights';
import type { Model } from '../domain/table';
import { AT_ONCE } from './gathered';
import { listIn, textIn } from './json';
import { createLine } from '../domain/parallel';
import { readBeyond, readPlace } from './reach';
import { readColumnRights } from './secured-columns';
import type { Send } from './send';

/** Narrow to wide. */
const depths: readonly Depth[] = ['Basic', 'Local', 'Deep', 'Global'];

/** As many names as fit an address. */
const batchSize = 40;

/**
 * The depths of every privilege that the model's tables or actions name, how far they reach, what is beyond that, and
 * what may be done with secured columns.
 */
export async function readRights(
  send: Send,
  identity: Identity,
  model: Model,
  signal: AbortSignal | undefined,
): Promise<Rights> {
  const { userId } = identity;
  const besides = Object.values(actions).flatMap(({ privilege }) => privilege ?? []);
  const ofTables = Object.values(model).flatMap(({ privileges }) => Object.values(privileges));
  const names = new Set([...ofTables, ...besides]);
  const line = createLine(AT_ONCE);
  const [columns, ...held] = await Promise.all([
    line(() => readColumnRights(send, userId, model, signal)),
    ...batchesOf([...names].sort()).map((batch) =>
      line(() =>
        send({ method: 'GET', address: addressOf(userId, batch), signal }, ({ body }) => {
          if (!Array.isArray(body?.['RolePrivileges'])) throw new TypeError('No privileges');
          return listIn(body['RolePrivileges']);
        }),
      ),
    ),
  ]);
  const widest: Record<string, Depth> = {};
  for (const privilege of held.flat()) {
    const name = textIn(privilege['PrivilegeName']);
    const depth = depths.find((known) => known === privilege['Depth']);
    if (depth !== undefined && names.has(name)) widest[name] = wider(widest[name], depth);
  }
  const known = { userId, depths: widest, ...columns };
  // Where every privilege reaches everything, there is nothing more to know.
  if (Object.values(widest).every((depth) => depth === 'Global')) return known;
  const rights = { ...known, ...(await readPlace(send, identity, signal)) };
  return { ...rights, ...(await readBeyond(send, rights, model, signal)) };
}

const wider = (a: Depth | undefined, b: Depth): Depth =>
  a !== undefined && depths.indexOf(a) > depths.indexOf(b) ? a : b;

function batchesOf(names: readonly string[]): string[][] {
  const batches: string[][] = [];
  for (let start = 0; start < names.length; start += batchSize)
    batches.push(names.slice(start, start + batchSize));
  return batches;
}

const addressOf = (userId: string, names: readonly string[]): string =>
  `systemusers(${userId})/Microsoft.Dynamics.CRM.RetrieveUserSetOfPrivilegesByNames` +
  `(PrivilegeNames=@p1)?@p1=${encodeURIComponent(JSON.stringify(names))}`;
