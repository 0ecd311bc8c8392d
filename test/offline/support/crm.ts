import type { OriginQuery, RunQuery } from '../../../src/domain/action';
import { actions } from '../../../src/domain/actions/registry';
import type { Aftermath } from '../../../src/domain/aftermath';
import type { Attachment } from '../../../src/domain/attachment';
import { isNegation, type Negation } from '../../../src/domain/condition';
import { CrmError, type CrmFailure } from '../../../src/domain/crm-error';
import type {
  ColumnFilter,
  CrmServer,
  DuplicateQuery,
  Identity,
  LinkPage,
  LinkQuery,
  LinksQuery,
  RowFilter,
  RowPage,
  RowQuery,
  SearchQuery,
  SetOutcome,
  Write,
} from '../../../src/domain/crm-server';
import type { DuplicateRule } from '../../../src/domain/duplicate-rule';
import type { Process } from '../../../src/domain/process';
import type { Depth, Rights } from '../../../src/domain/rights';
import { nameOf, type Row, rowKey, type RowRef } from '../../../src/domain/row';
import type { Model, PrivilegeType, Table } from '../../../src/domain/table';
import {
  isLookup,
  type Lookup,
  sameValue,
  type Value,
  type Values,
} from '../../../src/domain/value';
import type { View, ViewRef } from '../../../src/domain/view';
import { model as defaultModel } from './model';

export const identity: Identity = {
  organizationId: '00000000-0000-4000-8000-0000000000aa',
  userId: '00000000-0000-4000-8000-0000000000dd',
  businessUnitId: '00000000-0000-4000-8000-0000000000bb',
};

/**
 * `drop`: closes without doing anything; `dropAfterCommit`: does it, then closes; `never`: no answer, not even a close;
 * `half`: does the first half of the sets of a `writeAll`, then closes; `repeated`: does it twice, and gives the second
 * answer, as a browser does by itself where a connection that it kept open breaks before the first one comes.
 * What strikes a `write` strikes one in a `writeAll` too, where it ends that set or, for a lost answer, all of it.
 */
export type Fault =
  | {
      readonly kind: 'drop' | 'dropAfterCommit' | 'never' | 'half' | 'repeated';
      readonly on?: Match;
    }
  | { readonly kind: 'fail'; readonly failure: Partial<CrmFailure>; readonly on?: Match };
export type Match = (call: string, key: string) => boolean;

export interface Committed {
  readonly kind: Write['kind'];
  readonly key: string;
  readonly values: Values;
}

export const failedWith = (failure: Partial<CrmFailure>): CrmError =>
  new CrmError({
    kind: 'answered',
    status: 0,
    code: '',
    message: '',
    retryAfterMs: null,
    ...failure,
  });

const privilegeTypes: readonly PrivilegeType[] = [
  'Create',
  'Read',
  'Write',
  'Delete',
  'Append',
  'AppendTo',
  'Assign',
  'Share',
];

export const unreachable = (): CrmError => failedWith({ kind: 'unreachable' });

const keyOf = ({ table, id }: Write): string => rowKey({ table: table.name, id });

/** The calls that a fault strikes where it does not say. */
const defaultOn = ({ kind }: Fault): string => (kind === 'half' ? 'writeAll' : 'write');

/** A small Dataverse in memory: versions, both kinds of 412, a journal of commits, and faults. */
export class TestCrm implements CrmServer {
  readonly rows = new Map<string, { row: Row; version: number }>();
  readonly journal: Committed[] = [];
  /** Every request that arrived, in order. */
  readonly requests: string[] = [];
  model: Model = defaultModel;
  faults: Fault[] = [];
  /** Of their operators it knows `exactMatch`. */
  duplicateRules: DuplicateRule[] = [];
  /** Ids of the teams that the user is a member of. */
  teams: string[] = [];
  up = true;
  /** Rows change on their way in, as by a plug-in. */
  plugin: (table: Table, values: Values) => Values = (_table, values) => values;
  /** Called while a request is being carried out. */
  during: (call: string, key: string) => Promise<void> = () => Promise.resolve();
  #version = 1000;

  put(table: string, id: string, values: Values): Row {
    const key = rowKey({ table, id });
    const version = ++this.#version;
    const row: Row = { table, id, etag: `W/"${version}"`, values: { ownerid: me, ...values } };
    this.rows.set(key, { row, version });
    return row;
  }

  /** Another user's edit. */
  edit(table: string, id: string, values: Values): Row {
    return this.put(table, id, { ...this.get(table, id)?.values, ...values });
  }

  get(table: string, id: string): Row | null {
    return this.rows.get(rowKey({ table, id }))?.row ?? null;
  }

  remove(table: string, id: string): void {
    this.rows.delete(rowKey({ table, id }));
  }

  /** Awaits what stands in the way of a request, which a fault may end. */
  async #arrive(call: string, key: string): Promise<Fault | null> {
    await this.during(call, key);
    const index = this.faults.findIndex(
      (fault) => fault.on?.(call, key) ?? call === defaultOn(fault),
    );
    const [fault = null] = index < 0 ? [] : this.faults.splice(index, 1);
    if (fault?.kind === 'never') return new Promise<never>(() => undefined);
    if (fault?.kind === 'drop') throw unreachable();
    if (fault?.kind === 'fail') throw failedWith(fault.failure);
    return fault;
  }

  async #call<T>(call: string, key: string, work: () => T | Promise<T>): Promise<T> {
    this.requests.push(`${call} ${key}`);
    if (!this.up) throw unreachable();
    const fault = await this.#arrive(call, key);
    if (fault?.kind === 'repeated') await work();
    const result = await work();
    if (fault?.kind === 'dropAfterCommit') throw unreachable();
    return result;
  }

  whoAmI(): Promise<Identity> {
    return this.#call('whoAmI', '', () => identity);
  }

  readModel(): Promise<Model> {
    return this.#call('readModel', '', () => this.model);
  }

  /** How far every privilege reaches. */
  depth: Depth = 'Global';

  readRights(): Promise<Rights> {
    const names = Object.values(this.model).flatMap((table) => Object.values(table.privileges));
    return this.#call('readRights', '', () => ({
      userId: identity.userId,
      depths: Object.fromEntries(names.map((name) => [name, this.depth])),
    }));
  }

  #matching({ table, filter, since = null }: Omit<RowQuery, 'pageSize'>): Row[] {
    const all = [...this.rows.values()];
    const newer = all
      .filter(({ version }) => version > Number(since))
      .sort((a, b) => a.version - b.version);
    return (since === null ? all : newer)
      .map(({ row }) => row)
      .filter((row) => row.table === table.name)
      .filter((row) => this.#has(filter, row));
  }

  #has(filter: RowFilter, row: Row): boolean {
    const owner = row.values['ownerid'];
    switch (filter.kind) {
      case 'all':
        return true;
      case 'ids':
        return filter.ids.includes(row.id);
      case 'values':
        return Object.entries(filter.values).every(([column, value]) =>
          sameValue(row.values[column], value),
        );
      case 'owner':
        return isLookup(owner) && owner.id === filter.userId;
      case 'team':
        return isLookup(owner) && [identity.userId, ...this.teams].includes(owner.id);
      case 'and':
        return filter.filters.every((each) => this.#has(each, row));
      case 'or':
        return filter.filters.some((each) => this.#has(each, row));
      case 'referring': {
        const to = row.values[filter.column];
        const found =
          isLookup(to) && to.table === filter.to.name ? this.get(to.table, to.id) : null;
        return found !== null && this.#has(filter.filter, found);
      }
      case 'view':
        return viewed(filter.condition, row);
      case 'party': {
        const parties = row.values[filter.column];
        return (
          Array.isArray(parties) &&
          parties.some(({ role, ref }) => filter.roles.includes(role) && ref?.id === filter.userId)
        );
      }
      case 'column':
        return holds(filter, row.values[filter.column] ?? null);
    }
  }

  readPage(query: RowQuery, next: string | null): Promise<RowPage> {
    const from = next ?? query.since ?? 'start';
    return this.#call('readPage', `${query.table.name}@${from}`, () => {
      const begin = Number(next ?? 0);
      const all = this.#matching(query);
      const end = begin + query.pageSize;
      const rows = all.slice(begin, end);
      const idAndVersion = ({ id, etag }: Row) => ({
        '@odata.etag': etag,
        [query.table.primaryId]: id,
      });
      const bare = query.bare === true;
      const { only } = query;
      const narrowed = (row: Row): Row =>
        only === undefined
          ? row
          : {
              ...row,
              values: Object.fromEntries(only.map((name) => [name, row.values[name] ?? null])),
            };
      const bytes = JSON.stringify(bare ? rows.map(idAndVersion) : rows).length;
      return {
        rows: bare ? rows.map((row) => ({ ...row, values: {} })) : rows.map(narrowed),
        next: end < all.length ? String(end) : null,
        bytes,
      };
    });
  }

  readPages(queries: readonly RowQuery[]): Promise<RowPage[]> {
    return Promise.all(queries.map((query) => this.readPage(query, null)));
  }

  count(query: RowQuery): Promise<{ count: number; more: boolean }> {
    return this.#call('count', query.table.name, () => {
      const { length } = this.#matching(query);
      return { count: Math.min(50_000, length), more: length > 50_000 };
    });
  }

  readRow(table: Table, id: string): Promise<Row | null> {
    return this.#call('readRow', rowKey({ table: table.name, id }), () => this.get(table.name, id));
  }

  /** Files of rows, by key. */
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>();

  readAttachment(table: Table, id: string): Promise<Attachment | null> {
    const key = rowKey({ table: table.name, id });
    return this.#call('readAttachment', key, () => {
      const contents = this.files.get(key);
      const etag = this.get(table.name, id)?.etag ?? null;
      if (contents === undefined || etag === null) return null;
      return { etag, contents, bytes: Math.ceil((contents.length * 4) / 3) };
    });
  }

  search({ tables, words, limit }: SearchQuery): Promise<readonly Row[]> {
    const key = `${tables.map(({ name }) => name).join()} ${words.join(' ')}`;
    return this.#call('search', key, () =>
      tables.flatMap((table) =>
        this.#matching({ table, filter: { kind: 'all' } })
          .filter((row) => words.every((word) => hasWord(table, row, word)))
          .sort((a, b) => nameOf(table, a.values).localeCompare(nameOf(table, b.values)))
          .slice(0, limit),
      ),
    );
  }

  /** What the user may do to rows; where it is not said, everything. */
  readonly access = new Map<string, ReadonlySet<PrivilegeType>>();
  /** Rows that are linked: relationship and ids. */
  readonly links = new Set<string>();

  /** Alternate keys of every table. */
  keys: readonly (readonly string[])[] = [];

  readKeys(table: Table): Promise<readonly (readonly string[])[]> {
    return this.#call('readKeys', table.name, () => this.keys);
  }

  readAccess(_user: string, table: Table, id: string): Promise<ReadonlySet<PrivilegeType> | null> {
    const key = rowKey({ table: table.name, id });
    return this.#call('readAccess', key, () =>
      this.rows.has(key) ? (this.access.get(key) ?? new Set(privilegeTypes)) : null,
    );
  }

  /** Ids of rows that are there besides, of tables that are not on board. */
  readonly others = new Set<string>();
  /** Whether the user may read those. */
  tells = true;
  /** Whether what an action makes is called a duplicate. */
  twins = false;

  isThere(ref: RowRef): Promise<boolean | null> {
    return this.#call('isThere', rowKey(ref), () => (this.tells ? this.others.has(ref.id) : null));
  }

  /** Jobs of workflows, the newest last: `workflow record`. */
  readonly runs: string[] = [];

  runsOf({ workflow, record }: RunQuery): Promise<readonly string[] | null> {
    const key = `${workflow} ${record}`;
    const found = (): string[] => this.runs.flatMap((run, n) => (run === key ? [String(n)] : []));
    return this.#call('runsOf', workflow, () => (this.tells ? found() : null));
  }

  /** Rows that leads have become, the newest last: `lead table`. */
  readonly origins: string[] = [];

  madeFrom({ lead, table }: OriginQuery): Promise<readonly string[] | null> {
    const key = `${lead} ${table}`;
    const found = (): string[] =>
      this.origins.flatMap((origin, n) => (origin === key ? [String(n)] : []));
    return this.#call('madeFrom', key, () => (this.tells ? found() : null));
  }

  isLinked({ table, id, relationship, otherId }: LinkQuery): Promise<boolean> {
    return this.#call('isLinked', rowKey({ table: table.name, id }), () =>
      this.links.has(`${relationship} ${id} ${otherId}`),
    );
  }

  /** N:N links, each as the schema name of its relationship and the keys of both rows. */
  readonly #linked = new Set<string>();

  link(name: string, one: RowRef, two: RowRef): void {
    this.#linked.add([name, ...[one, two].map(rowKey).sort()].join(' '));
  }

  unlink(name: string, one: RowRef, two: RowRef): void {
    this.#linked.delete([name, ...[one, two].map(rowKey).sort()].join(' '));
  }

  readLinks({ relationship, ids }: LinksQuery): Promise<LinkPage> {
    const { name, table } = relationship;
    return this.#call('readLinks', `${name} ${ids?.join() ?? 'all'}`, () => {
      const pairs = [...this.#linked].map((pair) => pair.split(' '));
      const all = [...this.rows.values()]
        .map(({ row }) => row)
        .filter((row) => row.table !== table);
      const links = (ids ?? all.map(({ id }) => id)).flatMap((mine) =>
        pairs
          .filter(([first, ...keys]) => first === name && keys.some((key) => key.endsWith(mine)))
          .map((keys) => keys.find((key) => key.startsWith(`${table}:`)) ?? '')
          .map((key) => ({ mine, theirs: key.slice(table.length + 1) })),
      );
      return { links, next: null };
    });
  }

  /** What the server does after changes. */
  aftermath: Aftermath = { jobs: [], notifications: [] };

  readAftermath(_user: string, ids: readonly string[], since: string): Promise<Aftermath> {
    return this.#call('readAftermath', `${ids.join()} ${since}`, () => this.aftermath);
  }

  views: View[] = [];

  readViews(tables: readonly Table[], only: readonly ViewRef[] | null): Promise<readonly View[]> {
    return this.#call('readViews', only === null ? 'all' : only.map(({ id }) => id).join(), () =>
      this.views
        .filter(({ id }) => only === null || only.some((view) => view.id === id))
        .filter((view) => tables.some(({ name }) => name === view.table)),
    );
  }

  /** Null: the user may not read them. */
  processes: Process[] | null = [];

  colleagues: Lookup[] = [];

  readColleagues(): Promise<readonly Lookup[]> {
    return this.#call('readColleagues', '', () => this.colleagues);
  }

  readProcesses(): Promise<readonly Process[] | null> {
    return this.#call('readProcesses', '', () => this.processes);
  }

  readDuplicateRules(): Promise<readonly DuplicateRule[]> {
    return this.#call('readDuplicateRules', '', () => this.duplicateRules);
  }

  readDuplicates({ table, id, values, matching }: DuplicateQuery): Promise<readonly Row[]> {
    return this.#call('readDuplicates', `${table.name}:${id ?? 'new'}`, () => {
      const saved = id === null ? null : this.get(table.name, id);
      return this.#duplicates(table, id, { ...saved?.values, ...values }).filter(
        (row) => row.table === matching.name,
      );
    });
  }

  #duplicates(table: Table, id: string | null, values: Values): Row[] {
    const rules = this.duplicateRules.filter((rule) => rule.table === table.name);
    return [...this.rows.values()]
      .map(({ row }) => row)
      .filter((row) => row.table !== table.name || row.id !== id)
      .filter((row) => rules.some((rule) => meets(rule, values, row)));
  }

  write(write: Write): Promise<Row | null> {
    return this.#call('write', keyOf(write), () => this.#commit(write));
  }

  async writeAll(sets: readonly (readonly Write[])[]): Promise<readonly SetOutcome[]> {
    const key = sets.map((set) => set.map(keyOf).join('+')).join(' ');
    this.requests.push(`writeAll ${key}`);
    if (!this.up) throw unreachable();
    const whole = await this.#arrive('writeAll', key);
    if (whole?.kind === 'repeated') await this.#runSets(sets);
    const outcomes = await this.#runSets(
      whole?.kind === 'half' ? sets.slice(0, Math.ceil(sets.length / 2)) : sets,
    );
    if (whole !== null && whole.kind !== 'repeated') throw unreachable();
    return outcomes;
  }

  /** One after the other, up to the first that fails. */
  async #runSets(sets: readonly (readonly Write[])[]): Promise<readonly SetOutcome[]> {
    const outcomes: SetOutcome[] = [];
    for (const set of sets) {
      const { kind } = outcomes.at(-1) ?? { kind: 'done' };
      if (kind === 'done') outcomes.push(await this.#runSet(set));
      else outcomes.push({ kind: kind === 'unknown' ? 'unknown' : 'notRun' });
    }
    return outcomes;
  }

  /** All of the set or nothing. Throws where no answer comes to the whole request. */
  async #runSet(set: readonly Write[]): Promise<SetOutcome> {
    try {
      let lost = false;
      for (const write of set) {
        const fault = await this.#arrive('write', keyOf(write));
        lost ||= fault?.kind === 'dropAfterCommit';
      }
      const rows = this.#commitAll(set);
      if (lost) throw unreachable();
      return { kind: 'done', rows };
    } catch (error) {
      if (!(error instanceof CrmError) || error.failure.kind !== 'answered') throw error;
      const { failure } = error;
      // As the client does, who does not trust these statuses without a code.
      const vague = failure.code === '' && (failure.status >= 500 || failure.status === 408);
      return vague ? { kind: 'unknown' } : { kind: 'failed', failure };
    }
  }

  #commitAll(set: readonly Write[]): (Row | null)[] {
    const before = { rows: new Map(this.rows), journal: this.journal.length };
    try {
      return set.map((write) => this.#commit(write));
    } catch (error) {
      this.rows.clear();
      for (const [key, row] of before.rows) this.rows.set(key, row);
      this.journal.length = before.journal;
      throw error;
    }
  }

  #commit(write: Write): Row | null {
    const { table, id } = write;
    const key = keyOf(write);
    const there = this.rows.get(key);
    const gone = (): CrmError =>
      failedWith({ status: 404, code: '0x80040217', message: `${table.name} Does Not Exist` });
    if (write.kind === 'create') {
      if (there !== undefined) throw failedWith({ status: 412, code: '0x80040237' });
    } else if (there === undefined) throw gone();
    if ('etag' in write && write.etag !== '*' && write.etag !== there?.row.etag)
      throw failedWith({ status: 412, code: '0x80060882' });
    const values = 'values' in write ? write.values : {};
    if (write.kind === 'action') {
      const { name, params } = write.action;
      const { creates, fits } = actions[name];
      if (there === undefined || !fits(table, there.row))
        throw failedWith({ status: 400, code: '0x80040203', message: 'It is closed already.' });
      if (this.twins && write.allowDuplicates !== true && creates !== undefined)
        throw failedWith({ status: 412, code: '0x80040333', message: 'A duplicate was found.' });
      this.origins.push(...(creates?.(params) ?? []).map((made) => `${id} ${made}`));
      this.others.add(String(params['activityid']));
      const workflow = params['workflow'] ?? null;
      if (isLookup(workflow)) this.runs.push(`${workflow.id} ${id}`);
    }
    const revenue = values['revenue'];
    if (typeof revenue === 'string' && revenue.startsWith('13'))
      throw failedWith({ status: 400, code: '0x80040265', message: 'Unlucky revenue' });
    for (const value of Object.values(values))
      if (isLookup(value) && value.table in this.model && !this.rows.has(rowKey(value)))
        throw gone();
    if ('values' in write && write.kind !== 'action' && write.allowDuplicates !== true)
      if (this.#duplicates(table, id, { ...there?.row.values, ...values }).length > 0)
        throw failedWith({ status: 412, code: '0x80040333', message: 'A duplicate was found.' });
    this.journal.push({ kind: write.kind, key, values });
    if (write.kind === 'delete') {
      this.rows.delete(key);
      return null;
    }
    if (!('values' in write)) {
      const { relationship, other } = write;
      const way = table.linkedTo?.find(({ navigation }) => navigation === relationship);
      const change = write.kind === 'associate' ? this.link : this.unlink;
      if (way !== undefined) change.call(this, way.name, { table: table.name, id }, other);
      return null;
    }
    const merged = { ...there?.row.values, ...this.plugin(table, values) };
    return this.put(table.name, id, { ...merged, ...computed(table, merged) });
  }
}

/** A view of this CRM shows the rows whose name has what its condition says. */
const viewed = (condition: string, { values }: Row): boolean =>
  (values['name'] as string).includes(condition);

const opposites = {
  ne: 'eq',
  'not-contain': 'contains',
  'not-begin-with': 'begins-with',
  'not-in': 'in',
  'not-contain-values': 'contain-values',
} as const satisfies Record<Negation, ColumnFilter['operator']>;

/** Whether a column that holds this value passes the filter. */
function holds(filter: ColumnFilter, value: Value): boolean {
  const { operator, values } = filter;
  if (operator === 'null' || operator === 'not-null')
    return (value === null) === (operator === 'null');
  if (isNegation(operator)) return !holds({ ...filter, operator: opposites[operator] }, value);
  if (value === null) return false;
  const folded = (one: Value | undefined): string =>
    String(isLookup(one) ? one.id : one).toLowerCase();
  const is = folded(value);
  const [first] = values;
  const bound = folded(first);
  const order = Number.isNaN(Number(bound)) ? is.localeCompare(bound) : Number(is) - Number(bound);
  switch (operator) {
    case 'eq':
      return is === bound || order === 0;
    case 'ge':
      return order >= 0;
    case 'le':
      return order <= 0;
    case 'lt':
      return order < 0;
    case 'contains':
      return is.includes(bound);
    case 'begins-with':
      return is.startsWith(bound);
    case 'in':
      return values.some((one) => folded(one) === is);
    case 'contain-values':
      return values.some((one) => is.split(',').includes(folded(one)));
  }
}

/** Whether a word of the row's name or of an address begins so. */
function hasWord(table: Table, row: Row, word: string): boolean {
  return Object.values(table.columns)
    .filter(({ name, format }) => name === table.primaryName || format === 'email')
    .flatMap(({ name }) => String(row.values[name] ?? '').split(/[^\p{L}\p{N}]+/u))
    .some((one) => one.toLowerCase().startsWith(word.toLowerCase()));
}

function meets(rule: DuplicateRule, values: Values, row: Row): boolean {
  const folded = (value: Value | undefined): Value =>
    typeof value === 'string' && !rule.caseSensitive ? value.toLowerCase() : (value ?? null);
  return (
    rule.matchingTable === row.table &&
    !(rule.excludesInactive && row.values['statecode'] === 1) &&
    rule.conditions.every(({ column, matchingColumn, ignoreBlank }) => {
      const mine = folded(values[column]);
      const theirs = folded(row.values[matchingColumn]);
      return sameValue(mine, theirs) && !(ignoreBlank && sameValue(mine, null));
    })
  );
}

export const me: Value = { table: 'systemuser', id: identity.userId, name: 'Dana' };

function computed(table: Table, values: Values): Values {
  if (table.primaryName !== 'fullname') return {};
  return { fullname: `${String(values['lastname'])}, ${String(values['firstname'] ?? '')}` };
}

export const lookupTo = (ref: RowRef, name = ''): Value => ({ ...ref, name });
