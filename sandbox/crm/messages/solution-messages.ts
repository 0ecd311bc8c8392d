import { faults } from '../errors';
import { insertRow } from '../storage/insert-row';
import { commit } from '../storage/journal';
import { boundTo, noContent, respond, type Call, type Message } from './message';
import { requirePrivilege } from '../rights/rights';
import { roleId } from '../rights/role-rows';
import { readManifest } from './solution-file';

/** The one solution whose contents the sandbox knows: Microsoft's sample of a custom function. */
const known = 'IsSystemAdminFunction';

const installed = ({ exchange }: Call, name: string): boolean =>
  exchange.organization.store.get('SELECT 1 AS found FROM solution WHERE uniquename = ?', [
    name,
  ]) !== null;

function importSolution(call: Call) {
  const { exchange, given } = call;
  const { organization, user } = exchange;
  const table = organization.table('solution');
  requirePrivilege(organization, user, table, 'Create');
  const manifest = readManifest(given.text('CustomizationFile'));
  if (manifest.uniqueName !== known)
    throw faults.notCovered(
      `the solution '${manifest.uniqueName}': only '${known}' can be imported`,
    );
  if (installed(call, known)) return noContent;
  const id = organization.nextId();
  const now = organization.timestamp();
  const changes = { uniquename: manifest.uniqueName, version: manifest.version };
  commit(exchange, { table: table.name, id, changes }, () =>
    insertRow(
      organization,
      table,
      new Map<string, string | number>([
        [table.primaryId, id],
        ...Object.entries(changes),
        ['friendlyname', manifest.friendlyName],
        ['ismanaged', Number(manifest.managed)],
        ['isvisible', 1],
        ...['installedon', 'createdon', 'modifiedon'].map((name): [string, string] => [name, now]),
        ...['createdby', 'modifiedby'].map((name): [string, string] => [name, user.id]),
        ['versionnumber', organization.nextVersion()],
      ]),
    ),
  );
  return noContent;
}

/** The import of solutions, and the function that the known one brings. */
export const solutionMessages: readonly Message[] = [
  {
    name: 'ImportSolution',
    kind: 'action',
    parameters: [
      { name: 'OverwriteUnmanagedCustomizations', type: 'Edm.Boolean' },
      { name: 'PublishWorkflows', type: 'Edm.Boolean' },
      { name: 'CustomizationFile', type: 'Edm.String' },
      { name: 'ImportJobId', type: 'Edm.Guid' },
      { name: 'ConvertToManaged', type: 'Edm.Boolean', optional: true },
      { name: 'SkipProductUpdateDependencies', type: 'Edm.Boolean', optional: true },
      { name: 'HoldingSolution', type: 'Edm.Boolean', optional: true },
    ],
    run: importSolution,
  },
  {
    name: 'sample_IsSystemAdmin',
    kind: 'function',
    on: { table: 'systemuser' },
    answers: 'mscrm.sample_IsSystemAdminResponse',
    run(call) {
      if (!installed(call, known))
        throw faults.query(
          "Resource not found for the segment 'Microsoft.Dynamics.CRM.sample_IsSystemAdmin'.",
        );
      const { table, id } = boundTo(call);
      const { organization } = call.exchange;
      if (!organization.principal(id)) throw faults.notFound(table.name, id);
      const held = organization.store.get(
        'SELECT 1 AS found FROM systemuserroles_association WHERE "left" = ? AND "right" = ?',
        [roleId('administrator'), id],
      );
      return respond(call, 'sample_IsSystemAdmin', { HasRole: held !== null });
    },
  },
];
