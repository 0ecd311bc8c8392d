import type { Exchange } from '../exchange';
import { respond, type Message } from './message';
import { guid } from '../../seed/guid';
import { organizationName } from '../../seed/staff';

function currentOrganization({ organization, root }: Exchange): object {
  return {
    OrganizationId: organization.id,
    FriendlyName: organizationName,
    OrganizationVersion: '9.2.26114.00170',
    EnvironmentId: guid('environment', organization.id),
    DatacenterId: guid('datacenter'),
    Geo: 'NA',
    TenantId: guid('tenant'),
    UrlName: 'sandbox',
    UniqueName: 'sandbox',
    State: 'Enabled',
    Endpoints: {
      Count: 1,
      IsReadOnly: false,
      Keys: ['WebApplication'],
      Values: [root.replace(/api\/data\/.*$/, '')],
    },
  };
}

/** Functions that stand alone: who asks whom. */
export const organizationFunctions: readonly Message[] = [
  {
    name: 'WhoAmI',
    kind: 'function',
    answers: 'mscrm.WhoAmIResponse',
    run: (call) =>
      respond(call, 'WhoAmI', {
        BusinessUnitId: call.exchange.user.businessUnitId,
        UserId: call.exchange.user.id,
        OrganizationId: call.exchange.organization.id,
      }),
  },
  {
    name: 'RetrieveCurrentOrganization',
    kind: 'function',
    parameters: [{ name: 'AccessType', type: 'mscrm.EndpointAccessType' }],
    answers: 'mscrm.RetrieveCurrentOrganizationResponse',
    run: (call) =>
      respond(call, 'RetrieveCurrentOrganization', { Detail: currentOrganization(call.exchange) }),
  },
];
