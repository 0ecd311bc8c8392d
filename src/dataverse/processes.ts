import type { RunQuery } from '../domain/action';
import type { CrmServer } from '../domain/crm-server';
import type { Process } from '../domain/process';
import type { Json } from './json';
import { numberIn, rowsIn, textIn } from './json';
import { nullIfAbsent } from './reads';
import type { Send } from './send';

/** Classic workflows, as they are defined, and activated. Source: Microsoft's table reference, workflow. */
const address =
  'workflows?$select=name,primaryentity,mode,scope,triggeroncreate,triggerondelete,' +
  'ondemand,triggeronupdateattributelist,_ownerid_value,_owningbusinessunit_value&$orderby=name' +
  `&$filter=${encodeURIComponent('category eq 0 and type eq 1 and statecode eq 1')}`;

/** Whether the jobs of a workflow stay when they have succeeded. */
const keepsJobs = (workflow: string): string =>
  `workflows?$select=asyncautodelete&$filter=${encodeURIComponent(`workflowid eq ${workflow}`)}`;

const runs = ({ workflow, record, user }: RunQuery): string => {
  const conditions = [
    `_workflowactivationid_value eq ${workflow}`,
    `_regardingobjectid_value eq ${record}`,
    `_ownerid_value eq ${user}`,
  ].join(' and ');
  return `asyncoperations?$select=asyncoperationid&$orderby=createdon desc&$top=50&$filter=${encodeURIComponent(conditions)}`;
};

/** The values of `scope`, from 1. */
const scopes: readonly Process['scope'][] = ['user', 'unit', 'unitsBelow', 'organization'];

export const createProcesses = (send: Send): Pick<CrmServer, 'readProcesses' | 'runsOf'> => ({
  async runsOf({ workflow, record, user }, signal) {
    const read = (address: string) =>
      send({ method: 'GET', address, signal }, ({ body }) => rowsIn(body)).catch(nullIfAbsent);
    const [process] = (await read(keepsJobs(workflow))) ?? [];
    if (process === undefined || process['asyncautodelete'] === true) return null;
    const jobs = await read(runs({ workflow, record, user }));
    return jobs?.map((job) => textIn(job['asyncoperationid'])) ?? null;
  },

  readProcesses: (signal) =>
    send({ method: 'GET', address, signal }, ({ body }) => rowsIn(body).map(decodeProcess)).catch(
      nullIfAbsent,
    ),
});

const decodeProcess = (row: Json): Process => ({
  id: textIn(row['workflowid']).toLowerCase(),
  name: textIn(row['name']),
  table: textIn(row['primaryentity']),
  realTime: row['mode'] === 1,
  onCreate: row['triggeroncreate'] === true,
  onDelete: row['triggerondelete'] === true,
  onDemand: row['ondemand'] === true,
  columns: textIn(row['triggeronupdateattributelist'])
    .split(',')
    .map((column) => column.trim())
    .filter((column) => column !== ''),
  scope: scopes[(numberIn(row['scope']) ?? 0) - 1] ?? 'organization',
  ownerId: textIn(row['_ownerid_value']).toLowerCase(),
  businessUnitId: textIn(row['_owningbusinessunit_value']).toLowerCase(),
});
