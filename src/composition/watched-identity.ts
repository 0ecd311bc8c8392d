import { CrmError } from '../domain/crm-error';
import type { CrmServer, Identity } from '../domain/crm-server';

/**
 * The CRM of one identity. Where somebody else turns out to be signed in, or it is another organisation, the answer
 * counts as none, so that nothing of this identity's outbox goes there, and `changed` is told.
 */
export function watchedIdentity(
  server: CrmServer,
  expected: Identity,
  changed: (now: Identity) => void,
): CrmServer {
  return {
    ...server,
    async whoAmI(signal) {
      const now = await server.whoAmI(signal);
      const same = now.organizationId === expected.organizationId && now.userId === expected.userId;
      if (same) return now;
      changed(now);
      throw new CrmError({
        kind: 'notCrm',
        status: 200,
        code: '',
        message: 'Another organisation or user answered.',
        retryAfterMs: null,
      });
    },
  };
}
