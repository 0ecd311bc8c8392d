import { createDataverse } from '../dataverse/dataverse';
import type { CrmServer, Identity } from '../domain/crm-server';
import type { Clock, Locks } from '../domain/ports';
import type { Trip } from '../domain/trip';
import type { OpenDatabase } from '../offline/database/local-database';
import type { Link } from '../offline/port';
import { startWorkerSide } from '../offline/worker-side';
import { usedBytes } from './browser-storage';

/** What the page tells the side that copies, searches and lists. */
export interface CopySideStart {
  readonly identity: Identity;
  readonly crmUrl: string;
  /** config.json's choice of tables; null: all that the organisation made available offline. */
  readonly tables: readonly string[] | null;
  /** config.json's choice of records, for as long as the user has made none. */
  readonly organizationTrips: readonly Trip[];
  /** Larger files stay in the CRM: bytes. */
  readonly largestAttachment: number;
}

/** The CRM with the deployment's choice of tables. */
export const withTables = (server: CrmServer, tables: readonly string[] | null): CrmServer => ({
  ...server,
  readModel: (names, signal) => server.readModel(names ?? tables, signal),
});

/** Copy, catalogue and search, in a worker or in the page itself. Tokens come from the page. */
export function startCopySide(
  link: Link,
  { identity, crmUrl, tables, organizationTrips, largestAttachment }: CopySideStart,
  machine: {
    readonly clock: Clock;
    readonly locks: Locks;
    readonly openDatabase: OpenDatabase;
  },
): Promise<{ stop(): void }> {
  const server = createDataverse({
    url: crmUrl,
    tokens: {
      token: async (refused) => (await link.call('token', refused ?? null)) as string,
    },
    fetch: (input, init) => fetch(input, init),
    clock: machine.clock,
    onOutcome: () => undefined, // the worker side reports its outcomes over the link
  });
  return startWorkerSide({
    link,
    identity,
    server: withTables(server, tables),
    organizationTrips,
    largestAttachment,
    used: () => usedBytes(navigator.storage),
    ...machine,
  });
}
