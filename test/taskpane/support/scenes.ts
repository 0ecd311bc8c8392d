import { usualTrip } from '../../../src/domain/trip';
import { fakeAlike } from './fake-alike';
import { fakeEntries, fakeHeld, fakeLongLine, fakeReceipts } from './fake-entries';
import { fakeForecast, fakeProcesses } from './fake-forecast';
import { fakeMeeting, fakeMessage, type FakeOptions } from './fake-shell';

const running = {
  phase: 'running',
  rows: 3120,
  total: 12_480,
  table: 'contact',
  leftMs: 95_000,
} as const;

const serverDown = {
  kind: 'answered',
  status: 503,
  code: '',
  message: 'Service Unavailable',
  retryAfterMs: null,
} as const;

const failed = (
  reason: 'config' | 'firstStartNeedsNetwork' | 'signIn' | 'storeBlocked' | 'crm',
  detail: string,
): FakeOptions => ({ failures: [{ kind: 'failed', reason, detail }] });

/** Worlds the pane can meet, by name. */
export const scenes = {
  records: {},
  copying: { progress: running, lastAt: null },
  searching: { remote: 'silent' },
  busy: { remote: 'busy' },
  manyFound: { remote: 'many' },
  slow: { remote: 'slow' },
  breaks: { remote: 'breaks' },
  empty: { empty: true, lastAt: null, sync: { kind: 'never' } },
  paused: { progress: { ...running, phase: 'paused' }, lastAt: null },
  stopped: {
    progress: { ...running, phase: 'failed', failure: serverDown },
    sync: { kind: 'needsAttention', reason: 'download' },
  },
  copied: { progress: { phase: 'done', rows: 12_480, total: 12_480 } },
  syncing: { sync: { kind: 'syncing' } },
  throttled: { sync: { kind: 'throttled', until: Date.UTC(2026, 10, 23, 9, 30) } },
  offline: { connection: 'offline', storage: 'memory' },
  workingOffline: { connection: 'workingOffline', entries: fakeEntries().slice(3, 5) },
  outbox: {
    entries: fakeEntries(),
    receipts: fakeReceipts(),
    forecast: fakeForecast(),
    processes: fakeProcesses(),
  },
  sendingPaused: {
    entries: fakeEntries().slice(3, 4),
    paused: true,
    sync: { kind: 'paused', count: 1 },
    processes: null,
  },
  sending: {
    entries: fakeEntries().slice(6, 7),
    sync: { kind: 'syncing' },
    sending: { done: 30, total: 1000 },
  },
  held: { entries: fakeHeld() },
  heldOffline: { entries: fakeHeld(), connection: 'offline' },
  many: { entries: fakeAlike() },
  longLine: { entries: fakeLongLine(), connection: 'offline' },
  readOnly: {
    readOnly: ['account', 'contact', 'opportunity', 'task', 'email', 'new_site'],
    // Made before the role was changed.
    entries: fakeEntries().slice(3, 4),
    receipts: fakeReceipts(),
  },
  signedOut: { sync: { kind: 'signIn' }, entries: fakeEntries().slice(3, 4) },
  update: { updateReady: true },
  inTheWay: {
    storage: 'bestEffort',
    left: 40_000_000,
    files: 'missing',
    lastAt: Date.UTC(2026, 10, 23, 8),
    installable: true,
    entries: fakeEntries().slice(0, 3),
  },
  inTheWayOffline: {
    connection: 'offline',
    storage: 'bestEffort',
    persists: false,
    files: 'bypassed',
    lastAt: Date.UTC(2026, 10, 23, 8),
  },
  needsNetwork: { host: 'ready', item: fakeMessage, opensOffline: false },
  classicOutlook: { host: 'ready', item: fakeMessage, opensOffline: true },
  noServiceWorker: { files: 'impossible' },
  waiting: {
    host: 'ready',
    item: fakeMessage,
    entries: fakeEntries()
      .slice(3, 5)
      .map((entry) => ({ ...entry, at: new Date().toISOString() })),
  },
  leftBehind: {
    leftBehind: [
      {
        userName: 'omar@northwind.example',
        crmUrl: 'https://northwind.crm.dynamics.example',
        sameOrganization: true,
        count: 3,
      },
      {
        userName: 'dana@northwind.example',
        crmUrl: 'https://northwind-test.crm.dynamics.example',
        sameOrganization: false,
        count: 1,
      },
      {
        userName: 'dana@northwind.example',
        crmUrl: 'https://northwind.crm.dynamics.example',
        sameOrganization: false,
        count: 2,
      },
    ],
  },
  trips: {
    trips: {
      version: 1,
      trips: [
        { ...usualTrip, name: 'My records' },
        {
          name: 'Hanover trade fair, April',
          on: false,
          tables: { account: { rows: 'all' }, contact: { rows: 'team' } },
          others: { rows: 'none' },
        },
      ],
    },
    organizationTrips: {
      trips: [usualTrip],
      problem: 'config.json: "trips.0.name" is missing',
    },
  },
  pinnable: { host: 'ready', item: fakeMessage, pinnable: true },
  message: { host: 'ready', item: fakeMessage },
  meeting: { host: 'ready', item: fakeMeeting },
  compose: { host: 'ready', item: { ...fakeMessage, mode: 'compose', messageId: '' } },
  noItem: { host: 'ready' },
  connecting: { host: 'connecting', connection: 'connecting' },
  silent: { host: 'silent' },
  starting: { starting: true },
  config: failed('config', 'crm.url'),
  firstStart: failed('firstStartNeedsNetwork', ''),
  signIn: failed('signIn', ''),
  storeBlocked: failed('storeBlocked', ''),
  crm: failed('crm', 'GET $metadata: 500'),
} satisfies Readonly<Record<string, FakeOptions>>;

export type Scene = keyof typeof scenes;
