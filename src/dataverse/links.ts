import type { CrmServer } from '../domain/crm-server';
import type { EntitySets } from './entity-sets';
import { rowsIn, textIn } from './json';
import { linkProperty } from './list-members';
import { called } from './query';
import type { Send } from './send';

/** Dataverse gives no more. */
const PAGE_SIZE = 5000;

/** What rows are linked to N:N: the rows of the table between theirs. */
export const createLinks = (send: Send, sets: EntitySets): Pick<CrmServer, 'readLinks'> => ({
  async readLinks({ relationship, ids }, next, signal) {
    const [mine, theirs] = [
      linkProperty(relationship, 'mine'),
      linkProperty(relationship, 'theirs'),
    ];
    const set = await sets.of(relationship.intersect, signal);
    const filter =
      ids === null ? '' : `&$filter=${encodeURIComponent(called('In', relationship.mine, ids))}`;
    const address = next ?? `${set}?$select=${mine},${theirs}${filter}`;
    const headers = { Prefer: `odata.maxpagesize=${PAGE_SIZE}` };
    return send({ method: 'GET', address, headers, signal }, ({ body }) => ({
      links: rowsIn(body).map((row) => ({
        mine: textIn(row[mine]).toLowerCase(),
        theirs: textIn(row[theirs]).toLowerCase(),
      })),
      next: textIn(body?.['@odata.nextLink']) || null,
    }));
  },
});
