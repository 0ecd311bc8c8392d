import { randomUUID } from 'node:crypto';
import type { TableDefinition } from '../seed/definition';
import type { Seed, SeedUnit, SeedUser } from '../seed/seed';
import { roles, type Depth } from '../seed/roles';
import { Clock } from './clock';
import { faults } from './errors';
import { buildModel, type Model, type Table } from './model';
import type { Store } from './store';

/** Someone who signs in, and what tests changed about them. */
export interface User extends SeedUser {
  /** Privileges that differ from the role: name to depth, null for none. */
  readonly privileges: Readonly<Record<string, Depth | null>>;
  /** Tokens of this user that have expired: the next one carries this number. */
  readonly expired: number;
}

/** An organisation: its database, its tables and who works in it. */
export class Organization {
  #model: Model;
  #definitions: TableDefinition[];
  #users: Map<string, User>;
  #units: readonly SeedUnit[];
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
    this.#users = new Map((read('users') as User[]).map((user) => [user.name, user]));
    this.#units = read('units') as readonly SeedUnit[];
    this.#rowversion = Number(store.setting('rowversion'));
    this.id = String(read('organizationId'));
    this.seed = String(read('seed'));
    this.#model = buildModel(this.#definitions);
  }

  /** Opens what the store holds; an empty store is filled by the seed first, all or nothing. */
  static open(
    store: Store,
    seed: () => Seed,
    fill: (organization: Organization, seed: Seed) => void,
    now: () => number,
  ): Organization {
    if (store.setting('organizationId') !== null) return new Organization(store, now);
    return store.transaction(() => {
      const made = seed();
      const { name, tables, users, units, currencyId } = made;
      const keep = (key: string, value: unknown): void =>
        store.setSetting(key, JSON.stringify(value));
      keep('organizationId', randomUUID());
      keep('seed', name);
      keep('tables', tables);
      keep('units', units);
      keep(
        'users',
        users.map((user): User => ({ ...user, privileges: {}, expired: 0 })),
      );
      store.setSetting('rowversion', '500000');
      store.setSetting('currency', currencyId);
      const model = buildModel(tables);
      for (const table of model.tables.values()) store.createTable(table);
      for (const link of model.links.values()) store.createLink(link);
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

  get users(): ReadonlyMap<string, User> {
    return this.#users;
  }

  user(name: string): User | undefined {
    return this.#users.get(name);
  }

  userById(id: string): User | undefined {
    return [...this.#users.values()].find((user) => user.id === id);
  }

  changeUser(name: string, change: (user: User) => User): void {
    const user = this.#users.get(name);
    if (!user) throw faults.argument(`There is no user '${name}'.`);
    this.#users.set(name, change(user));
    this.store.setSetting('users', JSON.stringify([...this.#users.values()]));
  }

  /** The business unit and those below it. */
  unitsBelow(id: string): string[] {
    const below = this.#units
      .filter(({ parent }) => parent === id)
      .flatMap((unit) => this.unitsBelow(unit.id));
    return [id, ...below];
  }

  roleOf(user: User): (typeof roles)[string] {
    const role = roles[user.role];
    if (!role) throw new Error(`no role ${user.role}`);
    return role;
  }

  /** Adds a table at run time. Throws a DefinitionError. */
  addTable(definition: TableDefinition): Table {
    const definitions = [
      ...this.#definitions.filter(({ name }) => name !== definition.name),
      definition,
    ];
    const model = buildModel(definitions);
    const table = model.tables.get(definition.name);
    if (!table) throw new Error('unreachable');
    this.store.createTable(table);
    this.store.setSetting('tables', JSON.stringify(definitions));
    this.#definitions = definitions;
    this.#model = model;
    return table;
  }

  table(name: string): Table {
    const table = this.#model.tables.get(name);
    if (!table) throw faults.argument(`There is no table '${name}'.`);
    return table;
  }
}
