import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.xml': 'application/xml',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

export interface StaticFile {
  readonly type: string;
  readonly body: Buffer;
}

/** The file at a URL path below a folder; null where there is none. */
export async function staticFile(folder: string, path: string): Promise<StaticFile | null> {
  const root = normalize(folder + sep);
  const file = join(root, path);
  if (!file.startsWith(root)) return null;
  try {
    const type = types[extname(file).toLowerCase()] ?? 'application/octet-stream';
    return { type, body: await readFile(file) };
  } catch {
    return null; // missing, or a folder
  }
}
