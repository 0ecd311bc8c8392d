import type { ConflictChoice } from '../domain/conflict';
import { keptSetting } from './kept-setting';

/** Whom the user lets win where somebody else changed the same. */
export const {
  key: CONFLICTS,
  read: readConflictChoice,
  open: conflictSetting,
} = keptSetting<ConflictChoice>('conflicts', 'organization');
