/** What stands around every screen: statuses, tabs, banners, start, settings. */
import { changes, count, written } from './plural';

/** After "every". @param minutes as many as can be chosen */
const often = (minutes: number): string => {
  if (minutes === 1440) return 'day';
  if (minutes === 60) return 'hour';
  return minutes > 60 ? count(minutes / 60, 'hour', 'hours') : count(minutes, 'minute', 'minutes');
};

export const frameStrings = {
  connection: {
    name: 'Connection',
    online: 'Online',
    connecting: 'Connecting',
    offline: 'Offline',
    workingOffline: 'Working offline',
  },

  sync: {
    name: 'Sync',
    upToDate: 'Up to date',
    syncing: 'Syncing',
    waiting: (n: number) => `${changes(n)} waiting`,
    refused: (n: number) => `Needs attention: ${changes(n)} ${n === 1 ? 'was' : 'were'} refused`,
    decision: (n: number) =>
      `Needs attention: ${changes(n)} ${n === 1 ? 'waits' : 'wait'} for your decision`,
    failed: 'Needs attention: the download stopped',
    signIn: 'Needs attention: sign in again',
    paused: (n: number) => `Sending is paused: ${changes(n)} waiting`,
    throttled: (until: string) => `Paused by the server until ${until}`,
    throttledShortly: 'Paused by the server for a moment',
    downloadPaused: 'Download paused',
    incomplete: 'Not all downloaded',
    never: 'Not downloaded yet',
  },

  tabs: {
    name: 'Carryon',
    message: 'Message',
    meeting: 'Meeting',
    records: 'Records',
    outbox: 'Outbox',
    outboxWaiting: (n: number) => `Outbox, ${written(n)} waiting`,
  },

  header: { offlineData: 'Offline data', settings: 'Settings' },

  banner: {
    name: 'Notices',
    memory:
      'This window may not keep data. Records and changes that were not sent are lost when it closes.',
    takenBack: (n: number) =>
      `The browser has lost what Carryon kept on this computer. ${n === 1 ? 'The change that was not sent is' : `The ${changes(n)} that were not sent are`} back; the records are downloaded again.`,
    update: 'A new version is ready.',
    updateNow: 'Update',
    pin: 'Outlook closes this pane when you open another message. Pin it, so that your changes are sent.',
    /** What waits here and cannot be sent by who is signed in. */
    leftBehind: {
      forUser: (n: number, user: string) =>
        `${changes(n)} of ${user} ${n === 1 ? 'waits' : 'wait'} on this computer. Nothing is lost: ${n === 1 ? 'it is' : 'they are'} sent when ${user} signs in here again.`,
      forCrm: (n: number, user: string, crm: string) =>
        `${changes(n)} of ${user} for ${crm} ${n === 1 ? 'waits' : 'wait'} on this computer. Nothing is lost: ${n === 1 ? 'it is' : 'they are'} sent when Carryon opens with that CRM again.`,
      replaced: (n: number, user: string) =>
        `${changes(n)} of ${user} ${n === 1 ? 'waits' : 'wait'} on this computer for an organization that is not at this address any more. ${n === 1 ? 'It is' : 'They are'} kept, and not sent to the one that is here now. Ask your administrator.`,
    },
    seen: 'Got it',
    signedOut: 'You are signed out. Changes are kept here and sent after you sign in.',
    signIn: 'Sign in',
    signInFailed: 'Signing in did not work. Check the connection and try again.',
  },

  settings: {
    title: 'Settings',
    user: 'Signed in as',
    organization: 'Organization',
    version: 'Version',
    appearance: 'Appearance',
    fromOutlookLight: 'Light, as in Outlook',
    fromOutlookDark: 'Dark, as in Outlook',
    fromSystem: 'As your system',
    duplicates: 'When the CRM finds a possible duplicate of what you saved',
    duplicatesHold: 'Hold the change for me',
    duplicatesHoldHint: 'It waits in the outbox until you decide.',
    duplicatesCreate: 'Save it all the same',
    conflicts: {
      legend: 'When someone else changed the same field meanwhile',
      organization: (policy: string) => `As my organization has set it (${policy})`,
      mine: 'My change wins',
      mineHint: 'What it overwrites is kept in the outbox, where you can restore it.',
      server: 'The CRM’s value stays',
      serverHint: 'The rest of my change is sent.',
      ask: 'Ask me',
      askHint: 'The change waits in the outbox until you decide.',
      short: { mine: 'my change wins', server: 'the CRM’s value stays', ask: 'ask me' },
      ruled: (table: string, policy: string) => `${table} (${policy})`,
      rules: (tables: string) =>
        `Your organization’s own rules hold whatever you choose: ${tables}.`,
    },
    refresh: {
      legend: 'How often my records are refreshed while Carryon is open',
      organization: (minutes: number) => `As my organization has set it (every ${often(minutes)})`,
      choice: (minutes: number) => `Every ${often(minutes)}`,
    },
    notKept: 'This computer could not keep your choice. Try again.',
    updateReady: 'A new version is ready. Updating reloads the pane; saved changes stay.',
    upToDate: 'This is the newest version that was found.',
  },

  start: {
    starting: 'Opening your records',
    again: 'Try again',
    details: 'Details for support',
    reason: {
      config: {
        title: 'Carryon is not set up',
        text: 'Its configuration cannot be used. Tell the people who installed it; the details below help them.',
      },
      firstStartNeedsNetwork: {
        title: 'The first start needs a connection',
        text: 'Nothing is on this computer yet. Connect to the network once; after that Carryon also opens without one.',
      },
      lostNeedsNetwork: {
        title: 'Your changes are safe, your records are not here',
        text: 'The browser has lost what Carryon kept on this computer. The changes that were not sent were kept apart: connect to the network, and they come back and are sent.',
      },
      signIn: {
        title: 'You are not signed in',
        text: 'Carryon could not sign you in. Check the connection and try again; sign in when you are asked.',
      },
      storeBlocked: {
        title: 'The store on this computer does not open',
        text: 'Another window of Carryon may be holding it. Close the other windows and try again. Nothing is lost.',
      },
      crm: {
        title: 'The CRM did not answer as expected',
        text: 'What came back cannot be used. Try again later; if it stays so, tell your administrator.',
      },
    },
  },
} as const;
