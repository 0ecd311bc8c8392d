import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sqlite from 'node-sqlite3-wasm';
import { errorOf, id, rowsOf, start, type Reply, type World } from '../world';

const LIMIT = 50_000;

let folder: string;
let world: World;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'crm-'));
  const empty = await start('empty', folder);
  await empty.sandbox('POST tables', {
    name: 'new_tick',
    label: 'Tick',
    columns: [
      { name: 'new_name', label: 'Name', type: 'text' },
      { name: 'new_number', label: 'Number', type: 'integer', min: 0, max: 100_000 },
    ],
  });
  await empty.crm.close();
  const database = new sqlite.Database(join(folder, 'crm.db'));
  database.exec(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${LIMIT})
     INSERT INTO new_tick (new_tickid, new_number, versionnumber, statecode, statuscode, new_name)
     SELECT printf('00000000-0000-4000-8000-%012d', i), i % 10, i, 0, 1, 'tick' FROM n`,
  );
  database.close();
  world = await start('empty', folder);
});
afterAll(async () => {
  await world.crm.close();
  rmSync(folder, { recursive: true, force: true });
});

const queries: readonly (readonly [string, string, number])[] = [
  ['$apply', '$apply=aggregate(new_number with sum as total,$count as n)', 1],
  ['$apply with groups', '$apply=groupby((new_number),aggregate($count as n))', 10],
  [
    'FetchXML',
    `fetchXml=${encodeURIComponent('<fetch aggregate="true"><entity name="new_tick"><attribute name="new_number" aggregate="sum" alias="total"/><attribute name="new_tickid" aggregate="count" alias="n"/></entity></fetch>')}`,
    1,
  ],
  [
    'FetchXML with groups',
    `fetchXml=${encodeURIComponent('<fetch aggregate="true"><entity name="new_tick"><attribute name="new_number" groupby="true" alias="number"/><attribute name="new_tickid" aggregate="count" alias="n"/></entity></fetch>')}`,
    10,
  ],
];
const ask = (query: string): Promise<Reply> => world.ask(`new_ticks?${query}`, { user: 'ada' });
const counted = (answer: Reply): number =>
  rowsOf(answer).reduce((sum, row) => sum + Number(row['n']), 0);

describe('an aggregate', () => {
  it.each(queries)('runs over 50,000 rows: %s', async (_, query, groups) => {
    const answer = await ask(query);
    expect([answer.status, rowsOf(answer).length]).toEqual([200, groups]);
    expect(counted(answer)).toBe(LIMIT);
  });

  describe('over one row more', () => {
    beforeAll(async () => {
      const more = await world.ask(`new_ticks(${id(900_000)})`, {
        method: 'PATCH',
        user: 'ada',
        body: { new_name: 'one too many' },
      });
      expect(more.status).toBe(204);
    });

    it.each(queries)('is refused: %s', async (_, query) => {
      const answer = await ask(query);
      expect([answer.status, errorOf(answer)]).toEqual([
        400,
        {
          code: '0x8004E023',
          message: 'AggregateQueryRecordLimit exceeded. Cannot perform this operation.',
        },
      ]);
    });

    it('is answered where a filter leaves fewer', async () => {
      const apply = encodeURIComponent("filter(new_name eq 'tick')/aggregate($count as n)");
      expect(counted(await ask(`$apply=${apply}`))).toBe(LIMIT);
      const xml =
        '<fetch aggregate="true"><entity name="new_tick"><attribute name="new_tickid" aggregate="count" alias="n"/><filter><condition attribute="new_name" operator="eq" value="tick"/></filter></entity></fetch>';
      expect(counted(await ask(`fetchXml=${encodeURIComponent(xml)}`))).toBe(LIMIT);
    });
  });
});
