import type { Action, OriginQuery, RunQuery } from '../../domain/action';
import { actions, alsoChanged } from '../../domain/actions/registry';
import { denies } from '../../domain/column-security';
import { CrmError, type CrmFailure } from '../../domain/crm-error';
import type { CrmServer, SetOutcome, Write } from '../../domain/crm-server';
import type { Rights } from '../../domain/rights';
import { referencesOf, type Row, rowKey, type RowRef } from '../../domain/row';
import type { Model, PrivilegeType, Table } from '../../domain/table';
import { isLookup, sameValue, type Values } from '../../domain/value';
import { withoutModifier } from '../modifier';
import type { SendingServer } from '../playback/run';
import { visibleRow } from '../visible';
import { ForeseenDuplicates } from './foreseen-duplicates';
import { ForeseenKeys } from './foreseen-keys';
import { ForeseenRights } from './foreseen-rights';
import { ForeseenRows } from './foreseen-rows';
import { Layered } from './layered';
import { Refusal, refusals } from './refusals';

type Of<K extends Write['kind']> = Extract<Write, { kind: K }>;

/**
 * The CRM as playback knows it, which answers writes as the CRM would by all that can be read of it, and writes
 * nothing. What was written stands in what it answers later.
 */
export class ForeseenServer implements SendingServer {
  readonly rows: ForeseenRows;
  readonly #rights: ForeseenRights;
  readonly #duplicates: ForeseenDuplicates;
  readonly #keys: ForeseenKeys;
  readonly #links = new Layered<boolean>();
  /** Duplicates by the row that they are duplicates of. */
  readonly duplicates = new Map<string, readonly Row[]>();
  /** Why something could not be read: then nothing that was foreseen counts. */
  failure: CrmFailure | null = null;

  /** @param arrived new rows that may be there already: keys. */
  constructor(
    private readonly server: CrmServer,
    private readonly model: Model,
    private readonly rights: Rights,
    private readonly arrived: ReadonlySet<string>,
  ) {
    this.rows = new ForeseenRows(server, model, rights);
    this.#rights = new ForeseenRights(server, rights, this.rows);
    this.#keys = new ForeseenKeys(server, this.rows);
    this.#duplicates = new ForeseenDuplicates(server, model, this.rows);
  }

  readRow(table: Table, id: string): Promise<Row | null> {
    return this.#orStop(() => this.rows.now(table, id));
  }

  isThere(ref: RowRef): Promise<boolean | null> {
    return this.#orStop(() => this.server.isThere(ref));
  }

  runsOf(run: RunQuery): Promise<readonly string[] | null> {
    return this.#orStop(() => this.server.runsOf(run));
  }

  madeFrom(origin: OriginQuery): Promise<readonly string[] | null> {
    return this.#orStop(() => this.server.madeFrom(origin));
  }

  async write(write: Write): Promise<Row | null> {
    const [outcome] = await this.writeAll([[write]]);
    if (outcome?.kind === 'failed') throw new CrmError(outcome.failure);
    return outcome?.kind === 'done' ? (outcome.rows[0] ?? null) : null;
  }

  async writeAll(sets: readonly (readonly Write[])[]): Promise<readonly SetOutcome[]> {
    const outcomes: SetOutcome[] = [];
    for (const set of sets)
      outcomes.push(
        outcomes.some(({ kind }) => kind === 'failed')
          ? { kind: 'notRun' }
          : await this.#writeSet(set),
      );
    return outcomes;
  }

  async #writeSet(set: readonly Write[]): Promise<SetOutcome> {
    try {
      const rows: (Row | null)[] = [];
      for (const write of set) rows.push(await this.#orStop(() => this.#apply(write)));
      this.rows.keep();
      this.#links.keep();
      return { kind: 'done', rows };
    } catch (error) {
      if (!(error instanceof CrmError)) throw error;
      this.rows.takeBack();
      this.#links.takeBack();
      return { kind: 'failed', failure: error.failure };
    }
  }

  /** What is foreseen is a refusal with a status; whatever else fails could not be read, which ends the run. */
  async #orStop<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof CrmError) || error instanceof Refusal) throw error;
      this.failure ??= error.failure;
      throw new CrmError({ ...error.failure, kind: 'notSent' });
    }
  }

  async #apply(write: Write): Promise<Row | null> {
    switch (write.kind) {
      case 'create':
        return this.#create(write);
      case 'update':
        return this.#update(write);
      case 'delete':
        return this.#delete(write);
      case 'associate':
      case 'disassociate':
        return this.#link(write);
      case 'action':
        return this.#act(write);
    }
  }

  async #create(write: Of<'create'>): Promise<Row> {
    const { table, id } = write;
    const ref = { table: table.name, id };
    const there = await this.rows.now(table, id);
    if (there !== null || (this.arrived.has(rowKey(ref)) && (await this.#isHidden(table, ref))))
      throw refusals.exists();
    this.#rights.requirePrivilege(table, 'Create');
    if (await this.#checkReferences(write)) this.#rights.requirePrivilege(table, 'Append');
    const made = this.#written(write, ref, null);
    await this.#rights.require(table, 'Create', ref, made);
    await this.#checkTwins(write, made);
    return withoutModifier(table, made);
  }

  async #update(write: Of<'update'>): Promise<Row> {
    const { table, id, values, etag } = write;
    const ref = { table: table.name, id };
    const row = await this.#there(table, id, etag);
    const require = (type: PrivilegeType) => this.#rights.require(table, type, ref, row);
    await require('Write');
    if (await this.#checkReferences(write)) await require('Append');
    if ('ownerid' in values && !sameValue(values['ownerid'], row?.values['ownerid']))
      await require('Assign');
    const made = this.#written(write, ref, row ?? { ...ref, etag: null, values: {} });
    await this.#checkTwins(write, made);
    return withoutModifier(table, made);
  }

  async #act({ table, id, action, values }: Of<'action'>): Promise<Row> {
    const ref = { table: table.name, id };
    const { needs, fits, creates, privilege } = actions[action.name];
    const { params } = action;
    const row = await this.#there(table, id, '*');
    for (const type of needs(params)) await this.#rights.require(table, type, ref, row);
    if (privilege !== undefined && !(privilege in this.rights.depths)) throw refusals.noPrivilege();
    await this.#checkAlso(action);
    this.#mayMake(table, creates?.(params) ?? []);
    if (row === null || !fits(table, row)) throw refusals.invalid('');
    return withoutModifier(table, this.rows.put(ref, { ...row.values, ...values }));
  }

  /** The other record that an action changes. */
  async #checkAlso(action: Action): Promise<void> {
    const also = alsoChanged(action);
    const table = also && this.model[also.table];
    if (!also || !table) return;
    const { needs, fits } = actions[action.name];
    const row = await this.#there(table, also.id, '*');
    for (const type of needs(action.params)) await this.#rights.require(table, type, also, row);
    if (row === null || !fits(table, row)) throw refusals.invalid('');
  }

  /** The rows that an action makes belong to its record, and each to those that were made before it. */
  #mayMake(table: Table, names: readonly string[]): void {
    if (names.length > 0) this.#rights.requirePrivilege(table, 'AppendTo');
    names
      .flatMap((name) => this.model[name] ?? [])
      .forEach((made, index) => {
        this.#rights.requirePrivilege(made, 'Create');
        this.#rights.requirePrivilege(made, 'Append');
        if (index > 0) this.#rights.requirePrivilege(made, 'AppendTo');
      });
  }

  async #delete({ table, id, etag }: Of<'delete'>): Promise<null> {
    this.#rights.requirePrivilege(table, 'Delete');
    const ref = { table: table.name, id };
    await this.#rights.require(table, 'Delete', ref, await this.#there(table, id, etag));
    this.rows.remove(ref);
    return null;
  }

  async #link(write: Of<'associate' | 'disassociate'>): Promise<null> {
    const { kind, table, id, relationship, other } = write;
    const ref = { table: table.name, id };
    const row = await this.#there(table, id, '*');
    const otherTable = this.model[other.table];
    if (otherTable === undefined) return null;
    const otherRow = await this.#there(otherTable, other.id, '*');
    await this.#rights.require(table, 'Append', ref, row);
    await this.#rights.require(otherTable, 'AppendTo', other, otherRow);
    const key = [relationship, ...[id, other.id].sort()].join(' ');
    const linked =
      this.#links.get(key) ??
      (await this.server.isLinked({ table, id, relationship, otherTable, otherId: other.id }));
    if (kind === 'associate' && linked) throw refusals.exists();
    this.#links.set(key, kind === 'associate');
    return null;
  }

  /** Whether a row that was not found is there and may not be read. */
  async #isHidden(table: Table, ref: RowRef): Promise<boolean> {
    return !this.rows.isChanged(ref) && (await this.#rights.access(table, ref)) !== null;
  }

  /**
   * The row that is to be written or referred to, in this version; null where it may not be read. One that others may
   * not read any more has got another owner, and with that another version, unless it is the right to read that was
   * taken away.
   */
  async #there(table: Table, id: string, etag: string): Promise<Row | null> {
    const ref = { table: table.name, id };
    const row = await this.rows.now(table, id);
    const anyVersion = etag === '*' || !table.optimisticConcurrency;
    if (row === null) {
      if (!(await this.#isHidden(table, ref))) throw refusals.gone();
      if (!anyVersion && this.#rights.holds(table, 'Read')) throw refusals.otherVersion();
    } else if (!anyVersion && etag !== row.etag) throw refusals.otherVersion();
    return row;
  }

  /**
   * Columns are known and may be written, and every row that is referred to is there and may be referred to.
   * @returns whether there is one.
   */
  async #checkReferences({ kind, table, values }: Of<'create' | 'update'>): Promise<boolean> {
    for (const [name, value] of Object.entries(values)) {
      const column = table.columns[name];
      if (column === undefined) throw refusals.invalid(`${table.name} has no column ${name}`);
      if (kind === 'update' && denies(column, 'Update')) throw refusals.securedUpdate();
      if (kind === 'create' && value !== null && denies(column, 'Create'))
        throw refusals.securedCreate();
      if (isLookup(value) && column.targets?.includes(value.table) !== true)
        throw refusals.invalid(`${name} cannot refer to ${value.table}`);
    }
    const { ownerid: _owner, ...others } = values;
    const refs = referencesOf(others);
    for (const ref of refs) {
      const target = this.model[ref.table];
      if (target === undefined) continue;
      const row = await this.#there(target, ref.id, '*');
      await this.#rights.require(target, 'AppendTo', ref, row);
    }
    return refs.length > 0;
  }

  #written({ kind, table, values }: Of<'create' | 'update'>, ref: RowRef, before: Row | null): Row {
    const me = { table: 'systemuser', id: this.rights.userId, name: '' };
    return this.rows.put(ref, {
      ...(before === null && table.ownership === 'user' && { ownerid: me }),
      ...visibleRow(table, ref, before, [{ kind, values }]).values,
      ...statusOf(table, values),
      modifiedby: me,
    });
  }

  /** No other row has its keys, or is called its duplicate. */
  async #checkTwins(write: Of<'create' | 'update'>, row: Row): Promise<void> {
    const { kind, table, values, allowDuplicates } = write;
    const taken = await this.#keys.takenBy(table, row, values);
    if (taken !== null) {
      this.duplicates.set(rowKey(row), [taken]);
      throw refusals.keyTaken();
    }
    if (allowDuplicates === true) return;
    const found = await this.#duplicates.of(table, row, kind === 'update' ? values : null);
    if (found.length === 0) return;
    this.duplicates.set(rowKey(row), found);
    throw refusals.duplicate();
  }
}

/** The status that a row gets with a state, where none is given. */
function statusOf(table: Table, values: Values): Values {
  const { state, status } = Object.fromEntries(
    Object.values(table.columns).map((column) => [column.type, column]),
  );
  if (state === undefined || status === undefined || status.name in values) return {};
  const chosen = state.options?.find(({ value }) => value === values[state.name]);
  return chosen?.defaultStatus === undefined ? {} : { [status.name]: chosen.defaultStatus };
}
