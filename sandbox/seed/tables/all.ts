import type { TableDefinition } from '../definition';
import { account } from './account';
import { activitypointer, appointment, email, phonecall, task } from './activities';
import { incidentResolution, opportunityClose } from './closings';
import { contact } from './contact';
import { duplicateTables } from './duplicates';
import { equipment } from './equipment';
import { incident } from './incident';
import { lead } from './lead';
import { listTables } from './list';
import { noteTables } from './notes';
import { opportunity } from './opportunity';
import { processTables } from './processes';
import { securityTables } from './security';
import { region } from './region';
import { solution } from './solution';
import { systemTables } from './system';
import { viewTables } from './views';

/** Every table of the demo organisation. */
export const allTables: readonly TableDefinition[] = [
  ...systemTables,
  ...securityTables,
  ...viewTables,
  account,
  contact,
  lead,
  opportunity,
  incident,
  ...listTables,
  task,
  phonecall,
  appointment,
  email,
  ...noteTables,
  activitypointer,
  ...duplicateTables,
  ...processTables,
  region,
  equipment,
  opportunityClose,
  incidentResolution,
  solution,
];
