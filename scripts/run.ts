/** Running the project's own tools: always by Node itself, so that it works in every shell. */
import { spawn } from 'node:child_process';

export interface Ended {
  readonly ok: boolean;
  /** What it said; '' where it spoke to the terminal itself. */
  readonly output: string;
}

/** Runs a JavaScript file of a package. `show`: it speaks to the terminal itself. */
export function runNode(
  args: readonly string[],
  {
    show = false,
    env = {},
    limitMs = 0,
  }: { show?: boolean; env?: NodeJS.ProcessEnv; limitMs?: number } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    env: { ...process.env, ...env },
    timeout: limitMs,
    killSignal: 'SIGKILL',
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => said.push(text));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ ok: false, output: error.message }));
    child.once('close', (code) => resolve({ ok: code === 0, output: said.join('') }));
  });
}
