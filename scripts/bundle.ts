/** One build: webpack, then the service worker's list of files. */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import webpack from 'webpack';
import { injectManifest } from 'workbox-build';
import { besideBuild, compilations } from '../webpack.config.js';

/** The origin that manifest.xml is written for. */
const placeholder = 'https://localhost:3000';

/** Empties `dir` and puts what is not compiled there. */
export async function prepare(dir: string): Promise<void> {
  await Promise.all(
    [dir, besideBuild(dir)].map((each) => rm(each, { recursive: true, force: true })),
  );
  await mkdir(dir, { recursive: true });
  await cp('assets/icons', path.join(dir, 'icons'), { recursive: true });
  await cp('assets/mark.svg', path.join(dir, 'icons', 'mark.svg'));
  await cp('assets/app.webmanifest', path.join(dir, 'app.webmanifest'));
  await cp('assets/config.json', path.join(dir, 'config.json'));
  const manifest = await readFile('manifest.xml', 'utf8');
  await writeFile(path.join(dir, 'manifest.xml'), addressed(manifest));
}

/** The manifest for where the files will be served: CARRYON_ORIGIN, with a folder or without. */
function addressed(manifest: string): string {
  const address = process.env['CARRYON_ORIGIN'] ?? placeholder;
  const url = new URL(address);
  if (url.protocol !== 'https:' || url.search || url.hash)
    throw new Error(`CARRYON_ORIGIN must be an https address, not ${address}`);
  return manifest
    .replaceAll(`<AppDomain>${placeholder}<`, `<AppDomain>${url.origin}<`)
    .replaceAll(placeholder, url.href.replace(/\/$/, ''));
}

/** Compiles once. Rejects with the compiler's messages. */
export async function build(dir: string): Promise<void> {
  const compiler = webpack(compilations(dir));
  const stats = await new Promise<webpack.MultiStats>((resolve, reject) => {
    compiler.run((error, result) => {
      if (error || !result) reject(error ?? new Error('webpack gave no result'));
      else resolve(result);
    });
  });
  await new Promise<void>((resolve) => compiler.close(() => resolve()));
  throwErrors(stats);
  await listFiles(dir);
}

/**
 * Compiles, and again after each save. Calls `built` after each good build and `failed` with
 * the messages after each bad one.
 */
export function watch(dir: string, built: () => void, failed: (error: Error) => void): void {
  webpack(compilations(dir)).watch({ aggregateTimeout: 100 }, (error, stats) => {
    void (async () => {
      if (error || !stats) throw error ?? new Error('webpack gave no result');
      throwErrors(stats);
      await listFiles(dir);
    })().then(built, failed);
  });
}

function throwErrors(stats: webpack.MultiStats): void {
  if (stats.hasErrors()) throw new Error(stats.toString({ all: false, errors: true }));
}

/**
 * Writes the service worker with the list of what it keeps: everything the pane needs.
 * Not config.json, which an admin edits in place; not the manifest, which Outlook reads.
 */
async function listFiles(dir: string): Promise<void> {
  const { count, warnings } = await injectManifest({
    swSrc: path.join(besideBuild(dir), 'sw.js'),
    swDest: path.join(dir, 'sw.js'),
    globDirectory: dir,
    globPatterns: ['taskpane.html', 'app.webmanifest', '{assets,outlook,icons}/**/*'],
    globIgnores: ['**/*.LICENSE.txt'],
    dontCacheBustURLsMatching: /\.[0-9a-f]{10}\./,
    maximumFileSizeToCacheInBytes: 5_000_000,
  });
  if (warnings.length > 0 || count === 0)
    throw new Error(`The service worker keeps ${count} files. ${warnings.join(' ')}`);
}
