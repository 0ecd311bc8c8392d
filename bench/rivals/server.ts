import { transformFile } from '@swc/core';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

const html = `<!doctype html><meta charset="utf-8"><title>Rivals</title><link rel="icon" href="data:,">
<script type="importmap">{"imports":{"dexie":"/dexie.mjs"}}</script>
<script type="module" src="/page"></script>`;

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

async function fileAt(path: string): Promise<{ type: string; body: string } | null> {
  const script = 'text/javascript; charset=utf-8';
  if (path === '/') return { type: 'text/html; charset=utf-8', body: html };
  if (path === '/dexie.mjs')
    return {
      type: script,
      body: await readFile(here('../../node_modules/dexie/dist/modern/dexie.min.mjs'), 'utf8'),
    };
  if (!/^\/[a-z]+$/.test(path)) return null;
  const { code } = await transformFile(here(`.${path}.ts`), {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
  return { type: script, body: code };
}

/** Serves the page that runs the rivals, on an origin of its own. */
export async function startRivals(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    fileAt(request.url ?? '').then(
      (file) => {
        response.writeHead(file === null ? 404 : 200, {
          'Content-Type': file?.type ?? 'text/plain',
        });
        response.end(file?.body ?? '');
      },
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
