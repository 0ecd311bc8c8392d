import type { LackingAttachments } from '../../domain/status';
import type { Catalogue } from '../catalogue/catalogue';
import { readState, type Store, writeState } from '../store';
import { versionsHere } from './kept';

const KEY = 'attachments';

/** Where the files stand behind the last copy. */
export interface Mark {
  /** What tells the choice of rows that it is about. */
  readonly chosen: string;
  /** Keys of the rows whose files belong on this computer. */
  readonly wanted: readonly string[];
  /** Those whose files the CRM did not give. */
  readonly notGiven: readonly string[];
  /** `full`: no space was left for the others. */
  readonly stage: 'coming' | 'full' | 'ended';
}

export const readMark = (store: Store): Promise<Mark | undefined> => readState<Mark>(store, KEY);

export async function writeMark(store: Store, now: Mark): Promise<void> {
  const before = await readMark(store);
  if (JSON.stringify(before) !== JSON.stringify(now)) await writeState(store, KEY, now);
}

/** Whether files are missing that can be had. */
export const areAttachmentsDue = async (store: Store): Promise<boolean> =>
  (await readMark(store))?.stage === 'coming';

/**
 * The files that are not here in the version of their rows, by the rule AT10, of a choice of rows that brings files.
 * @param chosen what tells the choice by which they have come; undefined: they have not come yet.
 */
export async function lackingAttachments(
  store: Store,
  catalogue: () => Promise<Catalogue>,
  chosen: string | undefined,
): Promise<LackingAttachments | null> {
  const mark = await readMark(store);
  if (mark === undefined || mark.chosen !== chosen) return { count: null, why: 'toCome' };
  if (mark.wanted.length === 0) return null;
  const having = await catalogue();
  const here = await versionsHere(store.db);
  const lacking = mark.wanted.filter((key) => {
    const item = having.get(key);
    return item !== null && !item.deleted && here.get(key) !== item.etag;
  });
  const refused = new Set(mark.notGiven);
  const others = lacking.filter((key) => !refused.has(key)).length;
  if (others > 0) return { count: others, why: mark.stage === 'full' ? 'noSpace' : 'toCome' };
  return lacking.length > 0 ? { count: lacking.length, why: 'notGiven' } : null;
}
