/** `npm start`: a whole world on this machine, and the pane built again after each save. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { onOrphaned } from '../sandbox/orphan';
import { prepare, watch } from './bundle';
import { startSandbox } from './sandbox';

/** Git ignores it. Deleting it starts over with a fresh organisation. */
const HOME = path.resolve('.sandbox');
const BUILD = path.join(HOME, 'build');
const DATA = path.join(HOME, 'data');

async function runSandbox(): Promise<void> {
  const { addresses, process: sandbox } = await startSandbox([
    ...['--seed', 'demo', '--data', DATA, '--build', BUILD],
  ]);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => sandbox.kill('SIGTERM'));
  onOrphaned(() => sandbox.kill('SIGTERM'));
  sandbox.once('exit', (code) => process.exit(code ?? 0));
  console.log(`\nCarryon runs in a simulated Outlook: ${addresses.outlook}`);
  console.log(`The pane alone, as an app of its own: ${addresses.pane}`);
  console.log(`The CRM that it talks to:             ${addresses.crm}`);
  console.log('Ctrl+C ends it.\n');
  if (process.stdout.isTTY && !process.env['CI']) openBrowser(addresses.outlook);
}

function openBrowser(url: string): void {
  const [command, ...args] =
    process.platform === 'win32'
      ? ['cmd', '/c', 'start', url]
      : [process.platform === 'darwin' ? 'open' : 'xdg-open', url];
  const opener = spawn(command, args, { stdio: 'ignore', detached: true });
  opener.once('error', () => undefined); // no desktop here: the address is printed
  opener.unref();
}

console.log('Building the pane ...');
await prepare(BUILD);
let running = false;
watch(
  BUILD,
  () => {
    if (running) {
      console.log('Built again: reload the page, then choose Update in the pane.');
      return;
    }
    running = true;
    runSandbox().catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exit(1);
    });
  },
  (error) => console.error(error.message),
);
