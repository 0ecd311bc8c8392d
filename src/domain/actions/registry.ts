import type { Action, ActionKind, ActionName } from '../action';
import type { RowRef } from '../row';
import { closeIncident, loseOpportunity, winOpportunity } from './closing';
import { merge } from './merging';
import { qualifyLead } from './qualifying';
import { grantAccess, modifyAccess, revokeAccess } from './sharing';
import { executeWorkflow } from './workflow';

/** Every action there is, by its name in the outbox. A name stays for ever: entries that wait have it. */
export const actions: Readonly<Record<ActionName, ActionKind>> = {
  winOpportunity,
  loseOpportunity,
  closeIncident,
  grantAccess,
  modifyAccess,
  revokeAccess,
  executeWorkflow,
  qualifyLead,
  merge,
};

/** Another record that an action changes; null: none. */
export const alsoChanged = ({ name, params }: Action): RowRef | null =>
  actions[name].also?.(params) ?? null;

/** Whether an action that was kept is one that this version knows. */
export const isKnown = (name: string): name is ActionName => Object.hasOwn(actions, name);
