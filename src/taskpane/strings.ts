/** Every text the pane says, in English. Sentences are functions where they carry names or counts. */

const plurals = new Intl.PluralRules('en');
const numbers = new Intl.NumberFormat('en');

/** "1 change", "3 changes". */
const count = (n: number, one: string, other: string): string =>
  `${numbers.format(n)} ${plurals.select(n) === 'one' ? one : other}`;

const changes = (n: number): string => count(n, 'change', 'changes');

export const strings = {
  appName: 'Carryon',
  yes: 'Yes',
  no: 'No',
  noName: '(no name)',
  /** A row without a primary name, by its table: "(no name), Task". */
  namelessOf: (table: string) => `(no name), ${table}`,
  empty: 'Empty',
  back: 'Back',
  cancel: 'Cancel',
  close: 'Close',
  changes,
  records: (n: number) => count(n, 'record', 'records'),
  rows: (n: number) => count(n, 'row', 'rows'),
  couldNotRead: 'The records on this computer could not be read. Close the pane and open it again.',

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
    failed: 'Needs attention: the download stopped',
    signIn: 'Needs attention: sign in again',
    throttled: (until: string) => `Paused by the server until ${until}`,
    never: 'Not downloaded yet',
  },

  tabs: {
    name: 'Carryon',
    message: 'Message',
    meeting: 'Meeting',
    records: 'Records',
    outbox: 'Outbox',
    outboxWaiting: (n: number) => `Outbox, ${numbers.format(n)} waiting`,
  },

  header: { offlineData: 'Offline data', settings: 'Settings' },

  banner: {
    memory:
      'This window may not keep data. Records and changes that were not sent are lost when it closes.',
    update: 'A new version is ready.',
    updateNow: 'Update',
  },

  list: {
    search: 'Search records',
    table: 'Table',
    all: 'All tables',
    name: 'Records',
    create: 'New',
    createWhat: 'What do you want to create?',
    cannotCreate: 'You may not create records here.',
    pending: 'Not sent yet',
    more: 'Show more',
    found: (shown: number, total: number) =>
      shown < total
        ? `${numbers.format(shown)} of ${count(total, 'record', 'records')}`
        : count(total, 'record', 'records'),
    none: 'No records on this computer yet.',
    noneFound: (text: string) => `Nothing on this computer matches “${text}”.`,
    noneInTable: (table: string) => `No ${table} on this computer.`,
    copying: 'Downloading your records. You can already work with what is here.',
    copied: (rows: number, total: number | null) =>
      total === null
        ? `${count(rows, 'row', 'rows')} so far`
        : `${numbers.format(rows)} of ${count(total, 'row', 'rows')}`,
  },

  record: {
    edit: 'Edit',
    delete: 'Delete',
    complete: 'Complete',
    pending: (n: number) => `${changes(n)} not sent yet`,
    gone: 'This record is not on this computer any more.',
    deleted: 'You deleted this record. The deletion waits in the outbox.',
    loading: 'Opening',
    related: 'Related',
    newRelated: (table: string) => `New ${table.toLowerCase()}`,
    noPrivilege: (what: string, table: string) =>
      `Your role does not let you ${what} ${table.toLowerCase()}.`,
    notOwner: (what: string) =>
      `It belongs to someone else, and your role does not let you ${what} it.`,
    whatWrite: 'edit',
    whatDelete: 'delete',
    notHere: 'Not on this computer',
    noSections: 'This record has no fields to show.',
    deleteQuestion: (name: string) => `Delete ${name}?`,
    deleteWhat: (table: string) =>
      `The ${table.toLowerCase()} disappears here at once, and from the CRM when the change is sent.`,
    mailBody: 'Text of the message',
    imagesLeftOut: 'Pictures from the internet are not shown.',
  },

  form: {
    edit: (name: string) => `Edit ${name}`,
    create: (table: string) => `New ${table.toLowerCase()}`,
    save: 'Save',
    saving: 'Saving',
    saved: 'Saved on this computer',
    deleted: 'Deleted on this computer',
    required: 'required',
    none: 'None',
    time: (label: string) => `${label}, time`,
    changedUnderneath:
      'This record changed while you were editing. Your input is kept; saving overwrites only the fields you changed.',
    leaveQuestion: 'Discard what you entered?',
    leaveWhat: 'You have changes that are not saved.',
    leave: 'Discard',
    stay: 'Keep editing',
    nothingFound: 'Nothing found on this computer',
    lookupHint: 'Type to search',
    clear: (label: string) => `Clear ${label}`,
    show: (label: string) => `Show choices for ${label}`,
    problems: (n: number) => `${count(n, 'field needs', 'fields need')} your attention.`,
    problem: {
      required: 'Enter a value.',
      tooLong: (max: number | undefined) =>
        max === undefined
          ? 'This is too long.'
          : `Use at most ${count(max, 'character', 'characters')}.`,
      range: (min: string | null, max: string | null) => {
        if (min !== null && max !== null) return `Enter a number from ${min} to ${max}.`;
        if (min !== null) return `Enter ${min} or more.`;
        if (max !== null) return `Enter ${max} or less.`;
        return 'This number is out of range.';
      },
      option: 'Choose one of the options.',
      number: 'Enter a number.',
      whole: 'Enter a whole number.',
      date: 'Enter a date.',
      dateTime: 'Enter a date and a time.',
      format: 'This does not have the right form.',
    },
    failed: {
      invalid: 'The CRM does not accept this input.',
      gone: 'This record is not on this computer any more, so nothing was saved.',
      localFull:
        'This computer has no space left, so nothing was saved. Free some space and save again.',
      localBroken:
        'The store on this computer did not answer, so nothing was saved. Try again; your input stays here.',
    },
  },

  message: {
    connecting: 'Connecting to Outlook',
    absent:
      'This window is not inside Outlook, so there is no message here. Everything else works.',
    silent:
      'Outlook did not answer, so the open message cannot be read. Records and the outbox work.',
    noItem: 'Select a message or a meeting to see who is in it.',
    noSubject: '(no subject)',
    people: 'People',
    sender: 'From',
    organizer: 'Organizer',
    recipient: 'To',
    attendee: 'Attendees',
    copy: 'Cc',
    optional: 'Optional',
    unknown: 'Not in the records on this computer',
    create: (what: string) => `New ${what.toLowerCase()}`,
    createFor: (what: string, person: string) => `New ${what.toLowerCase()}, ${person}`,
    nobody: 'Nobody is on it yet.',
    tracking: 'Tracking',
    trackingTitle: 'Track in CRM',
    regarding: 'Regarding',
    track: 'Track',
    state: {
      notTracked: 'Not tracked',
      pending: 'Tracking pending',
      tracked: 'Tracked',
      failed: 'Tracking failed',
      other: 'Tracked by someone else',
    },
    composing: 'A message can be tracked after it was sent: open it in Sent Items.',
    cannotTrack: 'Your organization keeps no e-mails in the CRM for you.',
    mayNotTrack: 'Your role does not let you create e-mails in the CRM.',
    bodyFailed:
      'Outlook did not hand over the text of the message, so it was not tracked. Try again.',
    openTracked: 'Open in CRM records',
    seeOutbox: 'The outbox says why.',
  },

  outbox: {
    list: 'Pending changes',
    sent: 'Sent',
    sendNow: 'Send now',
    nothingWaits: 'Nothing waits. Changes that you make are listed here until they are sent.',
    waits: (n: number) =>
      `${changes(n)} ${n === 1 ? 'waits' : 'wait'} on this computer. ${n === 1 ? 'It is' : 'They are'} sent when Carryon is open and online.`,
    edit: 'Edit',
    discard: 'Discard',
    hold: 'Hold',
    release: 'Release',
    retry: 'Retry',
    overwrite: 'Overwrite',
    /** A button's name that says which entry it is for. */
    of: (button: string, name: string) => `${button}, ${name}`,
    discardQuestion: (name: string) => `Discard the change to ${name}?`,
    discardCreateQuestion: (name: string) => `Discard ${name}?`,
    discardWhat: 'It is not sent, and the record here goes back to what it was without it.',
    discardDependents: (n: number) =>
      `${changes(n)} that ${n === 1 ? 'depends' : 'depend'} on it cannot be sent without it.`,
    discarded: 'Change discarded',
    failedAction: 'That did not work. The change may be on its way right now.',
    before: 'Before',
    after: 'After',
    theirs: 'In the CRM now',
    column: 'Field',
    moreColumns: (n: number) => `Show ${count(n, 'more field', 'more fields')}`,
    fewerColumns: 'Show fewer fields',
    linkedTo: 'Linked to',
    kind: {
      create: (table: string) => `New ${table.toLowerCase()}`,
      update: (table: string) => `${table} edited`,
      setState: (table: string) => `${table}: status changed`,
      assign: (table: string) => `${table}: owner changed`,
      delete: (table: string) => `${table} deleted`,
      associate: (table: string) => `${table} linked`,
      disassociate: (table: string) => `${table}: link removed`,
    },
    state: {
      pending: 'Waiting',
      sending: 'Sending',
      uncertain: 'Checking',
      conflict: 'Conflict',
      rejected: 'Refused',
      duplicate: 'Possible duplicate',
      suspect: 'Failing',
      held: 'On hold',
      blocked: 'Waiting for another change',
      unreadable: 'Cannot be read',
    },
    why: {
      pendingOnline: 'Its turn comes next.',
      pendingOffline: 'It is sent when the connection is back.',
      pendingByChoice: 'It is sent after you go online.',
      sending: 'It is being sent now.',
      uncertain:
        'It was sent, but the answer was lost. Carryon looks whether it arrived before anything is repeated.',
      conflict: 'Someone else changed the same fields in the CRM meanwhile.',
      duplicate: 'The CRM already has a record like this.',
      suspect: 'It failed again and again while other changes went through. Check it, then retry.',
      held: 'You hold it back.',
      blocked: (names: string) => `It is sent after: ${names}.`,
      blockedUnknown: 'It is sent after a change that it depends on.',
      unreadable: 'This version of Carryon cannot read it. It is kept as it is.',
      forbidden: 'Your role does not allow it.',
      invalid: 'The CRM does not accept a value.',
      refusedByLogic: 'A rule of your organization refused it.',
      gone: 'The record, or one it refers to, is not in the CRM any more.',
      exists: 'A record with this identity is already in the CRM.',
      tooLarge: 'It is larger than the CRM accepts.',
      unsupported: 'The CRM does not support this change.',
      other: 'The CRM refused it.',
    },
    serverSays: (message: string) => `The server says: “${message}”`,
    result: {
      applied: 'Done',
      verified: 'Done, found after the answer was lost',
      merged: 'Done, merged with someone else’s change',
      overwrote: 'Done, someone else’s change was overwritten',
      discarded: 'Discarded, not sent',
    },
    overwritten: 'Overwritten',
    nothingSent: 'Nothing was sent from this computer yet.',
    at: (moment: string) => `Changed ${moment}`,
    sentAt: (moment: string) => `Sent ${moment}`,
    discardedAt: (moment: string) => `Discarded ${moment}`,
  },

  offlineData: {
    title: 'Offline data',
    goOffline: 'Go offline',
    goOnline: 'Go online',
    goOfflineHint: 'Stay on this computer’s copy until you go online again.',
    goOnlineHint: 'You chose to work offline. Changes are kept and sent after you go online.',
    syncNow: 'Sync now',
    download: 'Download',
    pause: 'Pause',
    resume: 'Resume',
    onBoard: 'On this computer',
    total: 'All records',
    lastAt: (moment: string) => `Last updated ${moment}`,
    never: 'Nothing was downloaded yet.',
    progress: (rows: number, total: number | null, left: string | null) => {
      const done =
        total === null
          ? count(rows, 'row', 'rows')
          : `${numbers.format(rows)} of ${count(total, 'row', 'rows')}`;
      return left === null ? done : `${done}, about ${left} left`;
    },
    complete: (rows: number) => `${count(rows, 'row', 'rows')}, complete`,
    paused: 'Paused',
    percent: (percent: number) => `Download ${numbers.format(percent)} percent`,
    failed: 'The download stopped. What is here can be used; try again when you are online.',
    table: 'Table',
    count: 'Records',
    storage: 'Storage',
    persistent: 'The data stays on this computer until you remove it.',
    bestEffort: 'The data stays on this computer. The browser may remove it when space runs short.',
    memory: 'This window may not keep data. Everything is lost when it closes.',
    startsOffline: 'Carryon opens here without a network.',
    startsOnline: 'Here Carryon needs the network to open. Once open, it works without one.',
    notAvailable: 'Not available offline',
    notAvailableList: [
      'Records that were not downloaded',
      'Duplicate detection: it runs when a change is sent',
      'Workflows and rules of the server: they run when a change is sent',
      'Reports, dashboards and charts',
      'Assigning, sharing and merging records',
    ],
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
    update: 'Update',
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
