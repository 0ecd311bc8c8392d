import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The simulated Outlook's own scripts, ready for a browser: URL path to source text. */
export async function bundlePage(): Promise<ReadonlyMap<string, string>> {
  const entries = { 'outlook.js': 'page/main.ts', 'classic-hook.js': 'host/classic-hook.ts' };
  const scripts = Object.entries(entries).map(async ([name, entry]) => {
    return [`/_sandbox/${name}`, await bundle(here(entry))] as const;
  });
  return new Map(await Promise.all(scripts));
}

/** One classic script with everything it imports. */
export async function bundle(entry: string): Promise<string> {
  const result = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    logLevel: 'silent',
  });
  return result.outputFiles[0]!.text;
}
