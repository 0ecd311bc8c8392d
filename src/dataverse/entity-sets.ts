import type { Table } from '../domain/table';
import { textIn } from './json';
import type { Send } from './send';

export interface EntitySets {
  learn(table: Pick<Table, 'name' | 'entitySetName'>): void;
  /** Asks the CRM about a table that it has not been told of, once. */
  of(table: string, signal?: AbortSignal): Promise<string>;
}

/** Entity set names by logical name: an address needs them also for tables that are not on board, such as users. */
export function createEntitySets(send: Send): EntitySets {
  const known = new Map<string, string>();
  return {
    learn: ({ name, entitySetName }) => void known.set(name, entitySetName),
    async of(table, signal) {
      const name =
        known.get(table) ??
        (await send(
          {
            method: 'GET',
            address: `EntityDefinitions(LogicalName='${encodeURIComponent(table)}')?$select=EntitySetName`,
            signal,
          },
          ({ body }) => {
            const found = textIn(body?.['EntitySetName']);
            if (found === '') throw new TypeError(`No entity set of ${table}`);
            return found;
          },
        ));
      known.set(table, name);
      return name;
    },
  };
}
