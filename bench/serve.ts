import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { bundle } from './bundle';

const html = `<!doctype html><meta charset="utf-8"><title>Bench</title><link rel="icon" href="data:,">
<script type="module" src="/page.js"></script>`;

/** Only an isolated page may measure its memory. */
const isolated = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * Serves a page with its workers, on an origin of its own: the CRM is another one, as in life.
 * @param scripts the page's own first; each is served by its name.
 */
export async function serve(
  scripts: readonly URL[],
): Promise<{ readonly url: string; close(): void }> {
  const files = new Map([['/', { type: 'text/html', body: html }]]);
  for (const script of scripts)
    files.set(`/${basename(script.pathname, '.ts')}.js`, {
      type: 'text/javascript',
      body: await bundle(script),
    });
  const server = createServer(({ url = '' }, response) => {
    const file = files.get(url);
    response.writeHead(file === undefined ? 404 : 200, {
      ...isolated,
      'Content-Type': file?.type ?? 'text/plain',
    });
    response.end(file?.body ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Serves the page of a large copy. */
export const serveLarge = (): ReturnType<typeof serve> =>
  serve(
    ['large/page', 'download/carryon-worker'].map((name) => new URL(`${name}.ts`, import.meta.url)),
  );
