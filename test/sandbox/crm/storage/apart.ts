import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A CRM in a process of its own, which can be killed. */
export interface Apart {
  readonly url: string;
  /** Ends it as a power cut would; resolves when it is gone. */
  kill(): Promise<void>;
}

/** Starts the CRM with its data in `folder`/data. */
export function startApart(folder: string): Promise<Apart> {
  const server = pathToFileURL(join(process.cwd(), 'sandbox/crm/server.ts')).href;
  const script = join(folder, 'start.mts');
  writeFileSync(
    script,
    `import { startCrm } from ${JSON.stringify(server)};\nconst crm = await startCrm({ port: 0, seed: 'empty', data: ${JSON.stringify(join(folder, 'data'))} });\nprocess.stdout.write(crm.url + '\\n');\n`,
  );
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = (): Promise<void> => {
    child.kill('SIGKILL');
    return gone;
  };
  return new Promise((resolve, reject) => {
    child.once('exit', () => reject(new Error('it ended')));
    child.stdout?.once('data', (chunk: Buffer) => resolve({ url: chunk.toString().trim(), kill }));
  });
}
