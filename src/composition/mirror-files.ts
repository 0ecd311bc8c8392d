import { entriesIn, type MirrorFile } from '../offline/mirror';

export interface MirrorFiles {
  /** That of one database. */
  of(database: string): MirrorFile;
  /** Whether changes wait in one of them, whoever's. */
  anyWaiting(): Promise<boolean>;
}

/** The part of the File System API that is used. */
export type FileApi = Pick<StorageManager, 'getDirectory'>;

const absent = (error: unknown): null => {
  if (error instanceof DOMException && error.name === 'NotFoundError') return null;
  throw error;
};

const textOf = async (file: FileSystemFileHandle): Promise<string> => (await file.getFile()).text();

/** Mirrors in the file system that the browser keeps for this origin, apart from its databases. */
export function mirrorFiles(api: FileApi): MirrorFiles {
  const folder = async (): Promise<FileSystemDirectoryHandle> =>
    (await api.getDirectory()).getDirectoryHandle('outbox', { create: true });

  return {
    of(database) {
      const name = `${database.replaceAll(':', ' ')}.json`;
      return {
        read: async () => (await folder()).getFileHandle(name).then(textOf, absent),
        async write(text) {
          const file = await (await folder()).getFileHandle(name, { create: true });
          // Written beside it, and put in its place as it is closed.
          const stream = await file.createWritable();
          try {
            await stream.write(text);
            await stream.close();
          } catch (error) {
            await stream.abort().catch(() => undefined);
            throw error;
          }
        },
        async remove() {
          await (await folder()).removeEntry(name).catch(absent);
        },
      };
    },
    async anyWaiting() {
      for await (const file of (await folder()).values()) {
        if (file.kind !== 'file') continue;
        const text = await textOf(file);
        if (entriesIn(text).length > 0) return true;
      }
      return false;
    },
  };
}

/** Where nothing is kept, there is nothing to mirror. */
export const noMirrors: MirrorFiles = {
  of: () => ({
    read: () => Promise.resolve(null),
    write: () => Promise.resolve(),
    remove: () => Promise.resolve(),
  }),
  anyWaiting: () => Promise.resolve(false),
};
