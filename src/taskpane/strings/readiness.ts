/** Whether this window is ready to go offline, and what is in the way. */
import { attachments, changes, count } from './plural';

const many = (n: number | null): string => (n === null ? 'Attachments' : attachments(n));
const are = (n: number | null): string => (n === 1 ? 'is' : 'are');

export const readinessStrings = {
  readiness: {
    name: 'Readiness',
    ready: 'Ready to go offline',
    notReady: (n: number) => `Not ready yet: ${count(n, 'thing', 'things')} to do`,
    forDays:
      'Outlook may stop opening add-ins after a day without a network. For longer, get Carryon’s own window ready too.',
    gaps: 'In the way',
    gap: {
      outlook:
        'This Outlook does not open add-ins without a network. Carryon’s own window opens: install it as an app, and get it ready there.',
      keepsNothing: {
        inOutlook: 'This window may not keep data. Carryon’s own window may: get it ready there.',
        alone:
          'This window may not keep data. Allow it in the browser’s settings for this site, and use no private window.',
      },
      noServiceWorker: {
        inOutlook:
          'Here Carryon does not open without a network. Its own window does, in Edge or Chrome: get it ready there.',
        alone:
          'This browser does not open Carryon without a network. Use Edge or Chrome, and no private window.',
      },
      filesMissing: 'Not all files that Carryon starts from are on this computer yet.',
      filesBypassed: 'This window was loaded from the network, not from what is on this computer.',
      nothingChosen: 'No trip that is on keeps records, so nothing comes along.',
      notDownloaded: 'Your records are not on this computer yet.',
      downloading: 'Your records are being downloaded. Keep this window open until they are here.',
      downloadingElsewhere:
        'Another window is downloading your records. Keep that one open until they are here.',
      downloadWaits:
        'The download waits for the connection. It goes on by itself once that is back.',
      downloadPaused: 'The download is paused: not all that you have chosen is on this computer.',
      incomplete:
        'Not all that you have chosen is on this computer: the last download did not come to its end, or you have chosen other records since.',
      filled:
        'This computer had no space left for all that you have chosen. Choose fewer records or free some space, then download the rest.',
      stale: (moment: string) => `Your records are from ${moment}.`,
      attachmentsComing: (n: number | null) =>
        `${many(n)} ${are(n)} still being downloaded. Keep this window open until they are here.`,
      attachmentsToCome: (n: number | null) =>
        `${many(n)} that you want to take along ${are(n)} not on this computer yet.`,
      attachmentsNoSpace: (n: number | null) =>
        `This computer has no space left for ${many(n)}. Free some space, or take fewer along, then try again.`,
      attachmentsNotGiven: (n: number | null) => `The CRM did not give ${many(n)}.`,
      evictable: 'The browser may remove everything when space runs short.',
      refused: {
        inOutlook:
          'The browser does not promise to keep everything when space runs short. It does for Carryon’s own window, once that is installed as an app.',
        alone:
          'The browser does not promise to keep everything when space runs short. It does for apps: install Carryon (in the browser’s menu: “Install”, or “Add to Dock”), then ask again.',
      },
      littleSpace: (left: string) =>
        `Only ${left} are left for Carryon. Remove what you do not need from this computer.`,
      decisions: (n: number) =>
        `${changes(n)} ${n === 1 ? 'waits' : 'wait'} for your decision. Decide while the CRM can be reached.`,
      notInstalled:
        'This is a tab of the browser. As an app, Carryon opens from the start menu or the desktop, whatever the network does.',
    },
    button: {
      ownWindow: 'Open Carryon’s window',
      tryAgain: 'Try again',
      filesMissing: 'Get the files',
      filesBypassed: 'Load again',
      nothingChosen: 'Choose what comes along',
      notDownloaded: 'Download records',
      downloadPaused: 'Resume download',
      incomplete: 'Download the rest',
      stale: 'Sync records',
      attachments: 'Get the attachments',
      evictable: 'Keep everything',
      refused: 'Ask again',
      littleSpace: 'Check again',
      decisions: 'Open the outbox',
      notInstalled: 'Install',
    },
    refusedAgain: 'The browser was asked again, and still does not promise it',
    needsConnection: 'What comes over the network has to wait until you are online.',
  },
} as const;
