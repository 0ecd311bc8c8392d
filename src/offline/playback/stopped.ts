import { CrmError, type CrmFailure } from '../../domain/crm-error';
import type { Decision } from '../../domain/decision';
import type { Stopped } from './outcome';

/** Gateways answer these without knowing what the server behind them did; Dataverse's own answers carry a code. */
const unproven = (failure: CrmFailure): boolean =>
  failure.code === '' && [408, 500, 502, 504].includes(failure.status);

export const asFailure = (error: unknown): CrmFailure => {
  if (error instanceof CrmError) return error.failure;
  throw error;
};

/** The outcome that stops the line; null: this failure is the entry's own. */
export const stopped = (decision: Decision, failure: CrmFailure, lost: boolean): Stopped | null => {
  switch (decision) {
    case 'offline':
    case 'signIn':
    case 'throttled':
      return { kind: 'stop', stop: decision, failure, lost };
    case 'serverDown':
      return { kind: 'stop', stop: decision, failure, lost: lost || unproven(failure) };
    case 'uncertain':
      return { kind: 'stop', stop: 'lost', failure, lost: true };
    default:
      return null;
  }
};
