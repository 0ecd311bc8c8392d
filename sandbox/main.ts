import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startCrm } from './crm/server';
import { startOnFreePort } from './free-port';
import type { SandboxOptions } from './options';
import { parseOptions, USAGE } from './options';
import { onOrphaned } from './orphan';
import { startOutlook } from './outlook/server';
import { demoMailbox } from './seed/mailbox';

const OUTLOOK_PORT = 3000;
const CRM_PORT = 3100;
const PROJECT = fileURLToPath(new URL('..', import.meta.url));

const log = (line: string): void => void process.stderr.write(`${line}\n`);

/** The folder with the built pane; builds it where the project has none yet. */
async function buildFolder(asked: string | null): Promise<string> {
  if (asked !== null) return resolve(asked);
  const folder = resolve(PROJECT, 'dist');
  if (!existsSync(resolve(folder, 'taskpane.html'))) {
    log('There is no build yet: running "npm run build".');
    await runBuild();
  }
  return folder;
}

/** Standard output carries the ready line only, so the build's own output goes to standard error. */
function runBuild(): Promise<void> {
  const shell = process.platform === 'win32';
  const child = spawn('npm', ['run', 'build'], { cwd: PROJECT, stdio: ['ignore', 2, 2], shell });
  return new Promise((done, failed) => {
    child.once('error', failed);
    child.once('exit', (code) => {
      if (code === 0) done();
      else failed(new Error(`"npm run build" ended with ${code ?? 'a signal'}.`));
    });
  });
}

async function run(options: SandboxOptions): Promise<void> {
  const build = await buildFolder(options.build);
  const { seed } = options;
  const crm = await startOnFreePort(options.crmPort, CRM_PORT, (port) =>
    startCrm({ port, seed, ...(options.data !== null && { data: resolve(options.data) }) }),
  );
  const crmUrl = `http://localhost:${crm.port}`;
  const outlook = await startOnFreePort(options.port, OUTLOOK_PORT, (port) =>
    startOutlook({ port, crmUrl, build, mailbox: demoMailbox(), network: crm.network }),
  );
  const stop = async () => {
    await Promise.all([outlook.close(), crm.close()]);
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
  if (process.env['npm_lifecycle_event'] === 'sandbox') onOrphaned(() => void stop());

  const ready = {
    ready: true,
    outlook: outlook.url,
    pane: `${outlook.url}taskpane.html`,
    crm: `${crmUrl}/api/data/v9.2/`,
  };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

try {
  await run(parseOptions(process.argv.slice(2)));
} catch (error) {
  log(error instanceof Error ? error.message : String(error));
  log(USAGE);
  process.exit(1);
}
