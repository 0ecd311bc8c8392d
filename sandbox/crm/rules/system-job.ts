import { insertRow } from '../storage/insert-row';
import type { Organization, User } from '../organization';
import type { SqlValue } from '../storage/store';

/** Status reasons of asyncoperation, with the state each belongs to. Source: Microsoft's table reference. */
export const jobStatus = {
  ready: { statecode: 0, statuscode: 0 },
  waiting: { statecode: 1, statuscode: 10 },
  succeeded: { statecode: 3, statuscode: 30 },
  failed: { statecode: 3, statuscode: 31 },
  canceled: { statecode: 3, statuscode: 32 },
} as const;

export const operationType = { publishDuplicateRule: 7, workflow: 10 } as const;

/** What a system job is about. */
export interface Job {
  readonly name: string;
  readonly operationtype: number;
  readonly status: (typeof jobStatus)[keyof typeof jobStatus];
  /** The rest of its columns, and `:type` of its polymorphic lookups. */
  readonly more: Readonly<Record<string, SqlValue>>;
}

/** Writes a system job of this owner; part of the caller's transaction. */
export function addJob(organization: Organization, owner: User, job: Job): string {
  const id = organization.nextId();
  const now = organization.timestamp();
  insertRow(
    organization,
    organization.table('asyncoperation'),
    new Map<string, SqlValue>(
      Object.entries({
        asyncoperationid: id,
        name: job.name,
        operationtype: job.operationtype,
        ...job.status,
        ...job.more,
        ownerid: owner.id,
        'ownerid:type': 'systemuser',
        owninguser: owner.id,
        owningbusinessunit: owner.businessUnitId,
        createdby: owner.id,
        modifiedby: owner.id,
        createdon: now,
        modifiedon: now,
        versionnumber: organization.nextVersion(),
      }),
    ),
  );
  return id;
}
