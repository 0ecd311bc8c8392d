/** What others have changed meanwhile. */
import { count } from './plural';

const records = (n: number): string => count(n, 'record', 'records');

export const unseenStrings = {
  unseen: {
    title: 'While you were away',
    changed: (n: number) => `${records(n)} changed while you were away`,
    dismiss: 'Dismiss until something else changes',
    intro:
      'What others have changed on records that are yours or that you have worked with. It stays here until you mark it as seen.',
    list: 'Changed records',
    by: (who: string, when: string) => (who === '' ? when : `${who}, ${when}`),
    found: (when: string) => `Found ${when}`,
    gone: 'No longer available to you. It was deleted in the CRM, or you may not read it any more.',
    markSeen: 'Mark all as seen',
    marked: 'Marked as seen',
    none: 'Nobody else has changed your records since you last looked.',
    show: 'See what has changed',
  },
} as const;
