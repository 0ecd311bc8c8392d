/** The sandbox as a child process. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** The line that the sandbox prints when it is ready. */
export interface SandboxAddresses {
  readonly outlook: string;
  readonly pane: string;
  readonly crm: string;
}

export interface RunningSandbox {
  readonly addresses: SandboxAddresses;
  readonly process: ChildProcess;
}

/** Rejects where it ends before it is ready; it has said why by then. */
export function startSandbox(args: readonly string[]): Promise<RunningSandbox> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/main.ts', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new Error(`The sandbox ended with ${code ?? 'a signal'}.`)),
    );
    createInterface(child.stdout).once('line', (line) => {
      resolve({ addresses: JSON.parse(line) as SandboxAddresses, process: child });
    });
  });
}
