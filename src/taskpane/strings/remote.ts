/** Records of the CRM that are not on this computer. */
import { written } from './plural';

export const remoteStrings = {
  remote: {
    title: 'In the CRM, not on this computer',
    looking: 'Looking in the CRM…',
    none: 'The CRM has no others that match.',
    found: (n: number) => `${written(n)} more in the CRM, listed below`,
    foundMore: 'The CRM has more that match than are listed below. Type more of the name.',
    notHere: 'not on this computer',
    notSearched: {
      busy: 'The CRM is busy, so only this computer was searched. Try again in a minute.',
      silent: 'The CRM did not answer, so only this computer was searched.',
      signIn: 'Sign in to search the CRM too.',
      refused: 'The CRM refused the search, so only this computer was searched.',
    },
    reading: 'Reading this record from the CRM…',
    gone: 'The CRM does not have this record any more, or you may not read it.',
    notRead: 'This record could not be read from the CRM.',
    again: 'Try again',
  },
} as const;
