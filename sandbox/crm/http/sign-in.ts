import { guid } from '../../seed/guid';
import type { Organization, User } from '../organization';

/** The user whose token this is; null: no token, or one that is no longer valid. */
export function signedIn(organization: Organization, authorization: string | null): User | null {
  const [, name = '', number] =
    /^Bearer sandbox:([^:\s]+)(?::(\d{1,9}))?$/.exec(authorization ?? '') ?? [];
  const user = organization.user(name);
  return user && Number(number ?? 0) === user.expired ? user : null;
}

export const unauthorized = (): Response =>
  new Response(null, {
    status: 401,
    headers: {
      'WWW-Authenticate': `Bearer authorization_uri=https://login.microsoftonline.com/${guid('tenant')}/oauth2/authorize, resource_id=http://localhost/`,
    },
  });
