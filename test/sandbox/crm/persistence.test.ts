import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { id, onlyNew, start } from './world';

let folder: string;
let child: ChildProcess | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'crm-'));
});
afterEach(() => {
  child?.kill('SIGKILL');
  child = null;
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the CRM in a process of its own; resolves with its address. */
async function startApart(): Promise<string> {
  const server = pathToFileURL(join(process.cwd(), 'sandbox/crm/server.ts')).href;
  const script = join(folder, 'start.mts');
  writeFileSync(
    script,
    `import { startCrm } from ${JSON.stringify(server)};\nconst crm = await startCrm({ port: 0, seed: 'empty', data: ${JSON.stringify(join(folder, 'data'))} });\nprocess.stdout.write(crm.url + '\\n');\n`,
  );
  const started = spawn(process.execPath, ['--import', 'tsx', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child = started;
  return new Promise((resolve, reject) => {
    started.once('exit', () => reject(new Error('it ended')));
    started.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
  });
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

  it('has every acknowledged write after the process was killed', async () => {
    const url = await startApart();
    const headers = {
      Authorization: 'Bearer sandbox:dana',
      'Content-Type': 'application/json',
      ...onlyNew,
    };
    for (let number = 1; number <= 20; number += 1) {
      const answer = await fetch(`${url}accounts(${id(number)})`, {
        method: 'PATCH',
        headers,
        body: JSON.stringify({ name: `A${number}` }),
      });
      expect(answer.status).toBe(204);
    }
    const exit = new Promise((resolve) => child?.once('exit', resolve));
    child?.kill('SIGKILL');
    await exit;
    const again = await start('empty', join(folder, 'data'));
    expect((await again.ask('accounts/$count')).text).toBe('20');
    expect((await again.sandbox('GET journal')).json).toHaveLength(20);
    const last = await again.ask(`accounts(${id(20)})`);
    const next = await again.ask(`accounts(${id(20)})`, {
      method: 'PATCH',
      headers: { Prefer: 'return=representation' },
      body: { name: 'B' },
    });
    const version = (etag: unknown): number => Number(/\d+/.exec(String(etag))?.[0]);
    expect(version(next.json['@odata.etag'])).toBeGreaterThan(version(last.json['@odata.etag']));
    await again.crm.close();
  });

  it('belongs to one server at a time', async () => {
    await startApart();
    await expect(start('empty', join(folder, 'data'))).rejects.toThrow('is in use by process');
  });
});
