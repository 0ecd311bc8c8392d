import { Dexie, type Table } from 'dexie';
import type { Identity } from '../domain/crm-server';
import type { Clock } from '../domain/ports';
import { type IndexedDbApi, OPEN_LIMIT, within } from './database/indexed-database';
import { databaseName } from './database/local-database';

/** Who signed in last under a name: names the database for a start without a network. */
export interface SignIn {
  readonly crmUrl: string;
  readonly userName: string;
  readonly identity: Identity;
}

interface StoredSignIn extends SignIn {
  readonly key: string;
  /** Grows with each sign-in; no clock. */
  readonly order: number;
}

class RegistryDatabase extends Dexie {
  declare readonly signIns: Table<StoredSignIn, string>;
  declare readonly config: Table<unknown, string>;

  constructor(api: IndexedDbApi) {
    super('carryon', { ...api, chromeTransactionDurability: 'strict', cache: 'disabled' });
    this.version(1).stores({ signIns: 'key,order', config: '' });
    this.on('versionchange', () => {
      this.close({ disableAutoOpen: false });
      return false;
    });
  }
}

/** What must be known before an identity's database can be named. */
export interface Registry {
  remember(signIn: SignIn): Promise<void>;
  /** Everybody who has signed in on this computer, the last one first. */
  signIns(): Promise<readonly SignIn[]>;
  /** The last good configuration, as it was read. */
  keepConfig(config: unknown): Promise<void>;
  config(): Promise<unknown>;
  close(): void;
}

const sameUser = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/**
 * Who is meant by a sign-in name; null: nobody who is known.
 * @param userName null: whoever signed in last at this CRM.
 */
export async function recall(
  registry: Registry,
  crmUrl: string,
  userName: string | null,
): Promise<SignIn | null> {
  const known = await registry.signIns();
  const found = known.find(
    (signIn) =>
      signIn.crmUrl === crmUrl && (userName === null || sameUser(signIn.userName, userName)),
  );
  return found ?? null;
}

const plain = ({ crmUrl, userName, identity }: SignIn): SignIn => ({ crmUrl, userName, identity });

/**
 * The registry in IndexedDB.
 * @throws StoreError `storeBlocked` or `localBroken`.
 */
export async function openRegistry(
  api: IndexedDbApi,
  clock: Clock,
  limitMs = OPEN_LIMIT,
): Promise<Registry> {
  const db = new RegistryDatabase(api);
  await within(db.open(), limitMs, clock);
  return {
    async remember(signIn) {
      await db.transaction('rw', db.signIns, async () => {
        const last = await db.signIns.orderBy('order').last();
        // One for each database: an organisation that takes another's place at an address does not hide that one's.
        const key = databaseName(signIn.identity);
        await db.signIns.put({ ...plain(signIn), key, order: (last?.order ?? 0) + 1 });
      });
    },
    async signIns() {
      return (await db.signIns.orderBy('order').reverse().toArray()).map(plain);
    },
    async keepConfig(config) {
      await db.config.put(config, 'last');
    },
    config: async () => (await db.config.get('last')) ?? null,
    close() {
      db.close();
    },
  };
}

/** A registry that lasts as long as the page. */
export function memoryRegistry(): Registry {
  let known: readonly SignIn[] = [];
  let config: unknown = null;
  return {
    async remember(signIn) {
      const name = databaseName(signIn.identity);
      const others = known.filter(({ identity }) => databaseName(identity) !== name);
      known = [signIn, ...others];
    },
    signIns: async () => known,
    async keepConfig(given) {
      config = given;
    },
    config: async () => config,
    close: () => undefined,
  };
}
