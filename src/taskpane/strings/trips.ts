/** Which records are kept on this computer. */
import { count, written } from './plural';

/** When what was just chosen comes. @param later there is no network. */
const when = (later: boolean): string => (later ? 'once the CRM can be reached' : 'now');

const tables = (n: number): string => count(n, 'table', 'tables');

export const tripStrings = {
  trips: {
    title: 'Choose records',
    intro:
      'A trip says which records of each table are kept on this computer. Trips that are on add up: a record is kept when one of them keeps it.',
    related:
      '“Related to kept records” keeps a record while another kept record refers to it, such as the company of a contact of yours. Of notes it keeps those on kept records.',
    atSync:
      'At the next sync what is chosen is downloaded, and what is left out leaves this computer. Records with changes that wait stay.',
    list: 'Trips',
    /** What Carryon keeps where nobody has chosen. */
    usual: 'My records',
    newTrip: 'New trip',
    newFrom: 'New trip from…',
    fromDiary: 'My diary',
    fromMessage: 'People of this message',
    fromMeeting: 'People of this meeting',
    /** Names of new trips. */
    diary: 'My diary',
    peopleOf: (subject: string) => (subject.trim() === '' ? 'People' : `People of “${subject}”`),
    /** What one click takes along. */
    atOnce: {
      people: 'Take these people offline',
      diary: (days: number) => `Take my next ${written(days)} days offline`,
      peopleAdded: (later: boolean) => `These people come along ${when(later)}`,
      diaryAdded: (days: number, later: boolean) =>
        `Your next ${written(days)} days come along ${when(later)}`,
      along: (names: string) => `They come along with: ${names}.`,
      awaits: 'What is missing is downloaded once the CRM can be reached.',
      undo: 'Undo',
      undone: 'Undone: your trips are as they were',
    },
    source: {
      when: 'Days of my diary',
      days: (n: number) =>
        n === 0
          ? 'Today'
          : n === 1
            ? 'Today and tomorrow'
            : `Today and the next ${written(n)} days`,
      diaryBrings:
        'Takes along the appointments that you take part in, the companies, people and leads that they are with or about, and what of opportunities and cases is open with those. It is found anew at each sync.',
      addresses: 'Addresses',
      peopleBring:
        'Takes along whoever has one of these addresses, their companies, and what of opportunities and cases is open with those. It is found anew at each sync.',
    },
    copyOf: (name: string) => `${name}, copy`,
    /** Tells a name from others that were taken already. */
    numbered: (name: string, n: number) => `${name} ${written(n)}`,
    name: 'Name of the trip',
    nameMissing: 'Enter a name.',
    nameTaken: 'Another trip has this name.',
    filters: 'Filters',
    duplicate: 'Duplicate',
    delete: 'Delete',
    rows: {
      none: 'None',
      related: 'Related to kept records',
      mine: 'Mine',
      team: 'My team’s',
      all: 'All',
    },
    notes: {
      bring: 'Bring their notes',
      hint: 'The notes on these records come along, whoever wrote them.',
      with: 'With their notes',
      without: 'Without their notes',
    },
    views: { savedquery: 'Views', userquery: 'My views' },
    /** A view that looks into other tables. */
    notPossible: (view: string) => `${view} (not possible here)`,
    counted: (choice: string, n: number, more: boolean) =>
      more ? `${choice} (more than ${written(n)})` : `${choice} (${written(n)})`,
    counting: 'The numbers say how many records there are in the CRM that you may read.',
    reset: 'Reset to my organization’s filters',
    resetKeeps: 'Trips of your own stay, switched off.',
    isOrganization: 'Your organization’s filters hold.',
    problem: (what: string) =>
      `The filters that your organization has set cannot be used, so the usual ones stand for them. Tell your administrator: ${what}`,
    templatesProblem: (what: string) =>
      `The trips that your organization offers to begin with cannot be used. Tell your administrator: ${what}`,
    save: 'Save',
    same: 'What is kept stays the same.',
    effect: (n: number) => `${tables(n)} ${n === 1 ? 'changes' : 'change'} at the next sync.`,
    nothing: 'Nothing is chosen: all records leave at the next sync.',
    /** Before a choice is saved that may keep fewer records. */
    fewer: {
      title: 'Keep fewer records?',
      some: 'Records that no trip keeps any more leave this computer at the next sync.',
      all: (n: number) =>
        `No trip keeps records of its own then, so ${n === 1 ? 'the one record' : `all ${written(n)} records`} on this computer will leave it at the next sync.`,
      stay: 'They stay in the CRM. Changes that wait stay here with their records, as do records that you opened without a trip.',
      yes: 'Save, let them leave',
      no: 'Go back',
    },
    saved: (n: number) =>
      n === 0 ? 'Saved' : `Saved: ${tables(n)} ${n === 1 ? 'changes' : 'change'} at the next sync`,
    overridden: (names: string) =>
      `Another window had changed the same meanwhile, and what you saved here holds: ${names}.`,
    /** On the screen of what is on board. */
    chosen: (names: string) => `Trips that are on: ${names}.`,
    chosenNone: 'No trip is on.',
    choose: 'Choose records',
  },
} as const;
