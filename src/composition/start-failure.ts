import type { Start } from '../domain/carryon';
import { CrmError } from '../domain/crm-error';
import { StoreError } from '../offline/store-error';
import { ConfigError } from '../shell/config';
import type { MirrorFiles } from './mirror-files';

type Failed = Extract<Start, { kind: 'failed' }>;

const because = (reason: Failed['reason'], detail: string): Failed => ({
  kind: 'failed',
  reason,
  detail,
});

/** There is nothing to start with, and nobody who can be asked. */
export async function nothingHere({ anyWaiting }: MirrorFiles): Promise<Failed> {
  const lost = await anyWaiting().catch(() => false);
  return because(lost ? 'lostNeedsNetwork' : 'firstStartNeedsNetwork', '');
}

/** What a failed start means to the user. */
export function startFailure(error: unknown): Failed {
  if (error instanceof ConfigError) return because('config', error.message);
  if (error instanceof StoreError) return because('storeBlocked', error.code);
  if (!(error instanceof CrmError)) return because('crm', String(error));
  const { kind, status, message } = error.failure;
  if (kind === 'signIn' || status === 401) return because('signIn', message);
  if (['unreachable', 'notSent', 'notCrm'].includes(kind))
    return because('firstStartNeedsNetwork', '');
  return because('crm', message === '' ? `HTTP ${status}` : message);
}
