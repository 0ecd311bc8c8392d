/** The part of PouchDB that is used; it brings no types. */
declare module 'pouchdb-browser' {
  export default class PouchDB {
    constructor(name: string, options: { adapter: 'idb' });
    bulkDocs(documents: readonly { _id: string }[]): Promise<{ error?: unknown }[]>;
    get(id: string): Promise<{ _id: string }>;
    info(): Promise<{ doc_count: number }>;
  }
}
