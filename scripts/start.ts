/** `npm start`: a whole world on this machine, and the pane built again after each save. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { prepare, watch } from './bundle';

/** Git ignores it. Deleting it starts over with a fresh organisation. */
const HOME = path.resolve('.sandbox');
const BUILD = path.join(HOME, 'build');
const DATA = path.join(HOME, 'data');

interface Ready {
  readonly outlook: string;
  readonly pane: string;
  readonly crm: string;
}

function startSandbox(): void {
  const args = ['sandbox/main.ts', '--seed', 'demo', '--data', DATA, '--build', BUILD];
  const sandbox = spawn(process.execPath, ['--import', 'tsx', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  createInterface(sandbox.stdout).on('line', (line) => {
    const ready = JSON.parse(line) as Ready;
    console.log(`\nCarryon runs in a simulated Outlook: ${ready.outlook}`);
    console.log(`The pane alone, as an app of its own: ${ready.pane}`);
    console.log(`The CRM that it talks to:             ${ready.crm}`);
    console.log('Ctrl+C ends it.\n');
    if (process.stdout.isTTY && !process.env['CI']) openBrowser(ready.outlook);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => sandbox.kill('SIGTERM'));
  sandbox.once('exit', (code) => process.exit(code ?? 0));
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
    if (running) console.log('Built again: reload the page, then choose Update in the pane.');
    else startSandbox();
    running = true;
  },
  (error) => console.error(error.message),
);
