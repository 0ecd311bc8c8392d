/** Records: lists, record pages, forms. */
import { changes, count, written } from './plural';

export const recordStrings = {
  list: {
    search: 'Search records',
    table: 'Table',
    all: 'All tables',
    name: 'Records',
    create: 'New',
    cannotCreate: 'You may not create records here.',
    pending: 'Not sent yet',
    more: 'Show more',
    showMore: (n: number) => `Show ${written(n)} more`,
    found: (shown: number, total: number) =>
      shown < total
        ? `${written(shown)} of ${count(total, 'record', 'records')}`
        : count(total, 'record', 'records'),
    similar: (text: string, n: number) =>
      `Nothing on this computer matches “${text}”. Similar: ${count(n, 'record', 'records')}`,
    none: 'No records on this computer yet.',
    noneChosen: 'No records are on this computer: no trip that is on keeps any.',
    noneMatch: 'No records are on this computer: the CRM has none that match what you have chosen.',
    noneFound: (text: string) => `Nothing on this computer matches “${text}”.`,
    noneInTable: (table: string) => `No ${table} on this computer.`,
    copying: 'Downloading your records. You can already work with what is here.',
    copyWaits: 'The download waits for the connection. You can already work with what is here.',
    copied: (rows: number, total: number | null) =>
      total === null
        ? `${count(rows, 'row', 'rows')} so far`
        : `${written(rows)} of ${count(total, 'row', 'rows')}`,
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
    linked: 'Linked records',
    addLink: (table: string) => `Add ${table.toLowerCase()}`,
    linkTo: (table: string) => `${table} to add`,
    add: 'Add',
    removeLink: (name: string) => `Remove ${name}`,
    linkedAlready: 'These two records are linked already.',
    cannotLink:
      'That record could not be read from the CRM. Try again, or choose one that is on this computer.',
    noMember: {
      otherTable: 'This list is for records of another kind.',
      dynamic:
        'The CRM finds who is on this list by its own rule, so nobody is added or removed by hand.',
      locked: 'This list is locked in the CRM.',
    },
    noPrivilege: (what: string, table: string) =>
      `Your role does not let you ${what} ${table.toLowerCase()}.`,
    notOwner: (what: string) =>
      `It belongs to someone else, and your role does not let you ${what} it.`,
    what: {
      Create: 'create',
      Write: 'edit',
      Delete: 'delete',
      Assign: 'assign',
      Share: 'share',
      Append: 'link',
      AppendTo: 'add records to',
    },
    merged: 'It was merged into another record, and cannot be changed any more.',
    mergedInto: 'Merged into',
    notHere: 'Not on this computer',
    /** A column that the organization has secured. */
    unseen: 'You may not see this',
    noSections: 'This record has no fields to show.',
    deleteQuestion: (name: string) => `Delete ${name}?`,
    deleteWhat: (table: string) =>
      `The ${table.toLowerCase()} disappears here at once, and from the CRM when the change is sent. You can undo that for 30 days, but what the CRM deletes along with it does not come back.`,
    /** A record that was deleted and is made again. */
    backWithout: (columns: string) =>
      `What is not on this computer does not come back either: ${columns}.`,
    backUnfilled: (columns: string) =>
      `What your organization does not let you fill in does not come back: ${columns}.`,
    mailBody: 'Text of the message',
    imagesLeftOut: 'Pictures from the internet are not shown.',
  },

  form: {
    edit: (name: string) => `Edit ${name}`,
    create: (table: string) => `New ${table.toLowerCase()}`,
    save: 'Save',
    formatted:
      'This text is formatted. If you change it here, it keeps its words and loses its formatting, links and pictures.',
    leftOut: 'Your trips leave this field out, so it cannot be changed here.',
    secured: {
      see: 'Your organization secures this field, and does not let you see it.',
      create: 'Your organization secures this field, and does not let you fill it in.',
      update: 'Your organization secures this field, and does not let you change it.',
    },
    saving: 'Saving',
    saved: 'Saved on this computer',
    deleted: 'Deleted on this computer',
    required: 'required',
    none: 'None',
    time: (label: string) => `${label}, time`,
    corrects: (fields: string) =>
      `A later change of yours filled this again: ${fields}. Save, and the refused change gets what you see here.`,
    changedUnderneath:
      'This record changed while you were editing. Your input is kept; saving overwrites only the fields you changed.',
    leaveQuestion: 'Discard what you entered?',
    leaveWhat: 'You have changes that are not saved.',
    leave: 'Discard',
    stay: 'Keep editing',
    nothingFound: 'Nothing found on this computer',
    nothingAnywhere: 'Nothing found on this computer or in the CRM',
    lookupHint: 'Type to search',
    clear: (label: string) => `Clear ${label}`,
    choices: (label: string) => `Choices for ${label}`,
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
      order: 'The range ends before it begins: enter the smaller number first.',
      whole: 'Enter a whole number.',
      date: 'Enter a date.',
      dateTime: 'Enter a date and a time.',
      format: 'This does not have the right form.',
    },
    failed: {
      invalid: 'The CRM does not accept this input.',
      gone: 'This record is not on this computer any more, so nothing was saved.',
      merged:
        'This record was merged into another one, so nothing was saved. Change that one instead.',
      notHere:
        'What a changed field holds in the CRM is not on this computer, so nothing was saved. Choose the field in “Choose records” and sync first.',
      secured:
        'Your organization secures a changed field, and does not let you write it, so nothing was saved. Ask your administrator for permission.',
      localFull:
        'This computer has no space left, so nothing was saved. Free some space and save again.',
      localBroken:
        'The store on this computer did not answer, so nothing was saved. Try again; your input stays here.',
    },
  },
} as const;
