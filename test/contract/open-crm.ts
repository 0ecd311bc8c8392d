import { randomUUID } from 'node:crypto';
import { asPermitted } from '../../src/domain/column-security';
import { CrmError } from '../../src/domain/crm-error';
import type { CrmFailure } from '../../src/domain/crm-error';
import type { Identity } from '../../src/domain/crm-server';
import type { Row, RowRef } from '../../src/domain/row';
import type { Model, Table } from '../../src/domain/table';
import type { Lookup, Values } from '../../src/domain/value';
import type { CrmWorld } from './crm-world';

/** Tables that every organisation has and the contract is checked on. */
export const contractTables = ['account', 'contact', 'task', 'email'] as const;

/** A CRM with its model read, and short words for what the contract does with it. */
export interface OpenCrm extends CrmWorld {
  readonly me: Identity;
  readonly model: Model;
  table(name: string): Table;
  create(name: string, values: Values, id?: string): Promise<Row>;
  update(row: Omit<Row, 'values'>, values: Values, etag?: string): Promise<Row>;
  read(row: Pick<Row, 'table' | 'id'>): Promise<Row | null>;
  /** Notes a row that came to be another way, so that it is deleted on closing. */
  made(row: RowRef): void;
}

/**
 * The rows that were made are deleted on closing, as far as the user may.
 * @param names tables of the model; null: all that are available offline.
 */
export async function openCrm(
  world: CrmWorld,
  names: readonly string[] | null = contractTables,
): Promise<OpenCrm> {
  const { server } = world;
  const me = await server.whoAmI();
  const all = await server.readModel(names);
  const model = asPermitted(all, await server.readRights(me, all));
  const made: RowRef[] = [];
  const table = (name: string): Table => {
    const found = model[name];
    if (found === undefined) throw new Error(`No table ${name}`);
    return found;
  };
  const done = (row: Row | null): Row => {
    if (row === null) throw new Error('No row after a write');
    return row;
  };
  return {
    ...world,
    me,
    model,
    table,
    made: (row) => void made.push(row),
    read: ({ table: name, id }) => server.readRow(table(name), id),
    async create(name, values, id = randomUUID()) {
      const row = await server.write({ kind: 'create', table: table(name), id, values });
      made.push(done(row));
      return done(row);
    },
    async update({ table: name, id, etag: base }, values, etag = base ?? '*') {
      return done(await server.write({ kind: 'update', table: table(name), id, values, etag }));
    },
    async close() {
      const left: string[] = [];
      for (const { table: name, id } of made.reverse())
        await server
          .write({ kind: 'delete', table: table(name), id, etag: '*' })
          .catch(async () => (await server.readRow(table(name), id)) && left.push(`${name} ${id}`));
      if (left.length && !world.disposable)
        process.stderr.write(`The contract could not delete what it made: ${left.join(', ')}\n`);
      await world.close();
    },
  };
}

export const lookup = (row: Row, name: string): Lookup => ({ table: row.table, id: row.id, name });

/** How a call fails; a call that does not fail is an error of the test. */
export async function failureOf(work: Promise<unknown>): Promise<CrmFailure> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof CrmError)) throw new Error(`No CrmError: ${String(error)}`);
  return error.failure;
}
