import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

/** One script for the browser of a module and all that it imports. */
export async function bundle(entry: URL): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    // RxDB brings another version, and Dexie refuses to be there twice.
    alias: { dexie: 'dexie' },
    define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}
