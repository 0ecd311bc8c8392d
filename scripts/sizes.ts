import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** Bytes of one file of a build, as stored and as sent. */
export interface Size {
  readonly file: string;
  readonly raw: number;
  readonly gzip: number;
}

export async function sizesOf(dir: string): Promise<Size[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort((a, b) => a.localeCompare(b));
  return Promise.all(
    files.map(async (file) => {
      const bytes = await readFile(file);
      const name = path.relative(dir, file).replaceAll(path.sep, '/');
      return { file: name, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
    }),
  );
}

export async function printSizes(dir: string): Promise<void> {
  const sizes = await sizesOf(dir);
  const total = {
    file: 'total',
    raw: sizes.reduce((sum, { raw }) => sum + raw, 0),
    gzip: sizes.reduce((sum, { gzip }) => sum + gzip, 0),
  };
  const width = Math.max(...sizes.map(({ file }) => file.length));
  const line = (file: string, raw: string, gzip: string): string =>
    `${file.padEnd(width)}  ${raw.padStart(9)}  ${gzip.padStart(9)}`;
  console.log(line('file', 'bytes', 'gzip'));
  for (const { file, raw, gzip } of [...sizes, total])
    console.log(line(file, String(raw), String(gzip)));
}
