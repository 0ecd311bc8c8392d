import { faults } from '../errors';
import { fetchFaults } from './faults';
import { joinTypes, type FetchEntity, type FetchLink } from './tree';
import type { Column, Model, Table } from '../model/model';
import type { Organization, User } from '../organization';
import type { Property } from '../query/property-path';
import { quote } from '../storage/store';

/** A table in the query: the entity, or a link to another. */
export interface Source {
  /** In the SQL. */
  readonly sql: string;
  /** In the query and before its columns in the answer; the entity has none. */
  readonly alias: string | null;
  readonly model: Model;
  readonly table: Table;
  readonly entity: FetchEntity;
  readonly link: FetchLink | null;
  readonly parent: Source | null;
}

/** What a part of a query stands in: who asks, and which sources there are. */
export interface FetchContext {
  readonly organization: Organization;
  readonly user: User;
  readonly sources: readonly Source[];
}

const aliasPattern = /^[A-Za-z_][A-Za-z0-9_.]{0,99}$/;

export const checkAlias = (alias: string): string => {
  if (!aliasPattern.test(alias)) throw fetchFaults.alias(alias.slice(0, 100));
  return alias;
};

export function tableNamed(model: Model, name: string): Table {
  const table = model.described.get(name);
  if (!table) throw fetchFaults.noEntity(name.slice(0, 100));
  return table;
}

export const isJoin = (link: FetchLink): boolean => joinTypes.some((type) => type === link.type);

/** Whether a row of the entity may come several times. */
export const multiplies = ({ link, table }: Source): boolean =>
  link !== null && link.type !== 'matchfirstrowusingcrossapply' && link.from !== table.primaryId;

/** Entity and joined links, each after the one that it stands in. */
export function sourcesOf(model: Model, root: Source): Source[] {
  const sources: Source[] = [];
  const add = (source: Source): void => {
    if (source.alias !== null && sources.some(({ alias }) => alias === source.alias))
      throw fetchFaults.xml(`The alias '${source.alias}' is not unique.`);
    sources.push(source);
    for (const link of source.entity.links) {
      if (!isJoin(link)) continue;
      const n = sources.length;
      add({
        sql: `${root.sql}_${n}`,
        // Without an alias Dataverse numbers the table's name.
        alias: link.alias === null ? `${link.name}${n}` : checkAlias(link.alias),
        model,
        table: tableNamed(model, link.name),
        entity: link,
        link,
        parent: source,
      });
    }
  };
  add(root);
  return sources;
}

const companions = ['name', 'type', 'yominame'];

/** A column by its logical name. */
export function columnNamed(table: Table, name: string): Column {
  const column = table.columns.get(name);
  if (column?.type === 'parties') throw faults.notCovered(`the party list '${name}' in FetchXML`);
  if (column) return column;
  for (const end of companions)
    if (name.endsWith(end) && table.columns.has(name.slice(0, -end.length)))
      throw faults.notCovered(`the column '${name}' in FetchXML`);
  throw fetchFaults.noAttribute(table.name, name.slice(0, 100));
}

export function propertyOf(source: Source, name: string): Property {
  const column = columnNamed(source.table, name);
  const hidden = source.model.hides(source.table, column);
  const text = hidden ? 'NULL' : `${source.sql}.${quote(column.name)}`;
  return { text, values: [], table: source.table, column };
}

/** The source that `entityname` means, the nearest one; null: the one around it. */
export function sourceNamed(context: FetchContext, here: Source, name: string | null): Source {
  if (name === null) return here;
  const { sources } = context;
  const at = Math.max(
    sources.findLastIndex(({ alias }) => alias === name),
    sources.findLastIndex(({ link }) => link?.alias === null && link.name === name),
  );
  const found = sources[at];
  if (!found) throw fetchFaults.noLink(name.slice(0, 100));
  // A join's condition knows what is joined before it.
  if (here.link && isJoin(here.link) && at > sources.indexOf(here))
    throw faults.notCovered(`a condition of one link on another ('${name}') that comes later`);
  return found;
}
