import type { CrmServer, Identity } from '../../src/domain/crm-server';
import type { Table } from '../../src/domain/table';

/** What every engine is given: the same client of the same CRM. */
export interface Surroundings {
  readonly server: CrmServer;
  readonly identity: Identity;
  readonly table: Table;
}

/** A new account, as the user fills it in. */
export interface NewAccount {
  readonly id: string;
  readonly name: string;
  readonly city: string;
}

/** An outbox: it keeps changes while there is no network, and sends them when there is one. */
export interface Engine {
  /** Starts empty, and as without a network. */
  open(surroundings: Surroundings): Promise<void>;
  /** Makes one change; resolves when the engine counts it as kept. */
  save(account: NewAccount): Promise<void>;
  /** The network is there: sends what waits. Resolves when all of it is sent. */
  send(): Promise<void>;
}

/** The columns of an account. */
export const valuesOf = ({ name, city }: NewAccount): Record<string, string> => ({
  name,
  address1_city: city,
});
