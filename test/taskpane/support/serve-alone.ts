import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import webpack from 'webpack';
import { compilations } from '../../../webpack.config.js';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

/** Stricter than any deployment: nothing but the pane's own files. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'";

async function compile(dir: string): Promise<void> {
  const [pane] = compilations(dir);
  const compiler = webpack({
    ...pane,
    mode: 'development',
    devtool: false,
    entry: { taskpane: './test/taskpane/support/alone.ts' },
  });
  await new Promise<void>((resolve, reject) => {
    compiler.run((error, stats) => {
      compiler.close(() => undefined);
      if (error) reject(error);
      else if (stats?.hasErrors()) reject(new Error(stats.toString({ all: false, errors: true })));
      else resolve();
    });
  });
}

/** Builds the pane on its invented world and serves it on a free port. */
export async function serveAlone(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const dir = await mkdtemp(path.join(tmpdir(), 'carryon-pane-'));
  await compile(path.join(dir, 'build'));
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    readFile(path.join(dir, 'build', path.normalize(pathname))).then(
      (body) => {
        response.writeHead(200, {
          'Content-Type': types[path.extname(pathname)] ?? 'application/octet-stream',
          'Content-Security-Policy': policy,
        });
        response.end(body);
      },
      () => {
        // The icons and the web app's manifest come from elsewhere in a real build.
        response.writeHead(204).end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}/taskpane.html`,
    async close() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await rm(dir, { recursive: true, force: true });
    },
  };
}
