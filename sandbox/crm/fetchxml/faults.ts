import { CrmFault } from '../errors';

const fault = (code: string, message: string): CrmFault => new CrmFault(400, code, message);

/** What is wrong with a FetchXML query, in Dataverse's words. Source of the codes: the SDK's error codes. */
export const fetchFaults = {
  xml: (detail: string) => fault('0x80040201', `Invalid XML. ${detail}`),
  noEntity: (name: string) =>
    fault(
      '0x80041102',
      `The entity with a name = '${name}' with namemapping = 'Logical' was not found in the MetadataCache.`,
    ),
  noAttribute: (table: string, name: string) =>
    fault(
      '0x80041103',
      `'${table}' entity doesn't contain attribute with Name = '${name}' and NameMapping = 'Logical'.`,
    ),
  condition: (detail: string) => fault('0x80041106', `Invalid condition: ${detail}`),
  aggregate: (detail: string) => fault('0x80041107', detail),
  alias: (name: string) =>
    fault(
      '0x80041109',
      `Invalid character specified for alias: ${name}. Only characters within the ranges [A-Z], [a-z] or [0-9] or _ are allowed.  The first character may only be in the ranges [A-Z], [a-z] or _.`,
    ),
  noLink: (name: string) =>
    fault('0x8004110A', `Link entity with name or alias ${name} is not found.`),
  noAlias: () => fault('0x8004110B', 'An alias is required for every attribute of an aggregate.'),
  paging: (detail: string) => fault('0x80040203', detail),
  cookie: () => fault('0x80060888', 'Malformed XML in the Paging Cookie.'),
  tooManyLinks: () =>
    fault('0x8004430D', 'Number of link entities in query exceeded maximum limit.'),
  tooManyConditions: () =>
    fault('0x8004430C', 'Number of conditions in query exceeded maximum limit.'),
};
