import type { DuplicateChoice } from '../domain/duplicate-choice';
import { keptSetting } from './kept-setting';

/** What becomes of what the CRM calls a duplicate. */
export const {
  key: DUPLICATES,
  read: readDuplicateChoice,
  open: duplicateSetting,
} = keptSetting<DuplicateChoice>('duplicates', 'hold');
