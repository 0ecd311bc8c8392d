import { randomUUID } from 'node:crypto';
import type { TableDefinition } from '../seed/definition';
import type { Seed } from '../seed/seed';
import { showAbstract } from './model/abstract-tables';
import { Clock } from './clock';
import { faults } from './errors';
import { anotherFormat, formatOf } from './storage/format';
import { buildModel, type Model, type Table } from './model/model';
import {
  readSignIns,
  Security,
  watchSecurity,
  type Principal,
  type SignIn,
  type Team,
  type User,
} from './model/security';
import { indexCascades } from './storage/cascade-indexes';
import type { Store } from './storage/store';
import { createTombstones } from './storage/tombstones';

export type { User } from './model/security';

/** An organisation: its database, its tables and who works in it. */
export class Organization {
  #model: Model;
  #definitions: TableDefinition[];
  #security: { readonly stamp: string | null; readonly state: Security } | null = null;
  #rowversion: number;
  readonly id: string;
  readonly seed: string;

  readonly clock: Clock;

  private constructor(
    readonly store: Store,
    machine: () => number,
  ) {
    this.clock = new Clock(store, machine);
    const read = (name: string): unknown => JSON.parse(store.setting(name) ?? 'null');
    this.#definitions = read('tables') as TableDefinition[];
    this.#rowversion = Number(store.setting('rowversion'));
    this.id = String(read('organizationId'));
    this.seed = String(read('seed'));
    this.#model = buildModel(this.#definitions);
    showAbstract(store, this.#model);
    createTombstones(store);
  }

  /**
   * Opens what the store holds; an empty store is filled by the seed first, all or nothing.
   * Throws where the store was filled by a sandbox with other tables.
   */
  static open(
    store: Store,
    seed: () => Seed,
    fill: (organization: Organization, seed: Seed) => void,
    now: () => number,
  ): Organization {
    const made = seed();
    const { name, tables, currencyId } = made;
    const model = buildModel(tables);
    const format = formatOf(model);
    if (store.setting('organizationId') !== null) {
      if (store.setting('format') !== format) throw anotherFormat();
      return new Organization(store, now);
    }
    return store.transaction(() => {
      const keep = (key: string, value: unknown): void =>
        store.setSetting(key, JSON.stringify(value));
      keep('organizationId', randomUUID());
      keep('seed', name);
      keep('tables', tables);
      store.setSetting('rowversion', '500000');
      store.setSetting('currency', currencyId);
      store.setSetting('format', format);
      for (const table of model.tables.values()) store.createTable(table, model);
      watchSecurity(store);
      const organization = new Organization(store, now);
      fill(organization, made);
      organization.keepVersion();
      return organization;
    });
  }

  get model(): Model {
    return this.#model;
  }

  /** The organisation's time, in milliseconds since 1970. */
  now(): number {
    return this.clock.now();
  }

  /** Now, as columns hold it: UTC, whole seconds. */
  timestamp(): string {
    return `${new Date(this.now()).toISOString().slice(0, 19)}Z`;
  }

  /** One counter for all tables: each write gets a higher number than every write before. */
  nextVersion(): number {
    this.#rowversion += 1;
    return this.#rowversion;
  }

  get version(): number {
    return this.#rowversion;
  }

  /** Writes the counter down; part of the transaction that used it. */
  keepVersion(): void {
    this.store.setSetting('rowversion', String(this.#rowversion));
  }

  /** Ids that grow, so that rows made together are read in the order they were made. */
  nextId(): string {
    const random = randomUUID();
    return `${this.nextVersion().toString(16).padStart(8, '0')}${random.slice(8)}`;
  }

  /** Users, teams, units and roles as they stand now, within the transaction that is under way too. */
  get security(): Security {
    const stamp = this.store.setting('security');
    if (this.#security?.stamp !== stamp)
      this.#security = { stamp, state: new Security(this.store) };
    return this.#security.state;
  }

  /** The user with this sign-in name. */
  user(name: string): User | undefined {
    return this.security.user(name);
  }

  userById(id: string): User | undefined {
    return this.security.users.get(id);
  }

  /** The user or team with this id. */
  principal(id: string): Principal | undefined {
    return this.security.principal(id);
  }

  teamsOf(user: Principal): readonly Team[] {
    return this.security.teamsOf(user);
  }

  changeUser(name: string, change: (user: User) => SignIn): void {
    const user = this.user(name);
    if (!user) throw faults.argument(`There is no user '${name}'.`);
    const { privileges, expired } = change(user);
    const signIns = { ...readSignIns(this.store), [user.id]: { privileges, expired } };
    this.store.transaction(() => {
      this.store.setSetting('signins', JSON.stringify(signIns));
      this.store.setSetting('security', randomUUID());
    });
  }

  /** Adds a table at run time. Throws a DefinitionError. */
  addTable(definition: TableDefinition): Table {
    const others = this.#definitions.filter(({ name }) => name !== definition.name);
    const place = this.#definitions.findIndex(({ name }) => name === definition.name);
    const definitions = others.toSpliced(place < 0 ? others.length : place, 0, definition);
    const model = buildModel(definitions);
    const table = model.tables.get(definition.name);
    if (!table) throw new Error('unreachable');
    for (const each of model.tables.values()) this.store.createTable(each, model);
    indexCascades(this.store, model);
    this.store.setSetting('tables', JSON.stringify(definitions));
    this.#definitions = definitions;
    this.#model = model;
    showAbstract(this.store, model);
    return table;
  }

  table(name: string): Table {
    const table = this.#model.tables.get(name);
    if (!table) throw faults.argument(`There is no table '${name}'.`);
    return table;
  }
}
