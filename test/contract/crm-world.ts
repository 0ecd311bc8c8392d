import type { CrmFailure } from '../../src/domain/crm-error';
import type { CrmServer } from '../../src/domain/crm-server';
import type { Clock, TokenProvider } from '../../src/domain/ports';
import { createDataverse } from '../../src/dataverse/dataverse';

/** A CRM that the contract is checked on. */
export interface CrmWorld {
  readonly server: CrmServer;
  readonly outcomes: readonly ('ok' | CrmFailure)[];
  /** Its data ends with it. */
  readonly disposable: boolean;
  readonly close: () => Promise<void>;
}

const clock: Clock = {
  now: () => Date.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** The way to the CRM, and the clock by which the client waits. */
export interface Network {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
}

/** The client before a CRM that answers over HTTP. */
export function worldAt(
  url: string,
  tokens: TokenProvider,
  close: (() => Promise<void>) | null = null,
  network: Network = { fetch, clock },
): CrmWorld {
  const outcomes: ('ok' | CrmFailure)[] = [];
  const server = createDataverse({
    url,
    tokens,
    ...network,
    onOutcome: (outcome) => outcomes.push(outcome),
  });
  return {
    server,
    outcomes,
    disposable: close !== null,
    close: close ?? (() => Promise.resolve()),
  };
}
