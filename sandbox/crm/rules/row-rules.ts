import { administratorRole } from './administrator-role';
import { closedEmail } from './closed-email';
import { closingStates } from './closing-states';
import { derivedParties } from './derived-parties';
import { duplicates } from './duplicates';
import { duplicateConditionRows, duplicateRuleRows } from './duplicate-rule-rows';
import { filesInRows } from './file-rules';
import { hierarchyLoops } from './hierarchy-loops';
import { inheritedRights } from './inherited-rights';
import { mirroredLookups } from './mirrored-lookups';
import { plugins } from './plugins';
import type { Change, RowRule } from './row-change';
import { scheduledDuration } from './scheduled-duration';
import { workflowRows } from './workflow-rows';
import { workflowTriggers } from './workflow-triggers';
import { sharesEnd, sharesOfPrincipalEnd } from './shares-end';

const rules: readonly RowRule[] = [
  plugins,
  closedEmail,
  closingStates,
  administratorRole,
  hierarchyLoops,
  filesInRows,
  derivedParties,
  mirroredLookups,
  scheduledDuration,
  duplicateRuleRows,
  duplicateConditionRows,
  workflowRows,
  workflowTriggers,
  inheritedRights,
  sharesEnd,
  sharesOfPrincipalEnd,
  duplicates,
];

export function beforeChange(change: Change): void {
  for (const rule of rules) if (rule.applies(change.table)) rule.before?.(change);
}

export function afterChange(change: Change): void {
  for (const rule of rules) if (rule.applies(change.table)) rule.after?.(change);
}

export function afterDelete(gone: Parameters<NonNullable<RowRule['deleted']>>[0]): void {
  for (const rule of rules) if (rule.applies(gone.table)) rule.deleted?.(gone);
}
