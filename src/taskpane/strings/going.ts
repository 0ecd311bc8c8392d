/** Going offline: what comes along, what it costs, and what to know of it first. */
import { count, written } from './plural';

const records = (n: number): string => count(n, 'record', 'records');

const listed = (...parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null).join(', ');

export const goingStrings = {
  going: {
    title: 'Go offline',
    asking: 'Finding out what is missing on this computer…',
    cost: (n: number, files: string | null, size: string, time: string) =>
      listed(records(n), files, size, `about ${time}`),
    costMore: (n: number, files: string | null, size: string, time: string) =>
      listed(`more than ${written(n)} records`, files, size, time),
    coming: (cost: string) => `To download: ${cost}.`,
    /** Of one of several trips. */
    alone: (cost: string) => `By itself: ${cost}`,
    nothingAlone: 'By itself: nothing to download',
    /** Where that is not all: the rest stands below. */
    nothingComes: 'Nothing to download.',
    nothing: 'Nothing to download: what is chosen is on this computer.',
    /** Chosen in another window while this is open. */
    byChoice:
      'This computer works offline, as was chosen in another window. Nothing is downloaded until you go online.',
    leaving: (n: number) =>
      `${records(n)} ${n === 1 ? 'leaves' : 'leave'} this computer with the download, since no trip keeps ${n === 1 ? 'it' : 'them'} any more.`,
    /** While that is looked for. */
    busy: (until: string) =>
      `The CRM is busy. Carryon goes on at ${until} to find out what is missing on this computer.`,
    failed: (why: string) =>
      `What is missing could not be found out: ${why} You can start all the same.`,
    why: {
      connection: 'the connection to the CRM was lost.',
      signIn: 'you have to sign in again.',
      trouble: 'the CRM has trouble answering.',
      rights: 'the CRM does not let you read all that is chosen.',
      refused: 'the CRM refused the question.',
      here: 'this computer could not read what is kept here.',
    },
    again: 'Try again',
    size: 'Size',
    moreThan: (n: string) => `more than ${n}`,
    stay: 'Stay offline until I go online',
    stayHint: 'Otherwise Carryon downloads, and stays online.',
    start: 'Start',
    findings: 'Good to know',
    finding: {
      nothingChosen: 'No trip keeps records of its own, so all records leave this computer.',
      tooMuch: (needed: string, left: string) =>
        `This computer has room for ${left}, and ${needed} would come. Switch a trip off, or keep fewer records.`,
      filled: (n: number, size: string | null) =>
        `The last download stopped, because this computer had no space left: ${listed(records(n), size)} were here then. If nothing has changed since, this one stops there too. Keep fewer records, or free some space.`,
      leftOut: (tables: string) =>
        `Kept records refer to tables that are not taken along: ${tables}. Of those, only the names show.`,
      filesTooLarge: (n: number, size: string) =>
        `${count(n, 'attachment is', 'attachments are')} too large to be taken along: ${size} in all. Online, ${n === 1 ? 'it' : 'they'} can be saved from the record.`,
      matchesNothing: (tables: string) =>
        `The CRM has nothing that matches your filters: ${tables}.`,
      foundNothing: (n: number, trips: string) =>
        `The CRM has nothing for ${n === 1 ? 'this trip' : 'these trips'}: ${trips}.`,
    },
    takeAlong: 'Take them along',
    changeFilters: 'Change the filters',
    whenHere: 'You go offline as soon as everything is here.',
    whenBack:
      'You go offline as soon as everything is here. The download goes on by itself once the connection is back.',
    staysOnline: 'You stay online, since not everything could be downloaded',
    withWhatIsHere: 'Go offline with what is here',
    stayOnline: 'Stay online',
    storageUsed: (used: string, quota: string) => `${used} of ${quota} used`,
  },
} as const;
