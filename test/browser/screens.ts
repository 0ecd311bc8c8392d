import type { Page } from 'playwright-core';
import type { fakeShell } from '../taskpane/support/fake-shell';
import type { AttachmentState } from '../../src/taskpane/record/attachment-state';
import type { Scene } from '../taskpane/support/scenes';

export interface PaneScreen {
  readonly name: string;
  readonly scene: Scene;
  /** The way there from the first screen; it has arrived when this resolves. */
  readonly go?: (page: Page) => Promise<unknown>;
  /** A screen that people work on, which must also hold at other sizes. */
  readonly main?: true;
}

type Fake = ReturnType<typeof fakeShell>;

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** The sheet that asks what comes along. */
export async function openGoOffline(page: Page): Promise<void> {
  await openOfflineData(page);
  await button(page, 'Go offline').click();
  await page.getByRole('dialog', { name: 'Go offline' }).waitFor();
}

/** Opens a record by search. */
export async function openRecord(page: Page, name: string): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search records' }).fill(name);
  await page
    .getByRole('list', { name: 'Records' })
    .getByRole('button', { name, exact: true })
    .click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

/** Opens the note that has a file. @param state where that is */
async function openNote(page: Page, state: AttachmentState): Promise<void> {
  await openRecord(page, 'Price list that was sent');
  await page.locator(`[data-attachment=${state}]`).waitFor();
}

const saveFile = (page: Page) => page.getByRole('button', { name: /^Save file, / }).click();

/** Looks for a colleague's records, which are not on this computer. */
export async function searchBeyond(page: Page, text = 'contoso'): Promise<void> {
  await page.getByRole('searchbox', { name: 'Search records' }).fill(text);
  await beyond(page).waitFor();
}

/** The records of the CRM that are not on this computer. */
export const beyond = (page: Page) =>
  page.getByRole('list', { name: 'In the CRM, not on this computer' });

export async function editRecord(page: Page, name: string): Promise<void> {
  await openRecord(page, name);
  await button(page, 'Edit').click();
  await page.getByRole('heading', { name: `Edit ${name}` }).waitFor();
}

const account = 'Contoso Pharmaceuticals';
const opportunity = 'Cold chain monitoring, phase 2';

/** Opens the menu of a record. */
export async function openMore(page: Page): Promise<void> {
  await button(page, 'More').click();
  await page.getByRole('menu').waitFor();
}

/** Chooses an action in the menu of a record. */
export async function openAction(page: Page, name: string): Promise<void> {
  await openMore(page);
  await page.getByRole('menuitem', { name, exact: true }).click();
  await page.getByRole('dialog', { name: `${name}: ` }).waitFor();
}

/** Asks to merge the lead that shows with another one. */
async function mergeWith(page: Page, name: string): Promise<void> {
  await openAction(page, 'Merge');
  const other = page.getByRole('combobox', { name: 'Other lead' });
  await other.and(page.locator(':not([readonly])')).fill(name);
  await page.getByRole('option', { name, exact: true }).click();
}

async function editAccount(page: Page): Promise<void> {
  await editRecord(page, account);
  await page
    .getByRole('combobox', { name: 'Primary contact' })
    .and(page.locator(':not([readonly])'))
    .waitFor();
}

const ines = 'Inês Carvalho';

/** Opens a record that is linked N:N. */
export async function openLinked(page: Page): Promise<void> {
  await openRecord(page, 'Cold chain monitoring, phase 2');
  await page.getByRole('list', { name: 'Stakeholders' }).waitFor();
}

/** Chooses a contact in the field that is there to add one. */
export async function chooseToLink(page: Page, name: string): Promise<void> {
  const field = page
    .getByRole('combobox', { name: 'Contact to add' })
    .and(page.locator(':not([readonly])'));
  await field.fill(name);
  await page.getByRole('option', { name }).click();
}

/** Takes the people of the open item along. */
export async function takePeople(page: Page): Promise<void> {
  await button(page, 'Take these people offline').click();
  await button(page, 'Undo').waitFor();
}

const openOutbox = (page: Page) => page.getByRole('tab', { name: /^Outbox/ }).click();

/** Corrects a refused change whose column a later change has filled again. */
export async function correctRefused(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { fake } = window as unknown as { fake: Fake };
    const [refused, ...others] = fake.entries.get();
    if (!refused) throw new Error('Nothing waits.');
    const values = { budgetamount: '100.00' };
    fake.entries.set([refused, ...others, { ...refused, seq: 99, id: 'later', values }]);
    fake.store.edit(refused.ref, values);
  });
  await openOutbox(page);
  await page
    .getByRole('button', { name: /^Edit, / })
    .first()
    .click();
  await page.getByText('A later change of yours filled this again: Budget').waitFor();
}

/** @param why tells what was refused from what was refused for another reason. */
async function decideFor(page: Page, what: string, why = ''): Promise<void> {
  await openOutbox(page);
  await page
    .getByRole('list', { name: 'Decide together' })
    .getByRole('listitem')
    .filter({ hasText: `${what}${why}` })
    .getByRole('button', { name: `Decide for all…, ${what}` })
    .click();
  await page.getByRole('dialog', { name: `Decide for ${what}` }).waitFor();
}

const openOfflineData = (page: Page) => button(page, 'Offline data').click();

/** Opens the screen where records are chosen. */
export async function openTrips(page: Page): Promise<void> {
  await openOfflineData(page);
  await button(page, 'Choose records').click();
  await page.getByRole('list', { name: 'Trips' }).waitFor();
}

/** Opens what others have changed, from the note above the records. */
export async function openUnseen(page: Page): Promise<void> {
  await button(page, '5 records changed while you were away').click();
  await page.getByRole('list', { name: 'Changed records' }).waitFor();
}

async function track(page: Page): Promise<void> {
  await button(page, 'Track').click();
  await page.getByRole('status', { name: 'Tracking' }).getByText('Tracking pending').waitFor();
}

/** What the CRM makes of the change that waits. */
async function answer(page: Page, end: 'tracked' | 'other' | 'failed'): Promise<void> {
  await page.evaluate((how) => {
    const { fake } = window as unknown as { fake: Fake };
    const entry = fake.entries.get().at(-1);
    if (!entry) throw new Error('Nothing waits.');
    if (how === 'failed') {
      fake.entries.set([{ ...entry, state: 'rejected' }]);
      return;
    }
    fake.entries.set([]);
    if (how === 'other') {
      const owner = { table: 'systemuser', id: crypto.randomUUID(), name: 'Omar' };
      fake.store.edit(entry.ref, { ownerid: owner });
    }
    fake.store.acknowledge(entry.ref);
  }, end);
}

/** Every screen and state of the pane, each with the way to it. */
export const paneScreens: readonly PaneScreen[] = [
  { name: 'Records', scene: 'records', main: true },
  { name: 'Records during the first copy', scene: 'copying' },
  { name: 'Records with nothing on board', scene: 'empty' },
  { name: 'Records with nothing chosen', scene: 'nothingChosen', main: true },
  { name: 'Records where nothing matches what is chosen', scene: 'nothingMatches' },
  { name: 'Offline data with nothing chosen', scene: 'nothingChosen', go: openOfflineData },
  {
    name: 'Records without a match',
    scene: 'records',
    go: async (page) => {
      await page.getByRole('searchbox').fill('zzz');
      await page.getByText('matches “zzz”').waitFor();
    },
  },
  {
    name: 'Records that are similar to what is searched for',
    scene: 'records',
    go: async (page) => {
      await page.getByRole('searchbox').fill('contosox');
      await page.getByText('Similar:').waitFor();
    },
  },
  { name: 'Records of which others have changed some', scene: 'unseen' },
  { name: 'What others have changed', scene: 'unseen', main: true, go: openUnseen },
  {
    name: 'What others have changed, all of it seen',
    scene: 'unseen',
    go: async (page) => {
      await openUnseen(page);
      await button(page, 'Mark all as seen').click();
      await page.getByText('Nobody else has changed your records').waitFor();
    },
  },
  {
    name: 'Offline data while changes of others are not seen',
    scene: 'unseen',
    go: async (page) => {
      await openOfflineData(page);
      await button(page, 'See what has changed').waitFor();
    },
  },
  {
    name: 'Records searched without a network',
    scene: 'offline',
    go: async (page) => {
      await page.getByRole('searchbox', { name: 'Search records' }).fill('contoso');
      await page.getByText('only this computer is searched').waitFor();
    },
  },
  { name: 'Records with what the CRM has besides', scene: 'records', main: true, go: searchBeyond },
  { name: 'Records of which the CRM has many more', scene: 'manyFound', go: searchBeyond },
  {
    name: 'Records while the CRM is searched',
    scene: 'searching',
    go: async (page) => {
      await page.getByRole('searchbox').fill('contoso');
      await page.getByText('Looking in the CRM').waitFor();
    },
  },
  {
    name: 'Records when the CRM could not be searched',
    scene: 'busy',
    go: async (page) => {
      await page.getByRole('searchbox').fill('contoso');
      await page.getByText('The CRM is busy').waitFor();
    },
  },
  {
    name: 'Record that is being read from the CRM',
    scene: 'slow',
    go: async (page) => {
      await searchBeyond(page);
      await beyond(page).getByRole('button').first().click();
      await page.getByText('Reading this record from the CRM').waitFor();
    },
  },
  {
    name: 'Record that could not be read from the CRM',
    scene: 'breaks',
    go: async (page) => {
      await searchBeyond(page);
      await beyond(page).getByRole('button').first().click();
      await button(page, 'Try again').waitFor();
    },
  },
  {
    name: 'Choosing what to create',
    scene: 'records',
    go: async (page) => {
      await button(page, 'New').click();
      await page.getByRole('menuitem', { name: 'Account' }).waitFor();
    },
  },
  { name: 'Records for somebody who may only read', scene: 'readOnly' },
  { name: 'Records while signed out', scene: 'signedOut' },
  { name: 'Record', scene: 'records', main: true, go: (page) => openRecord(page, account) },
  {
    name: 'Record that may not be changed',
    scene: 'readOnly',
    go: (page) => openRecord(page, account),
  },
  { name: 'Record with linked records', scene: 'records', go: openLinked },
  {
    name: 'Record to link to that is linked already',
    scene: 'records',
    go: async (page) => {
      await openLinked(page);
      await button(page, 'Add contact').click();
      await chooseToLink(page, ines);
      await button(page, 'Add').click();
      await page.getByText('These two records are linked already.').waitFor();
    },
  },
  {
    name: 'Activity',
    scene: 'records',
    go: async (page) => {
      await openRecord(page, 'Send the revised offer');
      await button(page, 'Complete').waitFor();
    },
  },
  {
    name: 'E-mail with its text',
    scene: 'records',
    go: async (page) => {
      await openRecord(page, 'Revised offer');
      await page.getByRole('link', { name: 'our page' }).waitFor();
    },
  },
  {
    name: 'Note with a file',
    scene: 'records',
    go: async (page) => {
      await openRecord(page, 'Price list that was sent');
      await page.getByText('attachments are not taken along').waitFor();
    },
  },
  {
    name: 'Note with a file that is here, without a network',
    scene: 'attachmentsHere',
    main: true,
    go: (page) => openNote(page, 'here'),
  },
  {
    name: 'Note with a file that is an older one',
    scene: 'attachmentsOlder',
    go: (page) => openNote(page, 'older'),
  },
  {
    name: 'Note with a file that is too large, without a network',
    scene: 'attachmentsTooLarge',
    go: (page) => openNote(page, 'tooLarge'),
  },
  {
    name: 'Note with a file that is to come, and could not be had',
    scene: 'attachmentsToCome',
    go: async (page) => {
      await openNote(page, 'coming');
      await saveFile(page);
      await page.getByText('could not be had').waitFor();
    },
  },
  {
    name: 'Note with a file that finds no space, and that the CRM does not have any more',
    scene: 'attachmentsFull',
    go: async (page) => {
      await openNote(page, 'noSpace');
      await saveFile(page);
      await page.getByText('The CRM has no such file').waitFor();
    },
  },
  {
    name: 'Editing a note whose text is formatted',
    scene: 'attachmentsHere',
    main: true,
    go: async (page) => {
      await openNote(page, 'here');
      await button(page, 'Edit').click();
      await page.getByText('This text is formatted').waitFor();
    },
  },
  {
    name: 'Note with a file that is being read from the CRM',
    scene: 'attachmentsSlow',
    go: async (page) => {
      await openNote(page, 'notTaken');
      await saveFile(page);
      await page.getByText('Getting the file').waitFor();
    },
  },
  {
    name: 'Offline data while attachments come',
    scene: 'copyingAttachments',
    main: true,
    go: async (page) => {
      await openOfflineData(page);
      await page.getByText('3 of 12 attachments').first().waitFor();
    },
  },
  {
    name: 'Offline data without space for all attachments',
    scene: 'attachmentsFull',
    go: async (page) => {
      await openOfflineData(page);
      await page.getByText('no space left for 9 attachments').waitFor();
    },
  },
  {
    name: 'Offline data without space for all attachments, in an Outlook that needs the network',
    scene: 'attachmentsFullElsewhere',
    go: async (page) => {
      await openOfflineData(page);
      await page.getByText('no space left for 9 attachments').waitFor();
    },
  },
  {
    name: 'Offline data with an attachment that is still to come',
    scene: 'attachmentsToCome',
    main: true,
    go: openOfflineData,
  },
  {
    name: 'Offline data with attachments that the CRM did not give',
    scene: 'attachmentsNotGiven',
    go: openOfflineData,
  },
  {
    name: 'Offline data when attachments have come',
    scene: 'attachmentsCame',
    go: async (page) => {
      await openOfflineData(page);
      await page.getByText('12 attachments').first().waitFor();
    },
  },
  {
    name: 'Going offline with attachments',
    scene: 'attachmentsToCome',
    go: async (page) => {
      await openGoOffline(page);
      await page.getByText('3 attachments are too large').waitFor();
      await button(page, 'Tables').click();
      await page.getByRole('rowheader', { name: 'Attachments' }).waitFor();
    },
  },
  {
    name: 'Choosing records with their attachments',
    scene: 'attachmentsHere',
    go: async (page) => {
      await openTrips(page);
      await page.getByRole('switch', { name: 'Bring attachments' }).waitFor();
    },
  },
  {
    name: 'Note without a title',
    scene: 'records',
    go: (page) => openRecord(page, 'Their buyer leaves in spring.'),
  },
  {
    name: 'Menu of a record',
    scene: 'actions',
    go: async (page) => {
      await openRecord(page, opportunity);
      await openMore(page);
    },
  },
  {
    name: 'Menu of a record that may not be changed',
    scene: 'readOnly',
    go: async (page) => {
      await openRecord(page, opportunity);
      await openMore(page);
    },
  },
  ...(['Close as won', 'Close as lost', 'Assign', 'Share', 'Run workflow'] as const).map(
    (action): PaneScreen => ({
      name: `Record that is asked about: ${action}`,
      scene: 'actions',
      go: async (page) => {
        await openRecord(page, opportunity);
        await openAction(page, action);
      },
    }),
  ),
  ...(['actions', 'qualified'] as const).map((scene): PaneScreen => ({
    name: `Lead that is asked about, ${scene === 'actions' ? 'to become anything' : 'where the user may create no accounts'}`,
    scene,
    go: async (page) => {
      await openRecord(page, 'Ray Hollis');
      await openAction(page, 'Qualify');
    },
  })),
  {
    name: 'Lead that is merged with another one',
    scene: 'actions',
    go: async (page) => {
      await openRecord(page, 'Ray Hollis');
      await mergeWith(page, 'Raymond Hollis');
      await page.getByRole('checkbox', { name: /^Company name/ }).check();
    },
  },
  {
    name: 'Lead that cannot be merged with a closed one',
    scene: 'actions',
    go: async (page) => {
      await openRecord(page, 'Ray Hollis');
      await mergeWith(page, 'R. Hollis');
      await page.getByRole('dialog').getByRole('button', { name: 'Merge', exact: true }).click();
      await page.getByText('was merged into another one already').waitFor();
    },
  },
  {
    name: 'Lead that was merged into another one',
    scene: 'actions',
    go: async (page) => {
      await openRecord(page, 'R. Hollis');
      await button(page, 'Ray Hollis').waitFor();
    },
  },
  { name: 'Outbox with actions', scene: 'actions', main: true, go: openOutbox },
  {
    name: 'Menu of a lead that may not be merged',
    scene: 'qualified',
    go: async (page) => {
      await openRecord(page, 'Ray Hollis');
      await openMore(page);
    },
  },
  { name: 'Outbox with qualified leads', scene: 'qualified', go: openOutbox },
  { name: 'Form', scene: 'records', main: true, go: editAccount },
  {
    name: 'Form with wrong input',
    scene: 'records',
    go: async (page) => {
      await editAccount(page);
      await page.getByLabel('Account name').fill('');
      await page.getByLabel('Employees').fill('some');
      await button(page, 'Save').click();
      await page.getByText('2 fields need your attention.').waitFor();
    },
  },
  {
    name: 'Form of a record that may be a duplicate',
    scene: 'records',
    main: true,
    go: async (page) => {
      await button(page, 'New').click();
      await page.getByRole('menuitem', { name: 'Contact' }).click();
      await page.getByLabel('Last name').fill('Carvalho');
      await page.getByRole('status').getByText('Maybe a duplicate of').waitFor();
    },
  },
  {
    name: 'Form with an open lookup',
    scene: 'records',
    go: async (page) => {
      await editAccount(page);
      await page.getByRole('combobox', { name: 'Primary contact' }).fill('jo');
      await page.getByRole('option', { name: /Jonas Lindqvist/ }).waitFor();
    },
  },
  {
    name: 'Form with a lookup that finds a record in the CRM',
    scene: 'records',
    go: async (page) => {
      await editAccount(page);
      await page.getByRole('combobox', { name: 'Primary contact' }).fill('jorge');
      await page.getByRole('option', { name: /Jorge Contoso/ }).waitFor();
    },
  },
  {
    name: 'Form of an own table with choices and times',
    scene: 'records',
    go: (page) => editRecord(page, 'Seattle plant'),
  },
  {
    name: 'Form with an open calendar',
    scene: 'records',
    go: async (page) => {
      await editRecord(page, 'Seattle plant');
      await button(page, 'Choose date, Inspection').click();
      await page.getByRole('grid', { name: 'December 2026' }).waitFor();
    },
  },
  {
    name: "Form with a calendar's months",
    scene: 'records',
    go: async (page) => {
      await editRecord(page, 'Seattle plant');
      await button(page, 'Choose date, Inspection').click();
      await button(page, 'December 2026, choose a month').click();
      await page.getByRole('grid', { name: '2026' }).waitFor();
    },
  },
  {
    name: 'Form of a new record',
    scene: 'records',
    go: async (page) => {
      await button(page, 'New').click();
      await page.getByRole('menuitem', { name: 'Task' }).click();
      await page.getByRole('heading', { name: 'New task' }).waitFor();
    },
  },
  {
    name: 'Question before input is lost',
    scene: 'records',
    go: async (page) => {
      await editAccount(page);
      await page.getByLabel('City').fill('Tacoma');
      await button(page, 'Cancel').click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'Record after saving',
    scene: 'records',
    go: async (page) => {
      await editAccount(page);
      await page.getByLabel('City').fill('Tacoma');
      await button(page, 'Save').click();
      await page.getByRole('status', { name: 'Saved on this computer' }).waitFor();
      await button(page, 'Dismiss').waitFor();
    },
  },
  {
    name: 'Question before deleting',
    scene: 'records',
    main: true,
    go: async (page) => {
      await openRecord(page, account);
      await button(page, 'Delete').click();
      await page.getByRole('dialog', { name: `Delete ${account}?` }).waitFor();
    },
  },
  { name: 'Outbox with entries in every state', scene: 'outbox', main: true, go: openOutbox },
  {
    name: 'New record that may be a duplicate, beside one of those that are there',
    scene: 'held',
    main: true,
    go: async (page) => {
      await openOutbox(page);
      await page.getByRole('button', { name: /^Compare, / }).click();
      await page.getByRole('radio', { name: 'Inês Carvalho' }).check();
      await page.getByRole('checkbox', { name: /^Job title/ }).check();
    },
  },
  {
    name: 'New record that may be a duplicate, without a network',
    scene: 'heldOffline',
    go: async (page) => {
      await openOutbox(page);
      await page.getByRole('button', { name: /^Compare, / }).click();
      await page.getByText('only records on this computer').waitFor();
    },
  },
  {
    name: 'Change that may make a duplicate, beside the record that is there',
    scene: 'outbox',
    go: async (page) => {
      await openOutbox(page);
      await page.getByRole('button', { name: /^Compare, / }).click();
      await page.getByText('The same in both').waitFor();
    },
  },
  {
    name: 'Outbox with what would happen',
    scene: 'outbox',
    main: true,
    go: async (page) => {
      await openOutbox(page);
      await button(page, 'What would happen?').click();
      await page.getByRole('heading', { name: 'What would happen' }).waitFor();
      await page.getByText('It would be held as a possible duplicate').waitFor();
    },
  },
  {
    name: 'Outbox when it cannot be found out what would happen',
    scene: 'waiting',
    go: async (page) => {
      await openOutbox(page);
      await button(page, 'What would happen?').click();
      await page.getByText('It could not be found out').waitFor();
    },
  },
  {
    name: 'Outbox after it was saved as a file',
    scene: 'outbox',
    go: async (page) => {
      await openOutbox(page);
      await button(page, 'Save as file').click();
      await button(page, 'Copy').waitFor();
    },
  },
  {
    name: 'Outbox while sending is paused',
    scene: 'sendingPaused',
    go: async (page) => {
      await openOutbox(page);
      await button(page, 'Resume sending').waitFor();
    },
  },
  {
    name: 'Outbox while it is being sent',
    scene: 'sending',
    go: async (page) => {
      await openOutbox(page);
      await page.getByRole('progressbar', { name: 'Sending' }).waitFor();
    },
  },
  { name: 'Outbox with nothing in it', scene: 'records', go: openOutbox },
  { name: 'Form that corrects a refused change', scene: 'outbox', go: correctRefused },
  { name: 'History that may not be taken back', scene: 'readOnly', go: openOutbox },
  { name: 'Records where changes of somebody else wait', scene: 'leftBehind' },
  { name: 'Outbox where changes of somebody else wait', scene: 'leftBehind', go: openOutbox },
  {
    name: 'Question before discarding what others depend on',
    scene: 'outbox',
    go: async (page) => {
      await openOutbox(page);
      await page.evaluate(() => {
        const { fake } = window as unknown as { fake: Fake };
        const all = fake.entries.get();
        const create = all.find(({ kind }) => kind === 'create');
        if (!create) throw new Error('Nothing is new.');
        const regardingobjectid = { ...create.ref, name: create.name };
        const ref = { table: 'task', id: crypto.randomUUID() };
        const name = 'Send the price list';
        const values = { subject: name, regardingobjectid };
        fake.entries.set([...all, { ...create, seq: 99, ref, name, values, state: 'pending' }]);
      });
      await page
        .getByRole('button', { name: /^Discard, Jonas/ })
        .first()
        .click();
      await page.getByRole('radio', { name: 'Link to another record' }).check();
      await page
        .getByRole('combobox', { name: 'Link to this contact' })
        .and(page.locator(':not([readonly])'))
        .waitFor();
    },
  },
  {
    name: 'Question before discarding',
    scene: 'outbox',
    go: async (page) => {
      await openOutbox(page);
      await page
        .getByRole('button', { name: /^Discard, Jonas/ })
        .first()
        .click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'Outbox with much to decide together', scene: 'many', main: true, go: openOutbox },
  {
    name: 'Question about many conflicts',
    scene: 'many',
    main: true,
    go: (page) => decideFor(page, '3 conflicts'),
  },
  {
    name: 'Question before discarding many with what depends on them',
    scene: 'many',
    go: async (page) => {
      await decideFor(page, '2 refused changes', 'Your role does not allow it.');
      await page.getByRole('radio', { name: 'Discard' }).check();
      await page.getByRole('list', { name: 'Discarded too' }).waitFor();
    },
  },
  {
    name: 'Decision for many that can be taken back',
    scene: 'many',
    main: true,
    go: async (page) => {
      await decideFor(page, '3 conflicts');
      await button(page, 'All mine: 3 changes').click();
      await button(page, 'Do it now').waitFor();
    },
  },
  {
    name: 'Question before taking a change back',
    scene: 'outbox',
    main: true,
    go: async (page) => {
      await openOutbox(page);
      await button(page, 'Undo, Mara Lindt').click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'Change that cannot be taken back',
    scene: 'outbox',
    go: async (page) => {
      await openOutbox(page);
      await button(page, 'Undo, Jonas Lindqvist').first().click();
      await page.getByText('What it wrote was changed again since').waitFor();
    },
  },
  { name: 'Message', scene: 'message', main: true },
  { name: 'Message while changes wait', scene: 'waiting', main: true },
  { name: 'Records after the browser has lost everything', scene: 'takenBack', main: true },
  { name: 'Message in a pane that is not pinned', scene: 'pinnable', main: true },
  {
    name: 'Message with candidates for Regarding',
    scene: 'message',
    go: async (page) => {
      await page
        .getByRole('combobox', { name: 'Regarding' })
        .and(page.locator(':not([readonly])'))
        .click();
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'Message that waits for tracking',
    scene: 'message',
    go: track,
  },
  {
    name: 'Message that was tracked',
    scene: 'message',
    go: async (page) => {
      await track(page);
      await answer(page, 'tracked');
      await page.getByRole('status', { name: 'Tracking' }).getByText('Tracked').waitFor();
    },
  },
  {
    name: 'Message that somebody else tracked',
    scene: 'message',
    go: async (page) => {
      await track(page);
      await answer(page, 'other');
      await page
        .getByRole('status', { name: 'Tracking' })
        .getByText('Tracked by someone else')
        .waitFor();
    },
  },
  {
    name: 'Message whose tracking was refused',
    scene: 'message',
    go: async (page) => {
      await track(page);
      await answer(page, 'failed');
      await page.getByRole('status', { name: 'Tracking' }).getByText('Tracking failed').waitFor();
    },
  },
  { name: 'Message being written', scene: 'compose' },
  { name: 'Meeting', scene: 'meeting' },
  {
    name: 'Message whose people were just taken along',
    scene: 'message',
    main: true,
    go: takePeople,
  },
  {
    name: 'Message whose people were just taken along, without a network',
    scene: 'messageOffline',
    go: takePeople,
  },
  { name: 'Meeting whose people come along', scene: 'around' },
  { name: 'No item', scene: 'noItem' },
  {
    name: 'Message outside Outlook',
    scene: 'records',
    go: (page) => page.getByRole('tab', { name: 'Message' }).click(),
  },
  {
    name: 'Message while Outlook has not answered',
    scene: 'connecting',
    go: (page) => page.getByText('Connecting to Outlook').waitFor(),
  },
  {
    name: 'Message when Outlook is silent',
    scene: 'silent',
    go: (page) => page.getByRole('tab', { name: 'Message' }).click(),
  },
  { name: 'Offline data', scene: 'records', main: true, go: openOfflineData },
  {
    name: 'Offline data with much in the way of going offline',
    scene: 'inTheWay',
    main: true,
    go: openOfflineData,
  },
  {
    name: 'Offline data that the browser does not promise to keep, without a network',
    scene: 'inTheWayOffline',
    go: async (page) => {
      await openOfflineData(page);
      await button(page, 'Keep everything').click();
      await button(page, 'Ask again').waitFor();
    },
  },
  {
    name: 'Offline data in an Outlook that needs the network',
    scene: 'needsNetwork',
    go: openOfflineData,
  },
  {
    name: 'Offline data in an Outlook that opens add-ins without a network',
    scene: 'classicOutlook',
    go: openOfflineData,
  },
  {
    name: 'Offline data in a browser that needs the network',
    scene: 'noServiceWorker',
    go: openOfflineData,
  },
  { name: 'Offline data with nothing on board', scene: 'empty', go: openOfflineData },
  { name: 'Offline data while changes wait', scene: 'waiting', go: openOfflineData },
  { name: 'Offline data during a download', scene: 'copying', go: openOfflineData },
  { name: 'Offline data with a paused download', scene: 'paused', go: openOfflineData },
  { name: 'Offline data with a download that stopped', scene: 'stopped', go: openOfflineData },
  { name: 'Offline data with a download that was refused', scene: 'refused', go: openOfflineData },
  { name: 'Offline data with a download that found no space', scene: 'full', go: openOfflineData },
  { name: 'Offline data with a complete download', scene: 'copied', go: openOfflineData },
  {
    name: 'Offline data with a download that waits for the server',
    scene: 'copyHeld',
    go: openOfflineData,
  },
  {
    name: 'Offline data while another window downloads',
    scene: 'copyingElsewhere',
    go: openOfflineData,
  },
  {
    name: 'Offline data with a download with which records left',
    scene: 'copiedAway',
    go: openOfflineData,
  },
  {
    name: 'Offline data with a download that waits for the connection',
    scene: 'copyAwaitsNetwork',
    go: openOfflineData,
  },
  {
    name: 'Offline data before going offline, with a download that lost the connection',
    scene: 'copyLostNetwork',
    go: openOfflineData,
  },
  { name: 'Records while their download waits for the connection', scene: 'copyAwaitsNetwork' },
  { name: 'Offline data with a canceled download', scene: 'canceled', go: openOfflineData },
  {
    name: 'Offline data before going offline, table by table',
    scene: 'leaving',
    main: true,
    go: async (page) => {
      await openOfflineData(page);
      await button(page, 'Tables').click();
      await page.getByText('1,720 of 9,600 rows').waitFor();
    },
  },
  {
    name: 'Going offline with several trips',
    scene: 'trips',
    main: true,
    go: async (page) => {
      await openGoOffline(page);
      await page.getByRole('dialog').getByRole('switch', { name: 'Hanover' }).check();
      await page.getByText('By itself: 28,960 records').waitFor();
    },
  },
  {
    name: 'Going offline',
    scene: 'trips',
    main: true,
    go: async (page) => {
      await openGoOffline(page);
      await button(page, 'Tables').click();
      await page.getByRole('columnheader', { name: 'Size' }).waitFor();
    },
  },
  {
    name: 'Going offline with more than finds room, and not with all that it refers to',
    scene: 'fair',
    main: true,
    go: async (page) => {
      await openGoOffline(page);
      await page.getByText('has room for').waitFor();
    },
  },
  {
    name: 'Going offline with filters that match nothing',
    scene: 'fairIsHere',
    go: async (page) => {
      await openGoOffline(page);
      await page.getByText('nothing that matches').waitFor();
    },
  },
  {
    name: 'Going offline after a download that found no space',
    scene: 'full',
    main: true,
    go: async (page) => {
      await openGoOffline(page);
      await page.getByRole('dialog').getByText('had no space left').waitFor();
    },
  },
  {
    name: 'Going offline with a diary in which there is nothing',
    scene: 'aroundNothing',
    main: true,
    go: async (page) => {
      await openGoOffline(page);
      await page.getByText('has nothing for this trip').waitFor();
    },
  },
  {
    name: 'Going offline with filters that cannot be used',
    scene: 'conditions',
    main: true,
    go: async (page) => {
      await openGoOffline(page);
      await page.getByRole('dialog').getByText('a condition is on the field').waitFor();
    },
  },
  {
    name: 'Going offline with nothing',
    scene: 'records',
    go: async (page) => {
      await openGoOffline(page);
      await page.getByRole('switch', { name: 'My records' }).uncheck();
      await page.getByText('No trip keeps records').waitFor();
    },
  },
  { name: 'Going offline without a network', scene: 'offline', go: openGoOffline },
  {
    name: 'Going offline while it is found out what comes',
    scene: 'estimating',
    go: openGoOffline,
  },
  {
    name: 'Going offline while the CRM is too busy to tell what comes',
    scene: 'estimateHeld',
    go: async (page) => {
      await openGoOffline(page);
      await page.getByText('The CRM is busy').waitFor();
    },
  },
  {
    name: 'Going offline where it cannot be found out what comes',
    scene: 'notEstimated',
    main: true,
    go: async (page) => {
      await openGoOffline(page);
      await page.getByText('could not be found out').waitFor();
    },
  },
  {
    name: 'Going offline where the diary can come along',
    scene: 'appointments',
    go: async (page) => {
      await openGoOffline(page);
      const sheet = page.getByRole('dialog');
      await sheet.getByRole('button', { name: 'Take my next 7 days offline' }).waitFor();
    },
  },
  {
    name: 'Offline data where the diary was just taken along',
    scene: 'appointments',
    main: true,
    go: async (page) => {
      await openOfflineData(page);
      await button(page, 'Take my next 7 days offline').click();
      await button(page, 'Undo').waitFor();
    },
  },
  {
    name: 'Offline data where the diary can be taken along',
    scene: 'appointments',
    go: async (page) => {
      await openOfflineData(page);
      await button(page, 'Take my next 7 days offline').waitFor();
    },
  },
  { name: 'Choosing records', scene: 'records', main: true, go: openTrips },
  { name: 'Choosing records without a network', scene: 'offline', go: openTrips },
  {
    name: 'Choosing records with several trips, before they are saved',
    scene: 'trips',
    main: true,
    go: async (page) => {
      await openTrips(page);
      await page.getByRole('switch', { name: 'Hanover trade fair, April' }).check();
      await button(page, 'Filters, Hanover trade fair, April').click();
      await page.getByText('2 tables change at the next sync').waitFor();
    },
  },
  {
    name: 'Choosing records, before fewer are kept',
    scene: 'trips',
    main: true,
    go: async (page) => {
      await openTrips(page);
      await page.getByRole('combobox', { name: 'Accounts' }).selectOption('none');
      await button(page, 'Save').click();
      await page.getByRole('dialog').getByText('no trip keeps any more').waitFor();
    },
  },
  {
    name: 'Choosing records, before all of them leave',
    scene: 'records',
    main: true,
    go: async (page) => {
      await openTrips(page);
      await page.getByRole('switch', { name: 'My records' }).uncheck();
      await button(page, 'Save').click();
      await page.getByRole('dialog').getByText('so all').waitFor();
    },
  },
  {
    name: 'Going offline with fewer records, without a network',
    scene: 'offline',
    go: async (page) => {
      await openGoOffline(page);
      await page.getByRole('switch', { name: 'My records' }).uncheck();
      await page.getByRole('dialog').getByText('no trip keeps any more').waitFor();
    },
  },
  {
    name: 'Choosing records with a trip that needs a name',
    scene: 'trips',
    go: async (page) => {
      await openTrips(page);
      await button(page, 'New trip').click();
      await page.getByLabel('Name of the trip').fill('');
      await button(page, 'Save').click();
      await page.getByText('Enter a name.').waitFor();
    },
  },
  {
    name: 'Choosing records, with trips to begin with',
    scene: 'trips',
    go: async (page) => {
      await openTrips(page);
      await button(page, 'New trip from…').click();
      await page.getByRole('menuitem', { name: 'Key customers' }).waitFor();
    },
  },
  {
    name: 'Choosing records around the diary',
    scene: 'around',
    main: true,
    go: async (page) => {
      await openTrips(page);
      await page.getByLabel('Days of my diary').waitFor();
    },
  },
  {
    name: 'Choosing records around the people of a meeting',
    scene: 'around',
    main: true,
    go: async (page) => {
      await openTrips(page);
      await button(page, 'Filters, People of “Site visit”').click();
      await page.getByRole('list', { name: 'Addresses' }).waitFor();
      await button(page, 'New trip from…').click();
      await page.getByRole('menuitem', { name: 'People of this meeting' }).waitFor();
    },
  },
  {
    name: 'Choosing records by conditions',
    scene: 'conditions',
    main: true,
    go: async (page) => {
      await openTrips(page);
      await button(page, 'Conditions, Accounts').click();
      await page.getByLabel('Keep records that meet').waitFor();
      await page
        .getByRole('combobox', { name: 'Value, condition 3, Accounts' })
        .and(page.locator(':not([readonly])'))
        .waitFor();
      await button(page, 'Conditions, Tasks').click();
      await page.getByRole('checkbox', { name: 'Open' }).waitFor();
    },
  },
  {
    name: 'Choosing records by conditions that are not complete or cannot be used',
    scene: 'conditions',
    go: async (page) => {
      await openTrips(page);
      await button(page, 'Conditions, Opportunities').click();
      await page.getByText('This field is not available any more').waitFor();
      await button(page, 'Conditions, Tasks').click();
      await button(page, 'Add condition, Tasks').click();
      await button(page, 'Save').click();
      await page.getByText('Enter a value.').waitFor();
    },
  },
  {
    name: 'Choosing records by a range that ends before it begins',
    scene: 'conditions',
    go: async (page) => {
      await openTrips(page);
      await button(page, 'Conditions, Accounts').click();
      await page.getByLabel('From, condition 2, Accounts').fill('100');
      await page.getByLabel('To, condition 2, Accounts').fill('50');
      await button(page, 'Save').click();
      await page.getByText('enter the smaller number first').waitFor();
    },
  },
  {
    name: 'Choosing records by what they are not',
    scene: 'conditions',
    go: async (page) => {
      await openTrips(page);
      await button(page, 'Conditions, Accounts').click();
      await page.getByLabel('Field, condition 1, Accounts').selectOption('Owner');
      await page.getByLabel('Comparison, condition 1, Accounts').selectOption('is not');
      await page.getByText('Records without a value are kept too.').waitFor();
    },
  },
  {
    name: 'Choosing records by a group of conditions',
    scene: 'conditions',
    main: true,
    go: async (page) => {
      await openTrips(page);
      await button(page, 'Conditions, Accounts').click();
      await button(page, 'Remove condition 3, Accounts').click();
      await button(page, 'Add group, Accounts').click();
      await page.getByLabel('Value, condition 3, Accounts').fill('GmbH');
      await button(page, 'Add condition to group 1, Accounts').click();
      await page.getByLabel('Comparison, condition 4, Accounts').selectOption('does not contain');
    },
  },
  {
    name: 'Choosing records, where no condition has been made',
    scene: 'records',
    go: async (page) => {
      await openTrips(page);
      await button(page, 'Conditions, Contacts').click();
      await page.getByText('Without a condition').waitFor();
    },
  },
  {
    name: 'Choosing the columns of a table',
    scene: 'leftOut',
    main: true,
    go: async (page) => {
      await openTrips(page);
      await button(page, 'Columns and notes, Accounts').click();
      await page.getByRole('checkbox', { name: 'Website' }).waitFor();
    },
  },
  {
    name: 'Choosing whether the notes on the records of a table come along',
    scene: 'records',
    go: async (page) => {
      await openTrips(page);
      await button(page, 'Columns and notes, Accounts').click();
      await page.getByRole('checkbox', { name: 'Bring their notes' }).uncheck();
    },
  },
  {
    name: 'Choosing records, where the notes on those of a table do not come along',
    scene: 'records',
    go: async (page) => {
      await openTrips(page);
      await button(page, 'Columns and notes, Accounts').click();
      await page.getByRole('checkbox', { name: 'Bring their notes' }).uncheck();
      await button(page, 'Columns and notes, Accounts').click();
      await page.getByText('Without their notes').waitFor();
    },
  },
  {
    name: 'Choosing the columns of a table, none of which matches',
    scene: 'leftOut',
    go: async (page) => {
      await openTrips(page);
      await button(page, 'Columns and notes, Accounts').click();
      await page.getByRole('searchbox', { name: 'Search columns, Accounts' }).fill('zzz');
      await page.getByText('No column matches').waitFor();
    },
  },
  {
    name: 'A record of which fields are not on this computer',
    scene: 'leftOut',
    go: async (page) => {
      await openRecord(page, account);
      await page.getByText('Not on this computer').first().waitFor();
    },
  },
  {
    name: 'Deleting a record of which fields are not on this computer',
    scene: 'leftOut',
    go: async (page) => {
      await openRecord(page, account);
      await button(page, 'Delete').click();
      await page.getByText('does not come back either: Website').waitFor();
    },
  },
  {
    name: 'Making a record again of which fields were not on this computer',
    scene: 'leftOut',
    go: async (page) => {
      await openOutbox(page);
      await button(page, 'Undo, Mara Lindt').click();
      await page.getByText('does not come back either: Job title').waitFor();
    },
  },
  {
    name: 'Editing a record of which fields are not on this computer',
    scene: 'leftOut',
    go: async (page) => {
      await editAccount(page);
      await page.getByText('Your trips leave this field out').first().waitFor();
    },
  },
  {
    name: 'A record with a field that may not be seen',
    scene: 'secured',
    go: async (page) => {
      await openRecord(page, account);
      await page.getByText('You may not see this').waitFor();
    },
  },
  {
    name: 'Editing a record with fields that may not be seen or changed',
    scene: 'secured',
    go: async (page) => {
      await editAccount(page);
      await page.getByText('does not let you see it').waitFor();
      await page.getByText('does not let you change it').first().waitFor();
    },
  },
  {
    name: 'A new record with fields that may not be filled in',
    scene: 'secured',
    go: async (page) => {
      await button(page, 'New').click();
      await page.getByRole('menuitem', { name: 'Account' }).click();
      await page.getByText('does not let you fill it in').first().waitFor();
    },
  },
  {
    name: 'Making a record again with a field that may not be filled in',
    scene: 'secured',
    go: async (page) => {
      await openOutbox(page);
      await button(page, 'Undo, Mara Lindt').click();
      await page.getByText('does not let you fill in does not come back: Email').waitFor();
    },
  },
  {
    name: 'Offline data with a condition that cannot be used',
    scene: 'conditions',
    go: async (page) => {
      await openOfflineData(page);
      await page.getByText('a condition is on the field').waitFor();
    },
  },
  { name: 'Records while changes are sent', scene: 'syncing' },
  { name: 'Records while the server asks to wait', scene: 'throttled' },
  {
    name: 'Offline data in a window that keeps nothing',
    scene: 'offline',
    go: openOfflineData,
  },
  {
    name: 'Offline data while working offline',
    scene: 'workingOffline',
    go: openOfflineData,
  },
  {
    name: 'Settings with a new version',
    scene: 'update',
    main: true,
    go: (page) => button(page, 'Settings').click(),
  },
  {
    name: 'Start that takes its time',
    scene: 'starting',
    go: (page) => page.getByText('Opening your records').waitFor(),
  },
  { name: 'Start without configuration', scene: 'config' },
  { name: 'First start without a network', scene: 'firstStart' },
  { name: 'Start without a network after a loss', scene: 'lost' },
  { name: 'Start without sign-in', scene: 'signIn' },
  { name: 'Start with a blocked store', scene: 'storeBlocked' },
  { name: 'Start with an unusable CRM', scene: 'crm' },
];
