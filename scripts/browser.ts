/** A Chromium-based browser for the tests and the screenshot. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Git ignores it. */
const OWN_FOLDER = path.resolve('.chromium');

/** Milliseconds that a download may take before another way is tried. */
const DOWNLOAD_LIMIT_MS = 240_000;

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'microsoft-edge-stable',
];

const MAC = ['Google Chrome', 'Chromium', 'Microsoft Edge'];

const WINDOWS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
];

function usualPlaces(): string[] {
  const { env } = process;
  if (process.platform === 'win32') {
    const roots = [env['ProgramFiles'], env['ProgramFiles(x86)'], env['LOCALAPPDATA']];
    return roots.flatMap((root) => (root ? WINDOWS.map((file) => path.join(root, file)) : []));
  }
  if (process.platform === 'darwin')
    return MAC.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`);
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter(Boolean);
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

function ownBrowser(): string[] {
  if (!existsSync(OWN_FOLDER)) return [];
  const names = ['chrome', 'chrome.exe', 'Chromium', 'Google Chrome for Testing'];
  return readdirSync(OWN_FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && names.includes(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/**
 * The executable of a Chromium, Chrome or Edge on this machine; null where there is none.
 * @throws Error where CHROME_PATH names a file that is not there
 */
export function findBrowser(): string | null {
  const named = process.env['CHROME_PATH'];
  if (named) {
    if (existsSync(named)) return named;
    throw new Error(`CHROME_PATH names ${named}, which is not there.`);
  }
  return [...usualPlaces(), ...ownBrowser()].find((file) => existsSync(file)) ?? null;
}

const run = (
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
  limitMs?: number,
): boolean =>
  spawnSync(command, args, {
    // What they say is progress, not a result.
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ...env },
    ...(limitMs !== undefined && { timeout: limitMs }),
  }).status === 0;

function download(): string | null {
  console.error(`Getting a Chromium into ${OWN_FOLDER} ...`);
  const cli = path.resolve('node_modules/playwright-core/cli.js');
  const env = {
    PLAYWRIGHT_BROWSERS_PATH: OWN_FOLDER,
    PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000',
  };
  run(process.execPath, [cli, 'install', '--no-shell', 'chromium'], env, DOWNLOAD_LIMIT_MS);
  // It may lack libraries of the system, and says so only when it starts.
  return ownBrowser().find((file) => run(file, ['--version'])) ?? null;
}

function installOnDebian(): string | null {
  const canInstall =
    process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!canInstall) return null;
  console.error('That did not work. Installing it: apt-get update && apt-get install -y chromium');
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  if (!run('apt-get', ['-q', 'update'], quiet)) return null;
  if (!run('apt-get', ['-q', 'install', '-y', 'chromium'], quiet)) return null;
  return findBrowser();
}

/** As {@link findBrowser}; where there is none it gets one, if that can be done, else it says what to do. */
export function getBrowser(): string | null {
  try {
    const found = findBrowser() ?? download() ?? installOnDebian();
    if (found !== null) return found;
    console.error('No browser: install Chromium, Chrome or Edge, or set CHROME_PATH to one.');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
  return null;
}
