import type { Identity } from '../domain/crm-server';
import type { Depth, Rights } from '../domain/rights';
import type { Model } from '../domain/table';
import { listIn, textIn } from './json';
import { mapParallel } from './parallel';
import type { Send } from './send';

/** Narrow to wide. */
const depths: readonly Depth[] = ['Basic', 'Local', 'Deep', 'Global'];

/** As many names as fit an address. */
const batchSize = 40;

/** The depths of every privilege that the model's tables name. */
export async function readRights(
  send: Send,
  { userId }: Identity,
  model: Model,
  signal: AbortSignal | undefined,
): Promise<Rights> {
  const names = new Set(
    Object.values(model).flatMap(({ privileges }) => Object.values(privileges)),
  );
  const held = await mapParallel(2, batchesOf([...names].sort()), (batch) =>
    send({ method: 'GET', address: addressOf(userId, batch), signal }, ({ body }) => {
      if (!Array.isArray(body?.['RolePrivileges'])) throw new TypeError('No privileges');
      return listIn(body['RolePrivileges']);
    }),
  );
  const widest: Record<string, Depth> = {};
  for (const privilege of held.flat()) {
    const name = textIn(privilege['PrivilegeName']);
    const depth = depths.find((known) => known === privilege['Depth']);
    if (depth !== undefined && names.has(name)) widest[name] = wider(widest[name], depth);
  }
  return { userId, depths: widest };
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
