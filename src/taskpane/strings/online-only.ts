/**
 * What needs a network: `what` in the list "Not available offline", `why` where it would be. What is here is what the
 * screens ask before they ask the CRM.
 */
export const onlineOnlyStrings = {
  onlineOnly: {
    search: {
      what: 'Searching for records that are not on this computer',
      why: 'Offline, only this computer is searched.',
    },
    open: {
      what: 'Opening a record that is not on this computer',
      why: 'This record is not on this computer. Open it again when you are online.',
    },
    attachment: {
      what: 'Saving an attachment that is not on this computer',
      why: 'You can save it from the CRM when you are online.',
    },
    forecast: {
      what: 'Asking the CRM what would happen to your changes',
      why: 'Carryon has to be online to ask the CRM what would happen.',
    },
    duplicates: {
      what: 'Looking in the CRM for what a change may make a duplicate of: the records on this computer are looked through',
      why: 'You are not online, so only records on this computer are shown. Those in the CRM are shown when you are online.',
    },
    sync: {
      what: 'Sending changes and downloading records',
      why: 'Carryon has to be online to send changes or download records.',
    },
    estimate: {
      what: 'Finding out what going offline would bring, and how long it takes',
      why: 'The CRM cannot be reached, so nothing can be downloaded. You work with what is on this computer.',
    },
    counts: {
      what: 'Counting the records that a choice of yours would keep',
      why: 'How many records a choice means shows while you are online.',
    },
    views: {
      what: 'Choosing records by a view of the CRM that you have not chosen before',
      why: 'Views of the CRM can be chosen while you are online.',
    },
  },
} as const;
