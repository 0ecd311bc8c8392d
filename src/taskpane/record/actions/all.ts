import { lose, resolve, win } from './closing';
import { assign, share, unshare } from './principals';
import { merge } from './merging';
import { qualifyLead } from './qualifying';
import type { RecordAction } from './record-action';
import { run } from './workflow';

/** What the menu of a record may hold, in order. */
export const recordActions: readonly RecordAction[] = [
  win,
  lose,
  resolve,
  qualifyLead,
  merge,
  run,
  assign,
  share,
  unshare,
];
