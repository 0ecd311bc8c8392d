import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import sqlite from 'node-sqlite3-wasm';
import { startApart, type Apart } from './apart';
import { id, onlyNew, start } from '../world';

let folder: string;
let apart: Apart | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crm-'));
});
afterEach(async () => {
  await apart?.kill();
  apart = null;
  rmSync(folder, { recursive: true, force: true });
});

/** Changes a database behind the server's back. */
function alter(sql: string): void {
  const database = new sqlite.Database(join(folder, 'crm.db'));
  database.exec(sql);
  database.close();
}

describe('data in a folder', () => {
  it('survives a restart and wins over the seed', async () => {
    const first = await start('empty', folder);
    await first.ask(`accounts(${id(1)})`, {
      method: 'PATCH',
      headers: onlyNew,
      body: { name: 'Kept' },
    });
    const before = (await first.ask(`accounts(${id(1)})`)).json;
    const who = (await first.ask('WhoAmI')).json;
    await first.crm.close();
    const second = await start('demo', folder);
    const after = (await second.ask(`accounts(${id(1)})`)).json;
    expect(after['@odata.etag']).toBe(before['@odata.etag']);
    expect((await second.ask('WhoAmI')).json['OrganizationId']).toBe(who['OrganizationId']);
    expect((await second.ask('accounts/$count')).text).toBe('1');
    await second.crm.close();
  });

  it('belongs to one server at a time', async () => {
    apart = await startApart(folder);
    await expect(start('empty', join(folder, 'data'))).rejects.toThrow('is in use by process');
    const here = await start('empty', join(folder, 'other'));
    await expect(start('empty', join(folder, 'other'))).rejects.toThrow('is in use by process');
    await here.crm.close();
  });

  it('is free again once a server was killed', async () => {
    apart = await startApart(folder);
    await apart.kill();
    const again = await start('empty', join(folder, 'data'));
    expect((await again.ask('WhoAmI')).status).toBe(200);
    await again.crm.close();
  });

  it.each<[string, () => void]>([
    ['empty', () => undefined],
    ['made, with an empty file', () => writeFileSync(join(folder, 'crm.db'), '')],
    [
      'left by who was killed before the first row',
      () => alter('CREATE TABLE "_setting" (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID'),
    ],
    ['left with a lock', () => mkdirSync(join(folder, 'crm.db.lock'))],
    ['owned by who is no longer there', () => writeFileSync(join(folder, 'owner'), '999999999 1')],
  ])('begins where the folder is %s', async (_, prepare) => {
    prepare();
    const world = await start('demo', folder);
    expect((await world.ask('accounts/$count', { user: 'ada' })).text).toBe('25');
    await world.crm.close();
  });

  it('is not touched where a sandbox with other tables wrote it', async () => {
    await (await start('empty', folder)).crm.close();
    alter(`UPDATE "_setting" SET value = 'older' WHERE name = 'format'`);
    for (let turn = 0; turn < 2; turn += 1)
      await expect(start('empty', folder)).rejects.toThrow(
        'The data was written by another version of the sandbox, with other tables or columns. Delete the folder to begin afresh, or name another.',
      );
    alter(`DELETE FROM "_setting" WHERE name = 'format'`);
    await expect(start('empty', folder)).rejects.toThrow('another version of the sandbox');
    expect(existsSync(join(folder, 'owner'))).toBe(false);
  });

  it('is not looked for in what is no database', async () => {
    writeFileSync(join(folder, 'crm.db'), 'My holiday pictures. '.repeat(100));
    for (let turn = 0; turn < 2; turn += 1)
      await expect(start('empty', folder)).rejects.toThrow('holds no database of the sandbox');
  });

  it('is as it was where a reset fails', async () => {
    const world = await start('demo', folder);
    const before = (await world.ask('WhoAmI')).json;
    expect((await world.sandbox('POST reset', { seed: 'nonsense' })).status).toBe(400);
    expect((await world.ask('WhoAmI')).json).toEqual(before);
    expect((await world.ask('accounts/$count', { user: 'ada' })).text).toBe('25');
    await world.crm.close();
  });

  it('is afresh after a reset, and stays so', async () => {
    const first = await start('demo', folder);
    await first.sandbox('POST tables', {
      name: 'cr1_visit',
      label: 'Visit',
      columns: [{ name: 'cr1_name', label: 'Name', type: 'text' }],
    });
    await first.sandbox('POST reset', { seed: 'empty' });
    expect((await first.ask('accounts/$count', { user: 'ada' })).text).toBe('0');
    await first.crm.close();
    const second = await start('demo', folder);
    expect((await second.ask('accounts/$count', { user: 'ada' })).text).toBe('0');
    expect((await second.ask('cr1_visits', { user: 'ada' })).status).toBe(400);
    await second.crm.close();
  });

  it('keeps tables that a test has added', async () => {
    const first = await start('empty', folder);
    await first.sandbox('POST tables', {
      name: 'cr1_visit',
      label: 'Visit',
      columns: [{ name: 'cr1_name', label: 'Name', type: 'text' }],
    });
    await first.ask('cr1_visits', { method: 'POST', body: { cr1_name: 'Kept' }, user: 'ada' });
    await first.crm.close();
    const second = await start('empty', folder);
    expect((await second.ask('cr1_visits/$count', { user: 'ada' })).text).toBe('1');
    await second.crm.close();
  });
});
