import type { CrmServer } from '../domain/crm-server';
import type { Process } from '../domain/process';
import type { Json } from './json';
import { numberIn, rowsIn, textIn } from './json';
import { nullIfAbsent } from './reads';
import type { Send } from './send';

/** Classic workflows, as they are defined, and activated. Source: Microsoft's table reference, workflow. */
const address =
  'workflows?$select=name,primaryentity,mode,scope,triggeroncreate,triggerondelete,' +
  'triggeronupdateattributelist,_ownerid_value,_owningbusinessunit_value&$orderby=name' +
  `&$filter=${encodeURIComponent('category eq 0 and type eq 1 and statecode eq 1')}`;

/** The values of `scope`, from 1. */
const scopes: readonly Process['scope'][] = ['user', 'unit', 'unitsBelow', 'organization'];

export const createProcesses = (send: Send): Pick<CrmServer, 'readProcesses'> => ({
  readProcesses: (signal) =>
    send({ method: 'GET', address, signal }, ({ body }) => rowsIn(body).map(decodeProcess)).catch(
      nullIfAbsent,
    ),
});

const decodeProcess = (row: Json): Process => ({
  name: textIn(row['name']),
  table: textIn(row['primaryentity']),
  realTime: row['mode'] === 1,
  onCreate: row['triggeroncreate'] === true,
  onDelete: row['triggerondelete'] === true,
  columns: textIn(row['triggeronupdateattributelist'])
    .split(',')
    .map((column) => column.trim())
    .filter((column) => column !== ''),
  scope: scopes[(numberIn(row['scope']) ?? 0) - 1] ?? 'organization',
  ownerId: textIn(row['_ownerid_value']).toLowerCase(),
  businessUnitId: textIn(row['_owningbusinessunit_value']).toLowerCase(),
});
