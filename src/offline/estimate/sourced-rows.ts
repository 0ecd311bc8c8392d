import type { Expected } from '../../domain/estimate';
import { rowKey } from '../../domain/row';
import type { Table } from '../../domain/table';
import type { References } from '../references';
import { byIds, outside } from './by-ids';
import type { Sampled } from './inquiry';
import type { OwnTable } from './own-rows';
import type { ReferredContext } from './referred-rows';

/** What will come of a table because sources of trips bring it. */
export interface SourcedRows {
  readonly table: Table;
  /** Of all that they bring, what is here too. */
  readonly ids: ReadonlySet<string>;
  readonly expected: Expected;
  /** How many will come. */
  readonly rows: number;
  readonly sampled: Sampled | null;
}

/** @param own what is read for its own sake, which does not come twice. Rejects with a CrmError. */
export async function sourcedRows(
  { inquiry, isHere, lookAt }: Pick<ReferredContext, 'inquiry' | 'isHere' | 'lookAt'>,
  own: readonly OwnTable[],
  sourced: References,
  tables: readonly Table[],
): Promise<readonly SourcedRows[]> {
  const brought = tables.filter(({ name }) => sourced.of(name).size > 0);
  const rowsOf = async (table: Table): Promise<SourcedRows> => {
    const ids = sourced.of(table.name);
    const mine = own.find((each) => each.table === table);
    const isThere = (id: string): boolean => isHere(rowKey({ table: table.name, id }));
    const there = [...ids].filter(isThere);
    const absent = [...ids].filter((id) => !isThere(id));
    const [lacking, known] = await Promise.all([
      outside(inquiry, mine, absent),
      outside(inquiry, mine, there),
    ]);
    const coming = await byIds(
      inquiry,
      table,
      lacking.ids,
      Math.round(absent.length * lacking.share),
      Math.round(there.length * known.share),
      lookAt(table).columns,
    );
    return { table, ids, rows: coming.expected.rows, ...coming };
  };
  return Promise.all(brought.map(rowsOf));
}
