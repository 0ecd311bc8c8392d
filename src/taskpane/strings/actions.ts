/** Actions of the CRM: what they are called, what is asked before them, and how they stand in the outbox. */
import type { ActionName } from '../../domain/action';

export const actionStrings = {
  actions: {
    more: 'More',
    /** Of menu items and of the buttons that do it. */
    label: {
      winOpportunity: 'Close as won',
      loseOpportunity: 'Close as lost',
      closeIncident: 'Resolve case',
      executeWorkflow: 'Run workflow',
      qualifyLead: 'Qualify',
      merge: 'Merge',
      assign: 'Assign',
      share: 'Share',
      revokeAccess: 'Stop sharing',
      grantAccess: 'Share',
      modifyAccess: 'Share',
    } satisfies Record<ActionName | 'assign' | 'share', string>,
    title: (action: string, name: string) => `${action}: ${name}`,
    status: 'Status reason',
    revenue: 'Actual revenue',
    closedOn: 'Close date',
    owner: 'New owner',
    only: 'Take away what was shared with them before',
    right: {
      Read: 'Read',
      Write: 'Edit',
      Append: 'Link it to others',
      AppendTo: 'Link others to it',
      Delete: 'Delete',
      Share: 'Share',
      Assign: 'Assign',
    },
    assignHint:
      'You may not be able to see the record any more once it belongs to someone else. It then leaves this computer with the next sync.',
    unshareHint: 'They can still see it where their own role lets them.',
    workflowHint:
      'It runs in the CRM once this is sent. The outbox shows what came of it, as far as you may see that.',
    qualifyHint:
      'The CRM makes these records once this is sent. Until then there is nothing of them on this computer to open or edit. What they are made of is the lead as it is then. This cannot be undone from here.',
    mergeWith: (table: string) => `Other ${table.toLowerCase()}`,
    whichStays: 'Which one stays',
    theOther: 'The other one',
    sameParents: 'Refuse it where the two belong to different companies',
    mergeHint:
      'What belongs to the one that is given up goes to the one that stays, once this is sent. The one that is given up is closed then and cannot be changed any more. This cannot be undone.',
    takeOver: 'Take over from the one that is given up',
    has: 'The one that stays has',
    nothingToTake: 'The one that is given up has nothing else than the one that stays.',
    noMerge: 'Your role does not let you merge records.',
    /** Why two records are not merged. */
    mergeRefused: {
      same: 'This is the same record. Choose another one.',
      notHere: 'The other record is not on this computer and cannot be read now.',
      merged: 'The other record was merged into another one already.',
      closed: 'The other record is closed. Only open ones can be merged.',
    },
    /** What the entry of an action should tell besides, while it waits. */
    note: {
      qualifyLead:
        'What it becomes is made in the CRM once this is sent, and cannot be opened or edited before.',
      merge:
        'What belongs to this record goes to the other one once this is sent, and shows here until then.',
    } as Partial<Record<ActionName, string>>,
    /** What an entry of the outbox does. */
    kind: {
      winOpportunity: (table) => `${table}: closed as won`,
      loseOpportunity: (table) => `${table}: closed as lost`,
      closeIncident: (table) => `${table}: resolved`,
      grantAccess: (table) => `${table}: shared`,
      modifyAccess: (table) => `${table}: shared anew`,
      revokeAccess: (table) => `${table}: sharing ended`,
      executeWorkflow: (table) => `${table}: workflow run`,
      qualifyLead: (table) => `${table}: qualified`,
      merge: (table) => `${table}: merged into another`,
    } satisfies Record<ActionName, (table: string) => string>,
    /** What an action is given, as far as its record does not show it. */
    params: {
      subject: 'Subject',
      description: 'Description',
      competitor: 'Competitor',
      principal: 'User or team',
      rights: 'They may',
      workflow: 'Workflow',
      stays: 'Merged into',
    },
    becomes: 'Becomes',
    becomesNothing: 'Nothing new',
  },
} as const;
