import { beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Write } from '../../src/domain/crm-server';
import type { Model } from '../../src/domain/table';
import { TestCrm } from '../offline/support/crm';
import { account } from '../offline/support/model';
import { batchContract } from './batch-contract';
import { contractTables, failureOf, openCrm } from './open-crm';
import type { OpenCrm } from './open-crm';
import { filterContract } from './filter-contract';
import { searchContract } from './search-contract';

const model: Model = Object.fromEntries(
  contractTables.map((name) => [name, { ...account, name, entitySetName: `${name}s` }]),
);

/** What stands for Dataverse in the tests of the outbox has to keep its promises. */
describe('The CRM in memory', () => {
  let memory: TestCrm;
  let crm: OpenCrm;

  beforeEach(async () => {
    memory = new TestCrm();
    memory.model = model;
    const close = () => Promise.resolve();
    crm = await openCrm({ server: memory, outcomes: [], disposable: true, close });
  });

  batchContract(() => crm);
  filterContract(() => crm);
  searchContract(() => crm);

  const four = (): Write[] =>
    ['One', 'Two', 'Three', 'Four'].map((lastname) => ({
      kind: 'create',
      table: crm.table('contact'),
      id: randomUUID(),
      values: { lastname },
    }));
  const sets = (writes: readonly Write[]) => {
    const [one, two, three, last] = writes as [Write, Write, Write, Write];
    return [[one], [two, three], [last]];
  };
  const there = (writes: readonly Write[]) =>
    writes.map(({ table, id }) => memory.get(table.name, id) !== null);
  const at = (write: Write | undefined) => (call: string, key: string) =>
    call === 'write' && key.endsWith(write?.id ?? '');

  it('loses the answer to half of a batch', async () => {
    const writes = four();
    memory.faults = [{ kind: 'half' }];
    expect(await failureOf(memory.writeAll(sets(writes)))).toMatchObject({ kind: 'unreachable' });
    expect(there(writes)).toEqual([true, true, true, false]);
  });

  it.each([
    ['drop', [true, false, false, false]],
    ['dropAfterCommit', [true, true, true, false]],
  ] as const)('loses the answer to a batch by %s at one of its writes', async (kind, done) => {
    const writes = four();
    memory.faults = [{ kind, on: at(writes[2]) }];
    expect(await failureOf(memory.writeAll(sets(writes)))).toMatchObject({ kind: 'unreachable' });
    expect(there(writes)).toEqual(done);
  });

  it('refuses one set of a batch, or does not know of it, and stops', async () => {
    for (const [failure, kinds] of [
      [{ status: 429, retryAfterMs: 7000 }, ['done', 'failed', 'notRun']],
      [{ status: 500, code: '0x80044150' }, ['done', 'failed', 'notRun']],
      [{ status: 502 }, ['done', 'unknown', 'unknown']],
    ] as const) {
      const writes = four();
      memory.faults = [{ kind: 'fail', failure, on: at(writes[2]) }];
      const outcomes = await memory.writeAll(sets(writes));
      expect(outcomes.map(({ kind }) => kind)).toEqual(kinds);
      if (outcomes[1]?.kind === 'failed') expect(outcomes[1].failure).toMatchObject(failure);
      expect(there(writes)).toEqual([true, false, false, false]);
    }
  });

  it('refuses a batch as a whole', async () => {
    const writes = four();
    const on = (call: string) => call === 'writeAll';
    memory.faults = [{ kind: 'fail', failure: { status: 413 }, on }];
    expect(await failureOf(memory.writeAll(sets(writes)))).toMatchObject({ status: 413 });
    expect(there(writes)).toEqual([false, false, false, false]);
  });

  it('refuses and finds duplicates by its rules', async () => {
    const condition = { column: 'name', matchingColumn: 'name', operator: 'exactMatch' } as const;
    memory.duplicateRules = [
      {
        name: 'Same name',
        table: 'account',
        matchingTable: 'account',
        caseSensitive: false,
        excludesInactive: true,
        conditions: [{ ...condition, characters: null, ignoreBlank: true }],
      },
    ];
    const row = await crm.create('account', { name: 'Twin' });
    const table = crm.table('account');
    const twin = { kind: 'create', table, id: randomUUID(), values: { name: 'TWIN' } } as const;
    expect(await failureOf(memory.write(twin))).toMatchObject({ code: '0x80040333' });
    const query = { table, values: twin.values, matching: table };
    expect(await memory.readDuplicates({ ...query, id: null })).toEqual([row]);
    expect(await memory.readDuplicates({ ...query, id: row.id })).toEqual([]);
    expect(await memory.writeAll([[{ ...twin, allowDuplicates: true }]])).toMatchObject([
      { kind: 'done' },
    ]);
  });
});
