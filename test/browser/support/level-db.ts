import { appendFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Chromium's logs are written in blocks of so many bytes. */
const BLOCK = 32_768;

/** A piece of a record: a checksum, the length that follows, and the sign that more pieces do. */
const HEAD = Uint8Array.of(1, 2, 3, 4, 0xd0, 0x07, 2);

/** The files in which Chromium keeps the databases of one origin; used while no browser runs on the profile. */
export class LevelDb {
  private constructor(private readonly folder: string) {}

  /** Of the only origin that has databases in this profile. */
  static async of(profile: string): Promise<LevelDb> {
    const all = join(profile, 'Default', 'IndexedDB');
    const [folder, ...others] = (await readdir(all)).filter((name) => name.endsWith('.leveldb'));
    if (folder === undefined || others.length > 0) throw new Error(`Not one origin in ${all}.`);
    return new LevelDb(join(all, folder));
  }

  /** The log that is written at the moment. */
  async log(): Promise<string> {
    const logs = (await readdir(this.folder)).filter((name) => name.endsWith('.log'));
    const log = logs.sort().at(-1);
    if (log === undefined) throw new Error(`No log in ${this.folder}.`);
    return join(this.folder, log);
  }

  /** Leaves the beginning of a record at the end of the log, as a process that is killed while it writes one. */
  async tear(): Promise<string> {
    const log = await this.log();
    const torn = Buffer.concat([HEAD, Buffer.alloc(100, 7)]);
    const left = BLOCK - ((await stat(log)).size % BLOCK);
    await appendFile(log, left < torn.length ? Buffer.alloc(left) : '');
    await appendFile(log, torn);
    return log;
  }

  /** Damages it so that the browser throws all of it away as it is opened. */
  async damage(): Promise<void> {
    await writeFile(join(this.folder, 'CURRENT'), 'nonsense');
  }
}
