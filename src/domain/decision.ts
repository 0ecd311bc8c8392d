import type { CrmFailure } from './crm-error';

/** What to do about a failed request: a closed set. */
export type Decision =
  | 'offline'
  | 'signIn'
  | 'throttled'
  | 'serverDown'
  | 'uncertain'
  | 'conflict'
  | 'gone'
  | 'exists'
  | 'duplicate'
  | 'forbidden'
  | 'invalid'
  | 'refusedByLogic'
  | 'tooLarge'
  | 'unsupported';

/** A duplicate detection rule found a duplicate: the write may be repeated with the duplicate allowed. */
const DUPLICATES_FOUND = '0x80040333';

/** Codes that say more than their status. Source: Microsoft's Web service error codes. */
const byCode: Readonly<Record<string, Decision>> = {
  '0x80060882': 'conflict', // ConcurrencyVersionMismatch
  '0x80040237': 'exists', // DuplicateRecord: a row with this id is there
  '0x80060892': 'duplicate', // DuplicateRecordEntityKey
  [DUPLICATES_FOUND]: 'duplicate',
  '0x80040217': 'gone', // ObjectDoesNotExist
  '0x80060891': 'gone', // RecordNotFoundByEntityKey
  '0x80040265': 'refusedByLogic', // IsvAborted: a plug-in refused
  '0x80072321': 'throttled',
  '0x80072322': 'throttled',
  '0x80072326': 'throttled',
  '0x80040220': 'forbidden',
  '0x80048306': 'forbidden',
};

const byStatus = (status: number): Decision => {
  if (status === 401) return 'signIn';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'gone';
  if (status === 408) return 'serverDown';
  if (status === 412) return 'conflict';
  if (status === 413) return 'tooLarge';
  if (status === 429) return 'throttled';
  if (status === 501) return 'unsupported';
  if (status >= 400 && status < 500) return 'invalid';
  return 'serverDown';
};

/**
 * The one place where a failure becomes a decision. Code first, then status.
 * @param wrote whether the request could have changed something: then a lost reply is uncertain, else just offline.
 */
export function decide(failure: CrmFailure, wrote: boolean): Decision {
  switch (failure.kind) {
    case 'signIn':
      return 'signIn';
    case 'notSent':
      return 'offline';
    case 'unreachable':
      return wrote ? 'uncertain' : 'offline';
    case 'notCrm':
      return wrote ? 'uncertain' : 'serverDown';
    case 'answered':
      return byCode[failure.code] ?? byStatus(failure.status);
  }
}

/** The CRM does not answer at all now; any other refusal is about this question. */
export const isTransient = (decision: Decision): boolean =>
  ['offline', 'signIn', 'throttled', 'serverDown', 'uncertain'].includes(decision);

/** Whether the write was refused as a duplicate that may be allowed; a key that is taken can never be. */
export const allowable = ({ code }: CrmFailure): boolean => code === DUPLICATES_FOUND;
