import type { Aftermath, AppNotification, SystemJob } from '../domain/aftermath';
import { CrmError } from '../domain/crm-error';
import type { CrmServer } from '../domain/crm-server';
import type { Json } from './json';
import { numberIn, rowsIn, textIn } from './json';
import { nullIfAbsent } from './reads';
import type { Send } from './send';

/** Status reasons of a system job. Source: Microsoft's table reference, asyncoperation. */
const statuses: Readonly<Record<number, SystemJob['status']>> = {
  0: 'waiting',
  10: 'waiting',
  20: 'running',
  21: 'running',
  22: 'running',
  30: 'succeeded',
  31: 'failed',
  32: 'canceled',
};

const newest = '&$orderby=createdon%20desc&$top=50';

/** @param named the column that its conditions begin with */
const filter = (conditions: string, since: string): string =>
  `&$filter=${encodeURIComponent(`(${conditions}) and createdon ge ${since}`)}${newest}`;

const jobsAddress = (ids: readonly string[], since: string): string =>
  'asyncoperations?$select=name,statuscode,friendlymessage,_regardingobjectid_value' +
  filter(ids.map((id) => `_regardingobjectid_value eq ${id}`).join(' or '), since);

const notificationsAddress = (user: string, since: string): string =>
  `appnotifications?$select=title,body,data${filter(`_ownerid_value eq ${user}`, since)}`;

/** An organisation without notifications in its apps has no such table. */
function nullIfMissing(error: unknown): null {
  if (
    error instanceof CrmError &&
    error.failure.kind === 'answered' &&
    error.failure.status === 404
  )
    return null;
  return nullIfAbsent(error);
}

export const createAftermath = (send: Send): Pick<CrmServer, 'readAftermath'> => ({
  async readAftermath(user, ids, since, signal): Promise<Aftermath> {
    const rows = (address: string): Promise<readonly Json[] | null> =>
      send({ method: 'GET', address, signal }, ({ body }) => rowsIn(body)).catch(nullIfMissing);
    const jobs = ids.length === 0 ? [] : await rows(jobsAddress(ids, since));
    const notifications = await rows(notificationsAddress(user, since));
    return {
      jobs: jobs?.map(decodeJob) ?? null,
      notifications: notifications?.map(decodeNotification) ?? null,
    };
  },
});

const decodeJob = (row: Json): SystemJob => ({
  id: textIn(row['asyncoperationid']),
  name: textIn(row['name']),
  status: statuses[numberIn(row['statuscode']) ?? -1] ?? 'running',
  message: textIn(row['friendlymessage']),
  regarding: textIn(row['_regardingobjectid_value']).toLowerCase(),
});

const decodeNotification = (row: Json): AppNotification => ({
  id: textIn(row['appnotificationid']),
  title: textIn(row['title']),
  body: textIn(row['body']),
  text: [row['title'], row['body'], row['data']].map(textIn).join(' ').toLowerCase(),
});
