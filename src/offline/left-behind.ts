import type { LeftBehind } from '../domain/carryon';
import type { Identity } from '../domain/crm-server';
import { databaseName, type OpenDatabase } from './database/local-database';
import type { Registry } from './registry';

/**
 * The changes that wait on this computer for others than `identity`: other users, and organisations that were at
 * another address or at this one before.
 */
export async function findLeftBehind(
  registry: Registry,
  openDatabase: OpenDatabase,
  identity: Identity,
): Promise<LeftBehind[]> {
  const mine = databaseName(identity);
  const found = new Map<string, LeftBehind>();
  for (const { identity: other, userName, crmUrl } of await registry.signIns()) {
    const name = databaseName(other);
    if (name === mine || found.has(name)) continue;
    const db = await openDatabase(other, 'relaxed');
    try {
      const sameOrganization = other.organizationId === identity.organizationId;
      found.set(name, { userName, crmUrl, sameOrganization, count: await db.outbox.count() });
    } finally {
      db.close();
    }
  }
  return [...found.values()].filter(({ count }) => count > 0);
}
