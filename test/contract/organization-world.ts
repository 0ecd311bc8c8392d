import { worldAt } from './crm-world';
import type { CrmWorld } from './crm-world';

/** Words in the name of an organisation that nobody does business with. */
const harmless = /(^|[^a-z])(dev|development|test|testing|uat|sandbox|trial|demo)([^a-z]|$)/i;

/**
 * Why the contract does not run on an organisation; null: it does.
 * It makes rows and deletes them again, so an organisation that looks like production needs consent.
 */
export function reasonAgainst({
  CARRYON_ORG_URL: url,
  CARRYON_ORG_TOKEN: token,
  CARRYON_ORG_PRODUCTION: consent,
}: Readonly<Record<string, string | undefined>>): string | null {
  if (url === undefined || token === undefined)
    return 'CARRYON_ORG_URL and CARRYON_ORG_TOKEN are not set';
  if (!URL.canParse(url)) return 'CARRYON_ORG_URL is no address';
  const { hostname } = new URL(url);
  const name = hostname.split('.')[0] ?? '';
  if (harmless.test(name) || consent === hostname) return null;
  return `${hostname} looks like production: CARRYON_ORG_PRODUCTION=${hostname} allows it`;
}

export const openOrganization = (): Promise<CrmWorld> =>
  Promise.resolve(
    worldAt(process.env['CARRYON_ORG_URL'] ?? '', {
      token: () => Promise.resolve(process.env['CARRYON_ORG_TOKEN'] ?? ''),
    }),
  );
