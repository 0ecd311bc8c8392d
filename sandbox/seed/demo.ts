import { today } from './day';
import { activities } from './demo-activities';
import { customers } from './demo-customers';
import { cases, machinery, opportunities } from './demo-deals';
import { marketingLists } from './demo-lists';
import { demoNotes } from './demo-notes';
import { serviceRegions } from './demo-regions';
import { teamLinks, teams } from './demo-teams';
import { workflows } from './demo-workflows';
import { organizationWith } from './empty';
import type { Seed } from './seed';

/** A small sales organisation: the same on every run of one day. */
export const demo = (anchor = today()): Seed =>
  organizationWith(
    'demo',
    anchor,
    () => [
      ...teams(),
      ...customers(anchor),
      ...opportunities(anchor),
      ...cases(anchor),
      ...serviceRegions(anchor),
      ...machinery(anchor),
      ...marketingLists(anchor),
      ...activities(anchor),
      ...demoNotes(anchor),
      ...workflows(anchor),
    ],
    teamLinks,
  );
