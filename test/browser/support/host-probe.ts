import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../../sandbox/outlook/bundle';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Builds the probe pane into a new folder, which stands in for `dist`. */
export async function buildHostProbe(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'carryon-probe-'));
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Probe</title>
    <link rel="icon" href="data:,"><script src="/pane.js" defer></script><body></body></html>`;
  await writeFile(join(folder, 'taskpane.html'), html);
  await writeFile(join(folder, 'pane.js'), await bundle(here('host-probe-page.ts')));
  await writeFile(
    join(folder, 'shim.js'),
    await bundle(here('../../../src/outlook/msajax-shim.ts')),
  );
  return folder;
}
