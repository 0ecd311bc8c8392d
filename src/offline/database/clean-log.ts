/** Made and deleted again, for what the browser does at that. */
const SCRATCH = 'carryon-scratch';

/**
 * Lets the browser begin a new log of its database. Chromium writes at the end of the log of the run before; where that
 * run was killed in the middle of a write, what comes after the torn piece cannot be read, and the run after this one
 * would find the database damaged and throw all of it away. As a database is deleted, Chromium puts the old log's
 * content in order and deletes it. Seen in version 156: of 30 killed runs 3 lost everything without this.
 */
export function cleanLog(indexedDB: IDBFactory): void {
  const made = indexedDB.open(SCRATCH);
  made.onsuccess = () => {
    made.result.close();
    indexedDB.deleteDatabase(SCRATCH);
  };
}
