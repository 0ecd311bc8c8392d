import type { Answer } from './exchange';
import { tookTooLong } from './storage/store';
import { toResponse } from './http/http';

/** An answer that is an error, in Dataverse's words. */
export class CrmFault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** The connection ends without an answer. */
export class Dropped extends Error {}

// Sources: Microsoft's Web service error codes; captured answers. The texts are what clients see.
export const faults = {
  notFound: (table: string, id: string) =>
    new CrmFault(404, '0x80040217', `${table} With Id = ${id} Does Not Exist`),
  exists: () =>
    new CrmFault(412, '0x80040237', 'A record with matching key values already exists.'),
  noSuchKey: (table: string) =>
    new CrmFault(
      404,
      '0x80060891',
      `A record with the specified key values does not exist in ${table} entity`,
    ),
  duplicateKey: (columns: string, key: string) =>
    new CrmFault(
      412,
      '0x80060892',
      `A record that has the attribute values ${columns} already exists. The entity key ${key} requires that this set of attributes contains unique values. Select unique values and try again.`,
    ),
  stale: () =>
    new CrmFault(
      412,
      '0x80060882',
      "The version of the existing record doesn't match the RowVersion property provided.",
    ),
  noConcurrency: (table: string) =>
    new CrmFault(
      400,
      '0x8006088D',
      `Optimistic concurrency isn't enabled for entity type ${table}. The IfVersionMatches behavior can only be used with optimistic concurrency enabled.`,
    ),
  query: (message: string) => new CrmFault(400, '0x80060888', message),
  noProperty: (property: string, table: string) =>
    new CrmFault(
      400,
      '0x80060888',
      `Could not find a property named '${property}' on type 'Microsoft.Dynamics.CRM.${table}'.`,
    ),
  /** Dataverse's own code for this is not known. */
  unfilterable: (table: string, column: string) =>
    new CrmFault(
      400,
      '0x80040203',
      `The column '${column}' of '${table}' cannot be used in a condition: its text is not kept in the row.`,
    ),
  payload: (table: string, detail: string) =>
    new CrmFault(
      400,
      '0x80048d19',
      `Error identified in Payload provided by the user for Entity :'${table}', For more information on this error please follow this help link https://go.microsoft.com/fwlink/?linkid=2195293  ---->  InnerException : Microsoft.OData.ODataException: ${detail}`,
    ),
  /** Source: the SDK's error code AggregateQueryRecordLimitExceeded. */
  aggregateLimit: () =>
    new CrmFault(
      400,
      '0x8004E023',
      'AggregateQueryRecordLimit exceeded. Cannot perform this operation.',
    ),
  timeout: () => new CrmFault(500, '0x80044151', 'SQL timeout expired.'),
  argument: (message: string) => new CrmFault(400, '0x80040203', message),
  required: (column: string) =>
    new CrmFault(400, '0x80040200', `A required field '${column}' is missing.`),
  tooLong: (table: string, column: string, max: number) =>
    new CrmFault(
      400,
      '0x80044331',
      `A validation error occurred. The length of the '${column}' attribute of the '${table}' entity exceeded the maximum allowed length of '${max}'.`,
    ),
  character: (column: string, sign: string) =>
    new CrmFault(
      400,
      '0x80040278',
      `Invalid character in field '${column}': hexadecimal value 0x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')} is an invalid character.`,
    ),
  range: (table: string, column: string) =>
    new CrmFault(
      400,
      '0x80044330',
      `A validation error occurred. The value of '${column}' on record of type '${table}' is outside the valid range.`,
    ),
  option: (table: string, column: string, value: unknown, accepted: readonly number[]) =>
    new CrmFault(
      400,
      '0x8004431A',
      `A validation error occurred. The value ${String(value)} of '${column}' on record of type '${table}' is outside the valid range. Accepted Values: ${accepted.join(',')}`,
    ),
  status: (table: string, id: string, status: number, state: string) =>
    new CrmFault(
      400,
      '0x80048408',
      `${status} is not a valid status code for state code ${table}State.${state} on ${table} with Id ${id}.`,
    ),
  /** As captured, with the ids that its template leaves out. */
  disabled: (userId: string) =>
    new CrmFault(
      403,
      '0x80040225',
      `The specified user(Id = ${userId}) is disabled. Consider enabling this user. Additional Details: User IsDisabled=True.`,
    ),
  restricted: () =>
    new CrmFault(
      405,
      '0x80040227',
      'The object you tried to delete is associated with another object and cannot be deleted.',
    ),
  /** The table does not know this message: Create, Update, ... */
  noMessage: (message: string, table: string) =>
    new CrmFault(
      400,
      '0x80040800',
      `The '${message}' method does not support entities of type '${table}'. MessageProcessorCache returned MessageProcessor.Empty.`,
    ),
  method: (method: string) =>
    new CrmFault(
      405,
      '0x80060888',
      `The requested resource does not support http method '${method}'.`,
      { Allow: 'GET, POST, PATCH, PUT, DELETE, OPTIONS' },
    ),
  notCovered: (what: string) =>
    new CrmFault(501, '0x80040264', `The sandbox does not cover ${what}. See docs/sandbox.md.`),
};

/** What SQLite, or the JavaScript stack, says of a request that is too much for it. */
const tooComplex =
  /^(too many SQL variables|Expression tree is too large|parser stack overflow|LIKE or GLOB pattern too complex|string or blob too big|too many (terms|columns|FROM)|at most 64 tables|Maximum call stack size)/i;

/** Any error as an answer. What nobody foresaw is a fault of the sandbox itself, and told on the console. */
export function asFault(error: unknown): CrmFault {
  if (error instanceof CrmFault) return error;
  if (error instanceof Error && error.message.includes(tookTooLong)) return faults.timeout();
  if (error instanceof Error && tooComplex.test(error.message))
    return faults.query('The request is too complex.');
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${message}\n`);
  return new CrmFault(500, '0x80040216', 'An unexpected error occurred.');
}

/** The error as an answer; `everything` adds what include-annotations="*" asks for. */
export function errorAnswer(
  { status, code, message, headers }: CrmFault,
  everything = false,
): Answer {
  const annotations = everything
    ? {
        '@Microsoft.PowerApps.CDS.HelpLink':
          'http://go.microsoft.com/fwlink/?LinkID=398563&error=Microsoft.Crm.CrmException&client=platform',
        '@Microsoft.PowerApps.CDS.TraceText': message,
        '@Microsoft.PowerApps.CDS.InnerError.Message': message,
      }
    : {};
  return { status, json: { error: { code, message, ...annotations } }, headers };
}

export const errorResponse = (fault: CrmFault, everything = false): Response =>
  toResponse(errorAnswer(fault, everything), []);
