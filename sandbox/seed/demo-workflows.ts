import { userRef } from './empty';
import { moment } from './day';
import { guid } from './guid';
import type { SeedRow } from './seed';

type Values = SeedRow['values'];

const workflow = (
  anchor: number,
  name: string,
  primaryentity: string,
  trigger: Values,
  steps: readonly object[],
  active = true,
): SeedRow => ({
  table: 'workflow',
  id: guid('workflow', name),
  values: {
    name,
    primaryentity,
    scope: 4,
    ...trigger,
    clientdata: JSON.stringify(steps),
    statecode: active ? 1 : 0,
    statuscode: active ? 2 : 1,
    ownerid: userRef('ada'),
    createdon: moment(anchor, -300, 9),
  },
});

/** The classic workflows of the organisation: ones that succeed, fail and wait, and one that is not published. */
export const workflows = (anchor: number): SeedRow[] => [
  workflow(anchor, 'Call new leads', 'lead', { triggeroncreate: true }, [
    {
      step: 'create',
      table: 'task',
      values: {
        subject: 'Call the new lead {fullname}',
        'regardingobjectid_lead_task@odata.bind': '{record}',
        'ownerid_task@odata.bind': '{ownerid}',
      },
    },
  ]),
  workflow(anchor, 'Rate as hot', 'lead', { ondemand: true }, [
    { step: 'set', values: { leadqualitycode: 1 } },
  ]),
  workflow(
    anchor,
    'Announce urgent cases',
    'incident',
    { triggeronupdateattributelist: 'prioritycode' },
    [
      { step: 'check', column: 'prioritycode', equals: 1 },
      { step: 'fail', message: "The queue 'Urgent cases' does not exist." },
    ],
  ),
  workflow(
    anchor,
    'Remind on the closing day',
    'opportunity',
    { triggeronupdateattributelist: 'estimatedclosedate' },
    [
      { step: 'wait', until: 'estimatedclosedate' },
      {
        step: 'notify',
        title: '{name} closes today',
        body: 'The estimated close date is reached.',
      },
    ],
  ),
  workflow(
    anchor,
    'Thank new contacts',
    'contact',
    { triggeroncreate: true },
    [{ step: 'notify', title: 'Say thank you to {fullname}' }],
    false,
  ),
];
