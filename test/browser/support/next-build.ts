import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Copies a build and makes it another version: its page carries a mark, and its service worker knows. */
export async function nextBuild(build: string, mark: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'carryon-next-'));
  await cp(build, folder, { recursive: true });
  const page = join(folder, 'taskpane.html');
  const html = (await readFile(page, 'utf8')).replace(
    '</head>',
    `<meta name="test-build" content="${mark}"></head>`,
  );
  await writeFile(page, html);
  const worker = join(folder, 'sw.js');
  const script = await readFile(worker, 'utf8');
  const revision = createHash('md5').update(html).digest('hex');
  const next = script.replace(
    /"revision":"[0-9a-f]+","url":"taskpane\.html"/,
    `"revision":"${revision}","url":"taskpane.html"`,
  );
  if (next === script) throw new Error('The service worker does not keep taskpane.html.');
  await writeFile(worker, next);
  return folder;
}
