import { mergePrivilege } from '../../../src/domain/actions/merging';
import type { DuplicateRule } from '../../../src/domain/duplicate-rule';
import type {
  Carryon,
  LeftBehind,
  Shell,
  Space,
  Start,
  StartFiles,
  Storage,
  Notice,
} from '../../../src/domain/carryon';
import type { ConflictChoice } from '../../../src/domain/conflict';
import type { DuplicateChoice } from '../../../src/domain/duplicate-choice';
import type { Intended } from '../../../src/domain/duplicates';
import type { OutboxEntry, Receipt } from '../../../src/domain/entry';
import type { Forecast } from '../../../src/domain/forecast';
import { liveCell } from '../../../src/domain/live';
import type { HostTheme, MailItem } from '../../../src/domain/mail';
import type { Process } from '../../../src/domain/process';
import type { Depth, Rights } from '../../../src/domain/rights';
import type { RefreshChoice } from '../../../src/domain/refresh-interval';
import { nameOf } from '../../../src/domain/row';
import type { Setting } from '../../../src/domain/setting';
import type {
  ConnectionState,
  CopyProgress,
  SendingProgress,
  Standing,
  SyncState,
} from '../../../src/domain/status';
import type { Model, Table } from '../../../src/domain/table';
import type { Views } from '../../../src/domain/view';
import { type OrganizationTrips, type Selection, usualTrip } from '../../../src/domain/trip';
import type { Unseen, UnseenChange } from '../../../src/domain/unseen';
import type { Lookup } from '../../../src/domain/value';
import { refersTo } from '../../../src/offline/line';
import { type FakeLeftOut, modelWithout, rowsWithout } from './fake-left-out';
import { fakeAttachments, type FakeAttachments } from './fake-attachments';
import { fakeModel } from './fake-model';
import { type FakeSecured, modelSecuring, unseenIn } from './fake-secured';
import { type FakeEstimate, fakeEstimates } from './fake-estimate';
import { type FakeRemote, fakeRemote } from './fake-remote';
import { dana, fakeLinks, fakeRows, fieldTeam, guid, me, omar } from './fake-rows';
import { fakeStore } from './fake-store';
import { fakeViews } from './fake-views';

export interface FakeOptions {
  readonly host?: 'connecting' | 'ready' | 'absent' | 'silent';
  readonly item?: MailItem | null;
  readonly theme?: HostTheme | null;
  readonly pinnable?: boolean;
  /** Changes that were kept apart, as the browser lost the rest. */
  readonly takenBack?: number;
  readonly entries?: readonly OutboxEntry[];
  readonly receipts?: readonly Receipt[];
  readonly paused?: boolean;
  readonly sending?: SendingProgress;
  readonly processes?: readonly Process[] | null;
  /** Else asking what would happen fails. */
  readonly forecast?: Forecast;
  readonly leftBehind?: readonly LeftBehind[];
  readonly organizationTrips?: OrganizationTrips;
  /** What the user has chosen. */
  readonly trips?: Selection;
  /** What the last refresh has found of the views that the trips show rows by. */
  readonly views?: Views;
  /** What others have changed. */
  readonly unseen?: readonly UnseenChange[];
  readonly connection?: ConnectionState;
  /** What goes wrong with the records that are not on this computer. */
  readonly remote?: FakeRemote;
  readonly storage?: Storage;
  /** What the browser answers when it is asked to keep everything. */
  readonly persists?: boolean;
  /** Bytes that the browser still gives. */
  readonly left?: number;
  readonly files?: StartFiles;
  readonly opensOffline?: boolean;
  readonly installable?: boolean;
  readonly attachments?: FakeAttachments;
  readonly estimate?: FakeEstimate;
  /** The user goes offline once the download has ended. */
  readonly leaving?: boolean;
  readonly progress?: Partial<CopyProgress>;
  readonly lastAt?: number | null;
  /** Else all is here. */
  readonly standing?: Standing;
  readonly empty?: boolean;
  readonly updateReady?: boolean;
  /** Else made from the entries. */
  readonly sync?: SyncState;
  /** What the trips leave out. */
  readonly leftOut?: FakeLeftOut;
  /** What the organization's field security denies. */
  readonly secured?: FakeSecured;
  /** Tables the user may neither change nor delete in. */
  readonly readOnly?: readonly string[];
  /** The user has a table of appointments. */
  readonly appointments?: true;
  /** The user may not merge records. */
  readonly keepsApart?: boolean;
  /** The start never comes to an end. */
  readonly starting?: boolean;
  /** Start failures to show before it works. */
  readonly failures?: readonly Extract<Start, { kind: 'failed' }>[];
}

const rightsOf = (model: Model, { readOnly = [], keepsApart }: FakeOptions): Rights => {
  const depths: Record<string, Depth> = keepsApart ? {} : { [mergePrivilege]: 'Global' };
  for (const table of Object.values(model))
    for (const [type, privilege] of Object.entries(table.privileges)) {
      const only = readOnly.includes(table.name) || table.ownership === 'organization';
      if (type === 'Read' || !only) depths[privilege] = 'Basic';
    }
  return { userId: me, depths };
};

const notice = (): Notice => {
  const dismissed = liveCell(false);
  return {
    dismissed,
    dismiss: () => {
      dismissed.set(true);
      return Promise.resolve();
    },
  };
};

const syncOf = (entries: readonly OutboxEntry[]): SyncState => {
  const waiting = entries.filter(({ state }) => state === 'rejected' || state === 'conflict');
  const reason = waiting.every(({ state }) => state === 'rejected') ? 'refused' : 'decision';
  if (waiting.length > 0) return { kind: 'needsAttention', reason, count: waiting.length };
  if (entries.length > 0) return { kind: 'waiting', count: entries.length };
  return { kind: 'upToDate', at: 0 };
};

export const fakeMessage: MailItem = {
  kind: 'message',
  mode: 'read',
  itemId: 'AAMk1',
  messageId: '<offer-7@contoso.example>',
  conversationId: 'c1',
  subject: 'Re: Revised offer for the cold chain monitoring, second phase',
  from: { name: 'Inês Carvalho', address: 'Ines.Carvalho@contoso.example' },
  to: [
    { name: 'Dana Weiss', address: 'dana@northwind.example' },
    { name: 'Jonas Lindqvist', address: 'jonas@fabrikam.example' },
  ],
  cc: [{ name: 'Purchasing', address: 'purchasing@contoso.example' }],
  bcc: [],
  sentAt: '2026-11-23T07:12:00Z',
  start: null,
  end: null,
  location: '',
  attachments: [],
};

export const fakeMeeting: MailItem = {
  ...fakeMessage,
  kind: 'appointment',
  itemId: 'AAMk2',
  messageId: '',
  subject: 'Site visit',
  cc: [],
  start: '2026-11-26T09:00:00Z',
  end: '2026-11-26T10:00:00Z',
  location: 'Seattle plant, gate 2',
};

const fakeAppointments: Table = {
  ...fakeModel['task']!,
  name: 'appointment',
  label: 'Appointment',
  pluralLabel: 'Appointments',
};

/** Bytes that the records of every fake take. */
const USED = 84_000_000;

/** The whole of Carryon in memory, with levers for what happens outside the pane. */
export function fakeShell(options: FakeOptions = {}) {
  const entries = liveCell<readonly OutboxEntry[]>(options.entries ?? []);
  const receipts = liveCell<readonly Receipt[]>(options.receipts ?? []);
  const sync = liveCell<SyncState>(options.sync ?? syncOf(entries.get()));
  entries.subscribe(() => {
    sync.set(syncOf(entries.get()));
  });
  const { leftOut = {}, secured = {} } = options;
  const known = modelSecuring(modelWithout(leftOut), secured);
  const model = options.appointments ? { ...known, appointment: fakeAppointments } : known;
  const seen = rowsWithout(unseenIn(secured), fakeRows());
  const rows = options.empty ? [] : rowsWithout(leftOut, seen);
  const store = fakeStore(model, rows, entries, fakeLinks);
  const counts: Record<string, number> = {};
  for (const { table } of rows) counts[table] = (counts[table] ?? 0) + 1;
  const connection = liveCell<ConnectionState>(options.connection ?? 'online');
  const progress = liveCell<CopyProgress>({
    phase: 'idle',
    rows: 0,
    total: null,
    bytes: 0,
    tables: [],
    removed: 0,
    attachments: null,
    leftMs: null,
    hold: null,
    elsewhere: false,
    failure: null,
    ...options.progress,
  });
  const setState = (seq: number, state: OutboxEntry['state']) => {
    entries.set(entries.get().map((entry) => (entry.seq === seq ? { ...entry, state } : entry)));
    return Promise.resolve();
  };
  /** Rows with the same text in a column that tells people or companies apart. */
  const likeIt = ({ table, id, values }: Intended) =>
    rows
      .filter((row) => row.table === table && row.id !== id)
      .filter((row) =>
        ['emailaddress1', 'lastname', 'name'].some(
          (column) => values[column] && values[column] === row.values[column],
        ),
      )
      .map((row) => ({
        table,
        id: row.id,
        name: nameOf(fakeModel[table]!, row.values),
        detail: '',
        pending: row.pending > 0,
      }));
  const discardedWith = (seqs: readonly number[]) => {
    const all = entries.get();
    const creates = all.filter(({ seq, kind }) => seqs.includes(seq) && kind === 'create');
    return Promise.resolve(
      all.filter((other) => creates.some((entry) => refersTo(other, entry.ref))),
    );
  };
  const lastAt = liveCell<number | null>(
    options.lastAt === undefined ? Date.now() : options.lastAt,
  );
  const standing = liveCell<Standing>(
    options.standing ?? { rows: 'whole', attachments: null, filled: null },
  );
  const storage = liveCell<Storage>(options.storage ?? 'persistent');
  const disk = { left: options.left ?? null };
  const spaceOn = (): Space | null =>
    disk.left === null ? null : { used: USED, quota: USED + disk.left };
  const space = liveCell(spaceOn());
  const files = liveCell<StartFiles>(options.files ?? 'kept');
  const installable = liveCell(options.installable ?? false);
  const paused = liveCell(options.paused ?? false);
  const unseen = liveCell<Unseen>({
    changes: options.unseen ?? [],
    through: options.unseen?.length ?? 0,
    dismissed: false,
  });
  const leaving = liveCell(options.leaving ?? false);
  const chosen = <T>(initial: T): Setting<T> => {
    const choice = liveCell(initial);
    return { choice, choose: async (value) => choice.set(value) };
  };
  const trips = chosen<Selection | null>(options.trips ?? null);
  const app: Carryon = {
    identity: { organizationId: guid(1), userId: me, businessUnitId: guid(2) },
    userName: 'dana@northwind.example',
    crmUrl: 'https://northwind.crm.dynamics.example',
    model: liveCell<Model>(model),
    rights: liveCell(rightsOf(fakeModel, options)),
    records: store,
    remote: fakeRemote(fakeModel, options.remote, store.put),
    attachments: fakeAttachments(options.attachments ?? 'inCrm', store),
    outbox: {
      entries,
      receipts,
      dependents: (seq) => discardedWith([seq]),
      discardedWith,
      decide: ({ answer, entries: decided, along }) => {
        const ids = new Set([...decided, ...along].map(({ id }) => id));
        entries.set(
          entries.get().flatMap((entry) => {
            if (!ids.has(entry.id)) return [entry];
            return answer === 'discard' ? [] : [{ ...entry, state: 'pending' as const }];
          }),
        );
        return Promise.resolve(decided.length);
      },
      discard: (seq) => {
        entries.set(entries.get().filter((entry) => entry.seq !== seq));
        return Promise.resolve();
      },
      hold: (seq) => setState(seq, 'held'),
      release: (seq) => setState(seq, 'pending'),
      retry: (seq) => setState(seq, 'pending'),
      resolve: (seq) => setState(seq, 'pending'),
      recreate: (seq) => setState(seq, 'pending'),
      content: () =>
        Promise.resolve({ entries: entries.get(), receipts: receipts.get(), stored: {} }),
      paused,
      pause: () => {
        paused.set(true);
        return Promise.resolve();
      },
      resume: () => {
        paused.set(false);
        return Promise.resolve();
      },
      sendNow: () => Promise.resolve(),
    },
    foretell: () => {
      const forecast = options.forecast ?? 'fails';
      return forecast === 'fails'
        ? Promise.reject(new Error('The CRM does not answer.'))
        : Promise.resolve(forecast);
    },
    sending: liveCell<SendingProgress | null>(options.sending ?? null),
    colleagues: liveCell<readonly Lookup[]>([dana, omar, fieldTeam]),
    rules: liveCell<readonly DuplicateRule[]>([]),
    processes: liveCell<readonly Process[] | null>(
      options.processes === undefined ? [] : options.processes,
    ),
    duplicates: {
      ...chosen<DuplicateChoice>('hold'),
      here: (row) => Promise.resolve(likeIt(row)),
      matches: async ({ ref, values }, where) => {
        const items = likeIt({ ...ref, values });
        const found = await Promise.all(items.map((item) => store.get(item)));
        return found
          .filter((row) => row !== null)
          .map((row) => ({ row, asked: where === 'crm' ? 0 : null }));
      },
      use: (seq) => app.outbox.discard(seq),
    },
    conflicts: {
      ...chosen<ConflictChoice>('organization'),
      organization: { all: 'mine', tables: { opportunity: 'ask' } },
    },
    refresh: {
      ...chosen<RefreshChoice>('organization'),
      organization: { every: 30, least: 15, most: 240 },
    },
    leftBehind: liveCell(options.leftBehind ?? []),
    connection: {
      state: connection,
      goOffline: () => {
        connection.set('workingOffline');
        return Promise.resolve();
      },
      goOnline: () => {
        connection.set('online');
        return Promise.resolve();
      },
    },
    sync,
    copy: {
      progress,
      lastAt,
      standing,
      counts: liveCell<Readonly<Record<string, number>>>(counts),
      refresh: async () => lastAt.set(Date.now()),
      estimate: fakeEstimates(options.estimate ?? 'some'),
      estimateHeld: liveCell<number | null>(
        options.estimate === 'busy' ? new Date().setHours(14, 5, 0, 0) : null,
      ),
      pause: () => {
        progress.set({ ...progress.get(), phase: 'paused' });
      },
      resume: () => {
        progress.set({ ...progress.get(), phase: 'running' });
      },
      cancel: () => {
        progress.set({ ...progress.get(), phase: 'canceled' });
      },
    },
    departure: {
      leaving,
      leave: async (offline) => {
        leaving.set(offline);
        if (leaving.get()) await app.connection.goOffline();
        leaving.set(false);
        return true;
      },
      stay: () => leaving.set(false),
    },
    trips: {
      ...trips,
      change: async (next) => trips.choose(next(trips.choice.get())),
      organization: options.organizationTrips ?? {
        trips: [usualTrip],
        problem: null,
        templates: { trips: [], problem: null },
      },
      views: liveCell<Views>(options.views ?? {}),
      readViews: (tables) =>
        Promise.resolve(fakeViews.filter((view) => tables.some(({ name }) => name === view.table))),
      count: ({ name }, { rows: choice, view, conditions }) => {
        const all = (counts[name] ?? 0) * { mine: 1, team: 12, all: 700 }[choice];
        const count = Math.ceil(all / (1 + 10 * (conditions?.list.length ?? 0)) / (view ? 4 : 1));
        return Promise.resolve({ count: Math.min(5000, count), more: count > 5000 });
      },
    },
    unseen: {
      unseen,
      dismiss: async () => unseen.set({ ...unseen.get(), dismissed: true }),
      markSeen: async () => unseen.set({ ...unseen.get(), changes: [] }),
    },
    signIn: () => {
      sync.set(syncOf(entries.get()));
      return Promise.resolve();
    },
    storage: {
      kind: storage,
      space,
      persist: async () => {
        const persists = options.persists ?? true;
        if (persists) storage.set('persistent');
        return persists;
      },
      estimate: async () => space.set(spaceOn()),
    },
    offlineStart: { files, retry: async () => files.set('kept') },
    takenBack: { ...notice(), count: options.takenBack ?? 0 },
    pinNotice: notice(),
  };
  const failures = [...(options.failures ?? [])];
  const item = liveCell<MailItem | null>(options.item ?? null);
  const theme = liveCell<HostTheme | null>(options.theme ?? null);
  const shell: Shell = {
    mail: {
      state: liveCell(options.host ?? 'absent'),
      item,
      theme,
      pinnable: liveCell(options.pinnable ?? false),
      opensOffline: liveCell<boolean | null>(options.opensOffline ?? null),
      userAddress: () => 'dana@northwind.example',
      body: () => Promise.resolve('<p>Hello</p>'),
    },
    update: { ready: liveCell(options.updateReady ?? false), apply: () => Promise.resolve() },
    ownWindow: {
      url: 'https://carryon.example/taskpane.html',
      installable,
      install: async () => installable.set(false),
    },
    start: () =>
      options.starting
        ? new Promise<Start>(() => undefined)
        : Promise.resolve(failures.shift() ?? { kind: 'ready', app }),
  };
  return { shell, app, store, entries, receipts, connection, progress, sync, item, theme, disk };
}
