import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that this process has open. */
const taken = new Set<string>();

/** What tells a running process from a later one with the same number; null: it does not run. */
function identity(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch {
    return null;
  }
  if (!existsSync('/proc/self/stat')) return String(pid);
  try {
    // State and start time stand after the command's name, which may contain anything.
    const fields =
      readFileSync(`/proc/${pid}/stat`, 'utf8').split(')').at(-1)?.trim().split(' ') ?? [];
    return fields[0] === 'Z' ? null : `${pid} ${fields[19] ?? ''}`;
  } catch {
    return null;
  }
}

const ownerFile = (folder: string): string => join(folder, 'owner');

/** Takes the folder for this process. Throws where another server that still runs has it. */
export function takeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const owner = existsSync(ownerFile(folder)) ? readFileSync(ownerFile(folder), 'utf8') : '';
  const pid = Number.parseInt(owner, 10);
  const lives = pid === process.pid ? taken.has(folder) : pid > 0 && identity(pid) === owner;
  if (lives) throw new Error(`${folder} is in use by process ${pid}`);
  // A server that was killed leaves the database's lock behind.
  rmSync(join(folder, 'crm.db.lock'), { recursive: true, force: true });
  writeFileSync(ownerFile(folder), identity(process.pid) ?? String(process.pid));
  taken.add(folder);
}

export function leaveFolder(folder: string): void {
  taken.delete(folder);
  rmSync(ownerFile(folder), { force: true });
}
