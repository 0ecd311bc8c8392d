import { systemClock } from '../src/composition/system-clock';
import { createDataverse } from '../src/dataverse/dataverse';
import type { CrmServer } from '../src/domain/crm-server';

export const TOKEN = 'sandbox:ada';

/** The CRM as a page asks it. */
export const serverAt = (crmUrl: string): CrmServer =>
  createDataverse({
    url: crmUrl,
    tokens: { token: async () => TOKEN },
    fetch: (input, init) => fetch(input, init),
    clock: systemClock,
    onOutcome: () => undefined,
  });
