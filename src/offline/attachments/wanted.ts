import { bringing, bringsAll } from '../../domain/attachment';
import type { CrmServer, Identity, RowFilter, RowPage } from '../../domain/crm-server';
import { notesIn, withNotes } from '../../domain/notes-choice';
import { rowKey } from '../../domain/row';
import type { Model, Table } from '../../domain/table';
import type { Trip } from '../../domain/trip';
import type { Views } from '../../domain/view';
import type { Catalogue } from '../catalogue/catalogue';
import type { Item } from '../catalogue/item';
import { IDS_PAGE } from '../copy/passes';
import { selected } from '../copy/selected';
import type { Facts } from '../facts';

/** The file of a row, as far as the row tells. */
export interface Candidate {
  readonly table: Table;
  readonly id: string;
  /** The version of the row. */
  readonly etag: string | null;
  /** Bytes. */
  readonly size: number;
}

export interface WantedContext {
  readonly facts: Pick<Facts, 'model' | 'rights'>;
  readonly identity: Identity;
  readonly trips: readonly Trip[];
  readonly views: Views;
  /** Milliseconds since 1970: days of conditions count from there. */
  readonly now: number;
  readonly read: CrmServer['readPage'];
}

/** The rows of a filter that have files, by the CRM. Rejects with a CrmError. */
export async function askCandidates(
  read: CrmServer['readPage'],
  table: Table,
  filter: RowFilter,
): Promise<Candidate[]> {
  const column = table.file?.size ?? '';
  const withFile = { kind: 'column', column, operator: 'ge', values: [1] } as const;
  const both = { kind: 'and', filters: [filter, withFile] } as const;
  const found: Candidate[] = [];
  for (let next: string | null = null; ;) {
    const query = { table, filter: both, only: [column], pageSize: IDS_PAGE };
    const page: RowPage = await read(query, next);
    for (const { id, etag, values } of page.rows)
      found.push({ table, id, etag, size: Number(values[column]) });
    if (page.next === null) return found;
    next = page.next;
  }
}

/** Whether rows of a table are notes on rows of a table with which these trips take notes along. */
function alongWith(
  trips: readonly Trip[],
  model: Model,
  { name, about }: Table,
): (refs: Item['refs']) => boolean {
  const notes = notesIn(Object.values(model));
  if (notes === null || notes.table.name !== name) return () => false;
  const tables = new Set(withNotes(trips, Object.values(model), notes).map((each) => each.name));
  return (refs) =>
    refs.some(([column, to]) => column === about && tables.has(to.slice(0, to.indexOf(':'))));
}

/** Which files belong on this computer. */
export interface Wanted {
  readonly files: readonly Candidate[];
  /** Keys of rows of which it is not known whether their files do: those that are here stay. */
  readonly held: ReadonlySet<string>;
}

/**
 * Of the rows on board: the files of those that a trip keeps which brings them. The CRM is asked only where others keep
 * rows of the same table. Rejects with a CrmError.
 * @param visited keys of rows that no trip keeps.
 */
export async function wantedOnBoard(
  context: WantedContext,
  catalogue: Catalogue,
  visited: readonly string[],
): Promise<Wanted> {
  const { facts, identity, trips, views, now, read } = context;
  const files: Candidate[] = [];
  const held = new Set<string>();
  const others = new Set(visited);
  const having = [...catalogue.keys()].flatMap((key) => catalogue.get(key) ?? []);
  for (const table of Object.values(facts.model)) {
    const those = bringing(trips, table);
    if (those.length === 0) continue;
    const here = having.flatMap((item) =>
      item.table === table.name && item.fileSize !== undefined && !others.has(rowKey(item))
        ? [{ table, id: item.id, etag: item.etag, size: item.fileSize, refs: item.refs }]
        : [],
    );
    if (bringsAll(trips, table)) {
      files.push(...here);
      continue;
    }
    const { own, held: unknown } = selected(those, facts, identity, views, now);
    if (unknown.includes(table.name))
      for (const { id } of here) held.add(rowKey({ table: table.name, id }));
    const filter = own.find((each) => each.table.name === table.name)?.filter;
    const asked =
      filter === undefined || here.length === 0 ? [] : await askCandidates(read, table, filter);
    const kept = new Set(asked.map(({ id }) => id));
    const along = alongWith(those, facts.model, table);
    files.push(...here.filter(({ id, refs }) => kept.has(id) || along(refs)));
  }
  return { files, held };
}
