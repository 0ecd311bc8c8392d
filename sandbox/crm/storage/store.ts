import { join } from 'node:path';
import sqlite from 'node-sqlite3-wasm';
import { leaveFolder, takeFolder } from './data-folder';
import { guid } from '../../seed/guid';
import { intersectIds } from '../model/intersect';
import type { Column, Link, Model, Table } from '../model/model';
import { fitsPattern } from '../query/wildcard';

type Database = InstanceType<typeof sqlite.Database>;
type Statement = ReturnType<Database['prepare']>;

export type SqlValue = string | number | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** A name as SQL. Names come from definitions, which allow letters, digits and underscores only. */
export const quote = (name: string): string => `"${name.replaceAll('"', '')}"`;

/** Where a polymorphic lookup keeps the table it refers to. */
export const typeColumn = (column: Column): string => `${column.name}:type`;

/**
 * An SQL function that is true of any value, or ends a statement that takes too long: for conditions that are
 * checked for every combination of rows.
 */
export const visited = 'visited';
export const tookTooLong = 'The statement took too long.';

function columnSql(column: Column): string[] {
  switch (column.type) {
    case 'integer':
    case 'bigint':
    case 'boolean':
    case 'choice':
    case 'state':
    case 'status':
      return [`${quote(column.name)} INTEGER`];
    case 'decimal':
    case 'double':
    case 'money':
      return [`${quote(column.name)} REAL`];
    case 'lookup':
      return column.targets.length > 1
        ? [`${quote(column.name)} TEXT`, `${quote(typeColumn(column))} TEXT`]
        : [`${quote(column.name)} TEXT`];
    case 'parties':
      return [];
    default:
      return [`${quote(column.name)} TEXT`];
  }
}

/** Opens the folder's database for this process alone. Throws where it is in use, or holds something else. */
function openFolder(folder: string): Database {
  takeFolder(folder);
  try {
    const database = new sqlite.Database(join(folder, 'crm.db'));
    // Reads the file, and takes back what a killed process left half done.
    database.exec('PRAGMA synchronous = NORMAL; SELECT COUNT(*) FROM sqlite_schema;');
    return database;
  } catch (error) {
    leaveFolder(folder);
    throw new Error(`${folder} holds no database of the sandbox: ${String(error)}`, {
      cause: error,
    });
  }
}

/** The organisation's database: one SQLite file, or memory. Statements are kept for the next use. */
export class Store {
  /** What visits rows for longer is ended; see {@link visited}. */
  queryLimitMs = Infinity;
  #began = 0;
  #visits = 0;
  readonly #database: Database;
  readonly #statements = new Map<string, Statement>();
  readonly #folder: string | null;
  #depth = 0;

  constructor(folder: string | null) {
    this.#folder = folder;
    this.#database = folder === null ? new sqlite.Database(':memory:') : openFolder(folder);
    this.#database.exec('PRAGMA foreign_keys = OFF; PRAGMA cache_size = -32000;');
    this.#database.function(
      'fold',
      (value) => (typeof value === 'string' ? value.toLowerCase() : value),
      {
        deterministic: true,
      },
    );
    this.#database.function(
      'wildcard',
      (value, pattern) =>
        typeof value === 'string' && typeof pattern === 'string' && fitsPattern(value, pattern)
          ? 1
          : 0,
      { deterministic: true },
    );
    this.#database.function('pairid', (left, right) => guid(String(left), String(right)), {
      deterministic: true,
    });
    this.#database.function(visited, (value) => {
      this.#visits += 1;
      if (this.#visits % 1000 === 0 && performance.now() - this.#began > this.queryLimitMs)
        throw new Error(tookTooLong);
      return value === null ? 0 : 1;
    });
    this.#prepare();
  }

  #prepare(): void {
    this.#database.exec(
      'CREATE TABLE IF NOT EXISTS "_setting" (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;' +
        'CREATE TABLE IF NOT EXISTS "_journal" (n INTEGER PRIMARY KEY, entry TEXT);',
    );
  }

  #statement(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    if (this.#statements.size >= 200) this.#forget();
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  #forget(): void {
    for (const statement of this.#statements.values()) statement.finalize();
    this.#statements.clear();
  }

  /** Runs a statement; one that failed is not used again, since SQLite would repeat its failure. */
  #with<T>(sql: string, work: (statement: Statement) => T): T {
    const statement = this.#statement(sql);
    this.#began = performance.now();
    try {
      return work(statement);
    } catch (error) {
      this.#statements.delete(sql);
      try {
        statement.finalize();
      } catch {
        // It says again what failed.
      }
      throw error;
    }
  }

  all(sql: string, values: readonly SqlValue[] = []): SqlRow[] {
    return this.#with(sql, (statement) => statement.all([...values])) as SqlRow[];
  }

  get(sql: string, values: readonly SqlValue[] = []): SqlRow | null {
    return (this.#with(sql, (statement) => statement.get([...values])) as SqlRow | null) ?? null;
  }

  run(sql: string, values: readonly SqlValue[] = []): number {
    return this.#with(sql, (statement) => statement.run([...values])).changes;
  }

  /** All or nothing; a transaction inside another is a part that can fail alone. */
  transaction<T>(body: () => T): T {
    const name = `part${this.#depth}`;
    this.#database.exec(this.#depth === 0 ? 'BEGIN IMMEDIATE' : `SAVEPOINT ${name}`);
    this.#depth += 1;
    try {
      const result = body();
      this.#depth -= 1;
      this.#database.exec(this.#depth === 0 ? 'COMMIT' : `RELEASE ${name}`);
      return result;
    } catch (error) {
      this.#depth = Math.min(this.#depth, Number(name.slice(4)));
      this.#database.exec(this.#depth === 0 ? 'ROLLBACK' : `ROLLBACK TO ${name}; RELEASE ${name}`);
      throw error;
    }
  }

  /** Makes room for a table; the rows of an intersect table are those of its relationship. */
  createTable(table: Table, model: Model): void {
    if (table.intersect) return this.#createIntersect(table, table.intersect, model);
    const columns = [...table.columns.values()]
      .filter(({ name }) => name !== table.primaryId)
      .flatMap(columnSql);
    this.#database.exec(
      `CREATE TABLE IF NOT EXISTS ${quote(table.name)} (${quote(table.primaryId)} TEXT PRIMARY KEY, ${columns.join(', ')}) WITHOUT ROWID`,
    );
    const index = (name: string, columns: readonly string[]): void =>
      this.#database.exec(
        `CREATE INDEX IF NOT EXISTS ${quote(`${table.name}.${name}`)} ON ${quote(table.name)} (${columns.join(', ')})`,
      );
    // Rows that live and die with another are looked for by it, whenever it is written, and often when it is read.
    for (const { name, unique, onDelete } of table.columns.values())
      if (unique || onDelete === 'Cascade') index(name, [quote(name)]);
    // A copy asks for what is newer than a version, page by page.
    if (table.columns.has('versionnumber')) index('versionnumber', ['"versionnumber"']);
    for (const { name, columns } of table.keys)
      index(
        `key ${name}`,
        columns.map((column) => `${quote(column.name)} COLLATE NOCASE`),
      );
    for (const link of model.links.values())
      if (link.over && link.intersect === table.name) this.#showPairs(link, link.over, table);
  }

  /** The pairs of a relationship whose rows are those of a table, as if they were kept as pairs. */
  #showPairs(link: Link, { left, right }: NonNullable<Link['over']>, table: Table): void {
    const typed = [left, right].flatMap((name, index) => {
      const column = table.columns.get(name);
      const target = index === 0 ? link.left : link.right;
      return column && column.targets.length > 1
        ? [`${quote(typeColumn(column))} = '${target}'`]
        : [];
    });
    this.#database.exec(
      `CREATE VIEW IF NOT EXISTS ${quote(link.name)} AS SELECT ${quote(left)} AS "left", ${quote(right)} AS "right" FROM ${quote(table.name)}${typed.length ? ` WHERE ${typed.join(' AND ')}` : ''}`,
    );
  }

  /** Makes a view, in place of the one that is there. */
  createView(name: string, select: string): void {
    this.#forget();
    this.#database.exec(
      `DROP VIEW IF EXISTS ${quote(name)}; CREATE VIEW ${quote(name)} AS ${select}`,
    );
  }

  #createIntersect(table: Table, link: Link, model: Model): void {
    const extra = link.columns
      .map(({ name }) => table.columns.get(name))
      .filter((column) => !!column);
    this.#database.exec(
      `CREATE TABLE IF NOT EXISTS ${quote(link.name)} (${['"left" TEXT', '"right" TEXT', ...extra.flatMap(columnSql)].join(', ')}, PRIMARY KEY ("left", "right")) WITHOUT ROWID`,
    );
    const [left, right] = intersectIds(link, (name) => model.tables.get(name)?.primaryId ?? '');
    const names = [
      `pairid("left", "right") AS ${quote(table.primaryId)}`,
      `"left" AS ${quote(left)}`,
      `"right" AS ${quote(right)}`,
      '1 AS versionnumber',
      ...extra.map(({ name }) => quote(name)),
    ];
    this.#database.exec(
      `CREATE VIEW IF NOT EXISTS ${quote(table.name)} AS SELECT ${names.join(', ')} FROM ${quote(link.name)}`,
    );
  }

  execute(sql: string): void {
    this.#database.exec(sql);
  }

  /** Runs a statement whenever a row of one of these tables is written, as part of the same transaction. */
  onWrite(tables: readonly string[], sql: string): void {
    for (const table of tables)
      for (const event of ['INSERT', 'UPDATE', 'DELETE'])
        this.#database.exec(
          `CREATE TRIGGER IF NOT EXISTS ${quote(`${table}.${event}`)} AFTER ${event} ON ${quote(table)} BEGIN ${sql}; END`,
        );
  }

  setting(name: string): string | null {
    const value = this.get('SELECT value FROM "_setting" WHERE name = ?', [name])?.['value'];
    return typeof value === 'string' ? value : null;
  }

  setSetting(name: string, value: string): void {
    this.run(
      'INSERT INTO "_setting" VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
      [name, value],
    );
  }

  /** Forgets everything; to be called within a transaction. */
  clear(): void {
    this.#forget();
    const drops = this.all(
      "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY type = 'table'",
    ).map((row) => `DROP ${String(row['type'])} ${quote(String(row['name']))};`);
    this.#forget();
    this.#database.exec(drops.join(' '));
    this.#prepare();
  }

  close(): void {
    if (!this.#database.isOpen) return;
    this.#forget();
    this.#database.close();
    if (this.#folder !== null) leaveFolder(this.#folder);
  }
}
