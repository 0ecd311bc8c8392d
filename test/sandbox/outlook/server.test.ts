import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OutlookServer } from '../../../sandbox/outlook/server';
import { startOutlook } from '../../../sandbox/outlook/server';

const network = { up: true };
const mailbox = { owner: { name: 'Dana', address: 'dana@example.com' }, items: [] };
let build: string;
let server: OutlookServer;

beforeAll(async () => {
  const parent = await mkdtemp(join(tmpdir(), 'carryon-build-'));
  build = join(parent, 'dist');
  await mkdir(build);
  await writeFile(join(parent, 'secret.txt'), 'not for the web');
  await writeFile(join(build, 'taskpane.html'), '<!doctype html>');
  await writeFile(join(build, 'pane.0123456789abcdef.js'), 'void 0;');
  server = await startOutlook({
    port: 0,
    crmUrl: 'http://localhost:4711',
    build,
    mailbox,
    network,
  });
});

afterAll(async () => {
  await server.close();
  await rm(join(build, '..'), { recursive: true });
});

const get = (path: string): Promise<Response> => fetch(new URL(path, server.url));
const turn = (up: boolean): Promise<Response> =>
  fetch(new URL('_sandbox/network', server.url), { method: 'POST', body: JSON.stringify({ up }) });

describe("the simulated Outlook's web server", () => {
  it('lets the pane connect to the CRM only, and Outlook frame it', async () => {
    const policy = (await get('taskpane.html')).headers.get('content-security-policy');
    expect(policy).toContain("connect-src 'self' http://localhost:4711;");
    expect(policy).toContain("frame-ancestors 'self' https://outlook.office.com");
    expect(policy).not.toContain('unsafe-inline');
    expect(policy).not.toContain('unsafe-eval');
  });

  it('has hashed files kept for good, and every other file asked for again', async () => {
    const cacheControl = async (path: string) => (await get(path)).headers.get('cache-control');
    expect(await cacheControl('pane.0123456789abcdef.js')).toContain('immutable');
    expect(await cacheControl('taskpane.html')).toBe('no-cache');
    expect(await cacheControl('config.json')).toBe('no-cache');
  });

  it('configures the pane for the sandbox', async () => {
    expect(await (await get('config.json')).json()).toEqual({
      crm: { url: 'http://localhost:4711' },
      auth: { kind: 'sandbox', user: 'dana' },
      scripts: ['/_sandbox/classic-hook.js'],
      office: '/office/office.js',
    });
  });

  it('serves Office.js in whatever case its files are asked for', async () => {
    expect((await get('office/office.js')).status).toBe(200);
    expect((await get('office/EN-us/Outlook_strings.js')).status).toBe(200);
  });

  it('gives nothing from outside the build', async () => {
    expect((await get('%2e%2e/secret.txt')).status).toBe(404);
    expect((await get('..%2fsecret.txt')).status).toBe(404);
    expect((await get('office/..%2f..%2fpackage.json')).status).toBe(404);
  });

  it("unplugs the pane's files and the CRM together, but never its own page", async () => {
    expect(await (await turn(false)).json()).toEqual({ up: false });
    expect(network.up).toBe(false);
    await expect(get('taskpane.html')).rejects.toThrow('fetch failed');
    await expect(get('office/office.js')).rejects.toThrow('fetch failed');
    expect((await get('')).status).toBe(200);
    expect((await get('_sandbox/classic-hook.js')).status).toBe(200);
    expect(await (await get('_sandbox/network')).json()).toEqual({ up: false });
    await turn(true);
    expect(network.up).toBe(true);
    expect((await get('taskpane.html')).status).toBe(200);
  });
});
