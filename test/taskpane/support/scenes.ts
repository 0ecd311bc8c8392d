import { fakeActionReceipts, fakeActions, fakeQualified } from './fake-actions';
import type { Conditions } from '../../../src/domain/condition';
import type { LackingAttachments, Standing } from '../../../src/domain/status';
import { type Selection, type Trip, usualTrip } from '../../../src/domain/trip';
import { fakeAlike } from './fake-alike';
import { fakeEntries, fakeHeld, fakeLongLine, fakeReceipts } from './fake-entries';
import { fakeForecast, fakeProcesses } from './fake-forecast';
import { guid } from './fake-rows';
import { fakeViews } from './fake-views';
import { fakeMeeting, fakeMessage, type FakeOptions } from './fake-shell';
import { fakeUnseen } from './fake-unseen';

const running = {
  phase: 'running',
  rows: 3120,
  total: 12_480,
  table: 'contact',
  bytes: 8_700_000,
  tables: [
    { table: 'account', rows: 1400, total: 1400 },
    { table: 'contact', rows: 1720, total: 9600 },
    { table: 'task', rows: 0, total: 1480 },
  ],
  leftMs: 95_000,
} as const;

const halfPastNine = Date.UTC(2026, 10, 23, 9, 30);

const serverDown = {
  kind: 'answered',
  status: 503,
  code: '',
  message: 'Service Unavailable',
  retryAfterMs: null,
} as const;

const failed = (
  reason:
    'config' | 'firstStartNeedsNetwork' | 'lostNeedsNetwork' | 'signIn' | 'storeBlocked' | 'crm',
  detail: string,
): FakeOptions => ({ failures: [{ kind: 'failed', reason, detail }] });

const fakeConditions = (): Conditions => ({
  join: 'or',
  list: [
    { column: 'address1_city', operator: 'eq', values: ['Hannover'] },
    { column: 'revenue', operator: 'between', values: ['1000000', '25000000.50'] },
    {
      column: 'primarycontactid',
      operator: 'eq',
      values: [{ table: 'contact', id: guid(77), name: 'Inês Carvalho' }],
    },
  ],
});

const hanover: Trip = {
  name: 'Hanover trade fair, April',
  on: false,
  tables: { account: { rows: 'all' }, contact: { rows: 'team' } },
  others: { rows: 'none' },
};
const fair: readonly Trip[] = [
  { ...usualTrip, name: 'My records', on: false },
  { ...hanover, on: true },
];

const attached = {
  done: 3,
  total: 12,
  bytes: 4_200_000,
  totalBytes: 19_600_000,
  full: false,
} as const;
const lacking: Standing = { rows: 'lacking', attachments: null, filled: null };
const without = (why: LackingAttachments['why'], count: number | null): Standing => ({
  rows: 'whole',
  attachments: { count, why },
  filled: null,
});
const along: Selection = {
  version: 1,
  trips: [{ ...usualTrip, name: 'My records', attachments: true }],
};

const week = { kind: 'diary', days: 7 } as const;

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
  /** Every trip is off, and all has left. */
  nothingChosen: { empty: true, trips: { version: 1, trips: [{ ...hanover, on: false }] } },
  /** What is chosen is not in the CRM. */
  nothingMatches: { empty: true },
  paused: {
    progress: { ...running, phase: 'paused' },
    lastAt: null,
    sync: { kind: 'incomplete', reason: 'paused' },
  },
  stopped: {
    standing: lacking,
    progress: { ...running, phase: 'failed', failure: serverDown },
    sync: { kind: 'needsAttention', reason: 'download' },
  },
  refused: {
    standing: lacking,
    progress: {
      ...running,
      phase: 'failed',
      failure: { ...serverDown, status: 403, message: 'The privilege prvReadContact is missing.' },
    },
    sync: { kind: 'needsAttention', reason: 'download' },
  },
  full: {
    standing: {
      ...lacking,
      filled: { rows: 240_312, used: 9_800_000_000, trips: [usualTrip] },
    },
    progress: { ...running, phase: 'failed', failure: 'full' },
    sync: { kind: 'needsAttention', reason: 'download' },
  },
  canceled: {
    standing: lacking,
    progress: { ...running, phase: 'canceled', leftMs: null },
    sync: { kind: 'incomplete', reason: 'lacking' },
  },
  copyHeld: {
    standing: lacking,
    progress: { ...running, leftMs: null, hold: { by: 'server', until: halfPastNine } },
    sync: { kind: 'throttled', until: halfPastNine },
  },
  copyingElsewhere: {
    standing: lacking,
    progress: { ...running, elsewhere: true },
    sync: { kind: 'syncing' },
  },
  copyAwaitsNetwork: {
    lastAt: null,
    connection: 'offline',
    standing: lacking,
    progress: { ...running, leftMs: null, hold: { by: 'network' } },
    sync: { kind: 'never' },
  },
  copyLostNetwork: {
    connection: 'offline',
    leaving: true,
    standing: lacking,
    progress: {
      ...running,
      phase: 'failed',
      failure: { ...serverDown, kind: 'unreachable', status: 0, message: '' },
      hold: { by: 'network' },
    },
    sync: { kind: 'incomplete', reason: 'lacking' },
  },
  copied: { progress: { phase: 'done', rows: 12_480, total: 12_480 } },
  copiedAway: { progress: { phase: 'done', rows: 12, total: 12, removed: 240 } },
  copyingAttachments: {
    standing: without('toCome', 9),
    progress: {
      ...running,
      rows: 12_480,
      total: 12_480,
      attachments: attached,
    },
  },
  attachmentsHere: { attachments: 'here', trips: along, connection: 'offline' },
  attachmentsOlder: { attachments: 'older', trips: along },
  attachmentsToCome: { attachments: 'fails', trips: along, standing: without('toCome', 1) },
  attachmentsNotGiven: { trips: along, standing: without('notGiven', 2) },
  attachmentsTooLarge: { attachments: 'tooLarge', trips: along, connection: 'offline' },
  attachmentsFull: {
    attachments: 'gone',
    trips: along,
    standing: without('noSpace', 9),
    progress: {
      phase: 'done',
      rows: 12_480,
      total: 12_480,
      attachments: { ...attached, full: true },
    },
  },
  attachmentsFullElsewhere: {
    host: 'ready',
    item: fakeMessage,
    opensOffline: false,
    trips: along,
    standing: without('noSpace', 9),
    progress: { phase: 'done', rows: 12_480, attachments: { ...attached, full: true } },
  },
  attachmentsSlow: { attachments: 'silent' },
  attachmentsCame: {
    progress: {
      phase: 'done',
      rows: 12_480,
      total: 12_480,
      attachments: { ...attached, done: 12 },
    },
  },
  syncing: { sync: { kind: 'syncing' } },
  throttled: { sync: { kind: 'throttled', until: halfPastNine } },
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
  actions: {
    entries: fakeActions(),
    receipts: fakeActionReceipts(),
    processes: fakeProcesses(),
  },
  qualified: { entries: fakeQualified(), readOnly: ['account'], keepsApart: true },
  held: { entries: fakeHeld() },
  heldOffline: { entries: fakeHeld(), connection: 'offline' },
  many: { entries: fakeAlike() },
  longLine: { entries: fakeLongLine(), connection: 'offline' },
  readOnly: {
    processes: fakeProcesses(),
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
  takenBack: { takenBack: 3, lastAt: null, entries: fakeEntries().slice(3, 6) },
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
    trips: { version: 1, trips: [{ ...usualTrip, name: 'My records' }, hanover] },
    organizationTrips: {
      trips: [usualTrip],
      problem: 'config.json: "trips.0.name" is missing',
      templates: {
        trips: [
          {
            name: 'Key customers',
            on: false,
            tables: { account: { rows: 'team' } },
            others: { rows: 'none' },
          },
          { name: 'Everything of my team', on: true, tables: {}, others: { rows: 'team' } },
        ],
        problem: null,
      },
    },
  },
  conditions: {
    views: { [guid(9100)]: null },
    trips: {
      version: 1,
      trips: [
        {
          name: 'Hanover trade fair, April',
          on: true,
          tables: {
            account: { rows: 'all', conditions: fakeConditions() },
            opportunity: {
              rows: 'mine',
              conditions: {
                join: 'and',
                list: [
                  { column: 'estimatedclosedate', operator: 'next-x-days', values: [90] },
                  { column: 'new_rating', operator: 'in', values: [1] },
                ],
              },
            },
            contact: { rows: 'all', view: fakeViews[3]! },
            new_site: {
              rows: 'all',
              view: { kind: 'userquery', id: guid(9100), name: 'Sites to inspect' },
            },
            task: {
              rows: 'team',
              conditions: {
                join: 'and',
                list: [{ column: 'statecode', operator: 'in', values: [0] }],
              },
            },
          },
          others: { rows: 'none' },
        },
      ],
    },
  },
  /** Trips that leave columns out. */
  leftOut: {
    leftOut: {
      account: ['websiteurl', 'creditonhold', 'description', 'numberofemployees'],
      contact: ['jobtitle'],
    },
    receipts: fakeReceipts(),
    trips: {
      version: 1,
      trips: [
        {
          name: 'Hanover trade fair, April',
          on: true,
          tables: {
            account: {
              rows: 'all',
              conditions: fakeConditions(),
              without: ['creditonhold', 'description', 'numberofemployees', 'websiteurl'],
            },
            contact: { rows: 'related', without: ['jobtitle'] },
          },
          others: { rows: 'none' },
        },
      ],
    },
  },
  /** An organization that secures columns. */
  secured: {
    secured: {
      account: {
        websiteurl: ['Read', 'Create', 'Update'],
        revenue: ['Create', 'Update'],
        creditonhold: ['Update'],
      },
      contact: { emailaddress1: ['Create'] },
    },
    receipts: fakeReceipts(),
  },
  /** Trips around what stands behind a diary and an item, which is open. */
  around: {
    host: 'ready',
    item: fakeMeeting,
    trips: {
      version: 1,
      trips: [
        { ...usualTrip, name: 'My diary', others: { rows: 'related' }, source: week },
        {
          ...usualTrip,
          name: 'People of “Site visit”',
          others: { rows: 'related' },
          source: {
            kind: 'people',
            addresses: ['ines.carvalho@contoso.example', 'jonas@fabrikam.example'],
          },
        },
      ],
    },
  },
  /** Trips around what the CRM knows nothing of. */
  aroundNothing: {
    estimate: 'nothing',
    trips: {
      version: 1,
      trips: [
        { ...usualTrip, name: 'My records' },
        { ...usualTrip, name: 'My diary', others: { rows: 'related' }, source: week },
      ],
    },
  },
  appointments: { appointments: true },
  /** No trip that is on is around the people of the message. */
  theirTripIsOff: {
    host: 'ready',
    item: fakeMessage,
    trips: {
      version: 1,
      trips: [
        { ...usualTrip, name: 'My records' },
        {
          ...usualTrip,
          name: 'People of “Offer”',
          on: false,
          others: { rows: 'related' },
          source: {
            kind: 'people',
            addresses: [
              'ines.carvalho@contoso.example',
              'jonas@fabrikam.example',
              'purchasing@contoso.example',
            ],
          },
        },
      ],
    },
  },
  messageOffline: {
    host: 'ready',
    item: fakeMessage,
    connection: 'offline',
    standing: lacking,
  },
  /** Nobody but the user is on it. */
  messageToMyself: {
    host: 'ready',
    item: { ...fakeMessage, from: null, to: fakeMessage.to.slice(0, 1), cc: [] },
  },
  unseen: { unseen: fakeUnseen() },
  /** Much comes along, and not all that it refers to. */
  fair: { trips: { version: 1, trips: fair }, estimate: 'huge', left: 900_000_000 },
  fairIsHere: { trips: { version: 1, trips: fair }, estimate: 'nothing', left: 900_000_000 },
  estimating: { estimate: 'silent' },
  estimateHeld: { estimate: 'busy' },
  notEstimated: { estimate: 'fails' },
  leaving: { standing: lacking, progress: running, leaving: true, sync: { kind: 'syncing' } },
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
  lost: failed('lostNeedsNetwork', ''),
  signIn: failed('signIn', ''),
  storeBlocked: failed('storeBlocked', ''),
  crm: failed('crm', 'GET $metadata: 500'),
} satisfies Readonly<Record<string, FakeOptions>>;

export type Scene = keyof typeof scenes;
