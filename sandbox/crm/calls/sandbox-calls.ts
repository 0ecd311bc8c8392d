import { userRef } from '../../seed/empty';
import type { Depth } from '../../seed/roles';
import { guidPattern } from '../http/address';
import { allow, object, readBody, text, userNamed, type Body } from './call-arguments';
import { readClock, setClock } from './clock-call';
import { expireTokens } from '../query/delta-token';
import type { Engine } from '../engine';
import { asFault, faults } from '../errors';
import { readFaultOrder } from './fault-order';
import { readJournal } from '../storage/journal';
import { writeRows } from '../storage/fill';
import { readLimits } from '../http/limits';
import { keepMainForm } from '../model/main-form';
import { DefinitionError } from '../model/model';
import { readPayload } from '../write/payload';
import { grantToRoles, privilegeRows } from '../rights/role-rows';
import { readTableOrder } from './table-order';
import { processes } from '../rules/workflow-runs';
import { keepSystemViews } from '../model/system-views';
import { deleteRow } from '../write/delete-rows';
import { updateRow } from '../write/write-rows';
import { quote, type SqlRow } from '../storage/store';

/** Whether the world can reach this server. */
export interface Network {
  up: boolean;
}

/** Does another user's write as the Web API would, without a journal entry. */
function write(engine: Engine, body: Body, changes: Record<string, unknown> | null): object {
  const { organization } = engine;
  const actor = { organization, user: userNamed(organization, body) };
  const table = organization.table(text(body, 'table'));
  const id = text(body, 'id').toLowerCase();
  if (!guidPattern.test(id)) throw faults.argument("'id' has to be a GUID.");
  const find = (): SqlRow | null =>
    organization.store.get(
      `SELECT * FROM ${quote(table.name)} WHERE ${quote(table.primaryId)} = ?`,
      [id],
    );
  const row = find();
  if (!row) throw faults.notFound(table.name, id);
  organization.store.transaction(() => {
    if (changes === null) deleteRow(actor, table, row);
    else updateRow(actor, table, row, readPayload(actor, table, changes, false));
    organization.keepVersion();
  });
  return {
    table: table.name,
    id,
    etag: changes === null ? null : `W/"${String(find()?.['versionnumber'])}"`,
  };
}

const depths: readonly unknown[] = ['Basic', 'Local', 'Deep', 'Global'];

function role({ organization }: Engine, body: Body): object {
  const { name } = userNamed(organization, body);
  const privileges = object(body, 'privileges');
  for (const [privilege, depth] of Object.entries(privileges))
    if (!/^prv[A-Z][A-Za-z_0-9]{1,100}$/.test(privilege))
      throw faults.argument(`'${privilege.slice(0, 50)}' is no name of a privilege.`);
    else if (depth !== null && !depths.includes(depth))
      throw faults.argument(`${privilege} needs a depth: Basic, Local, Deep, Global or null.`);
  const changed = privileges as Record<string, Depth | null>;
  organization.changeUser(name, (user) => ({
    ...user,
    privileges: { ...user.privileges, ...changed },
  }));
  return { user: name, privileges: organization.user(name)?.privileges };
}

function expire({ organization }: Engine, body: Body): object {
  if (body['what'] === 'delta') {
    expireTokens(organization);
    return { expired: 'delta' };
  }
  if (body['what'] !== 'token') throw faults.argument("'what' has to be 'token' or 'delta'.");
  const names =
    body['user'] === undefined
      ? organization.security.userNames
      : [userNamed(organization, body).name];
  for (const name of names)
    organization.changeUser(name, (user) => ({ ...user, expired: user.expired + 1 }));
  return {
    expired: Object.fromEntries(names.map((name) => [name, organization.user(name)?.expired])),
  };
}

function addTable({ organization }: Engine, body: Body): object {
  const definition = readTableOrder(body);
  if (organization.model.tables.has(definition.name))
    throw faults.argument(`There is a table '${definition.name}' already.`);
  const { store } = organization;
  const table = store.transaction(() => {
    const added = organization.addTable(definition);
    keepMainForm(organization, added);
    keepSystemViews(organization, added);
    // Activities share theirs.
    const privileges = privilegeRows([added]).filter(
      ({ id }) => !store.get('SELECT 1 AS found FROM privilege WHERE privilegeid = ?', [id]),
    );
    writeRows(organization, privileges, userRef('ada').id);
    grantToRoles(store, [added]);
    organization.keepVersion();
    return added;
  });
  return {
    name: table.name,
    setName: table.setName,
    primaryId: table.primaryId,
    primaryName: table.primaryName,
  };
}

/** Stands for what administrators do in the table's settings. */
function switchDuplicateDetection({ organization }: Engine, body: Body): object {
  const { name, definition } = organization.table(text(body, 'table'));
  const { enabled } = body;
  if (typeof enabled !== 'boolean') throw faults.argument("'enabled' has to be true or false.");
  organization.store.transaction(() =>
    organization.addTable({ ...definition, duplicateDetection: enabled }),
  );
  return { table: name, enabled };
}

function setNetwork(network: Network, body: Body): object {
  if (typeof body['up'] !== 'boolean') throw faults.argument("'up' has to be true or false.");
  network.up = body['up'];
  return { up: network.up };
}

function call(engine: Engine, network: Network, name: string, body: Body): object | undefined {
  switch (name) {
    case 'GET journal':
      return readJournal(engine.organization.store);
    case 'GET faults':
      return engine.faults.list();
    case 'POST faults':
      return engine.faults.add(readFaultOrder(body));
    case 'DELETE faults':
      engine.faults.clear();
      return [];
    case 'GET network':
      return { up: network.up };
    case 'POST network':
      allow(body, 'up');
      return setNetwork(network, body);
    case 'GET limits':
      return engine.limits.settings;
    case 'POST limits':
      engine.limits.set(readLimits(body));
      return engine.limits.settings;
    case 'POST edit':
      allow(body, 'user', 'table', 'id', 'changes');
      return write(engine, body, object(body, 'changes'));
    case 'POST delete':
      allow(body, 'user', 'table', 'id');
      return write(engine, body, null);
    case 'POST reset':
      allow(body, 'seed');
      engine.reset(body['seed'] === undefined ? engine.organization.seed : text(body, 'seed'));
      return { organizationId: engine.organization.id };
    case 'POST expire':
      allow(body, 'what', 'user');
      return expire(engine, body);
    case 'POST role':
      allow(body, 'user', 'privileges');
      return role(engine, body);
    case 'POST tables':
      return addTable(engine, body);
    case 'POST duplicatedetection':
      allow(body, 'table', 'enabled');
      return switchDuplicateDetection(engine, body);
    case 'GET clock':
      return readClock(engine.organization);
    case 'POST clock':
      allow(body, 'now', 'advance', 'back');
      return setClock(engine.organization, body);
    case 'GET processes':
      return processes(engine.organization);
    default:
      return undefined;
  }
}

const json = (value: object, status = 200): Response =>
  new Response(JSON.stringify(value), {
    status,
    headers: { 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' },
  });

/** Answers `/_sandbox/...`: calls for tests, JSON in and out, without authorisation. */
export async function sandboxCall(
  engine: Engine,
  network: Network,
  request: Request,
): Promise<Response> {
  if (request.method === 'OPTIONS')
    return new Response(null, {
      status: 204,
      headers: {
        'Access-Control-Allow-Origin': '*',
        'Access-Control-Allow-Methods': 'GET,POST,DELETE',
        'Access-Control-Allow-Headers': 'content-type',
      },
    });
  const name = `${request.method} ${new URL(request.url).pathname.replace('/_sandbox/', '')}`;
  try {
    const body = readBody(await request.text());
    engine.settle();
    const answer = call(engine, network, name, body);
    return answer === undefined
      ? json({ error: { code: '', message: `There is no call '${name}'.` } }, 404)
      : json(answer);
  } catch (error) {
    const fault =
      error instanceof DefinitionError ? faults.argument(error.message) : asFault(error);
    return json({ error: { code: fault.code, message: fault.message } }, fault.status);
  }
}
