import { CrmError } from '../domain/crm-error';
import { createLine } from '../domain/parallel';
import type { ColumnType, ManyToMany, Section } from '../domain/table';
import { attributeSelect, decodeAttribute } from './attribute';
import type { Attribute } from './attribute';
import { typedMetadata } from './column-details';
import type { ColumnDetails } from './column-details';
import { readForm } from './form-xml';
import { AT_ONCE } from './gathered';
import { listIn, rowsIn, textIn } from './json';
import type { Json } from './json';
import { decodeManyToMany, manyToManySelect } from './many-to-many';
import { anyOf } from './query';
import { decodeRelationship, relationshipSelect } from './relationships';
import type { Relationship } from './relationships';
import { decodeDefinition, definitionSelect } from './table-definition';
import type { TableDefinition } from './table-definition';
import type { Send } from './send';

/** The metadata requests, each decoded. They go in one line. */
export interface Metadata {
  definitions(names: readonly string[] | null): Promise<readonly TableDefinition[]>;
  attributes(table: string): Promise<readonly Attribute[]>;
  relationships(table: string): Promise<readonly Relationship[]>;
  /** Those that are shown with the table's rows. */
  manyToMany(table: string): Promise<readonly ManyToMany[]>;
  /** By column name. */
  details(table: string, type: ColumnType): Promise<ReadonlyMap<string, ColumnDetails>>;
  /** The main forms' sections by table; a table without a form that can be read is absent. */
  forms(tables: readonly TableDefinition[]): Promise<ReadonlyMap<string, readonly Section[]>>;
}

/** Metadata answers are slow on large organisations. */
const limitMs = 120_000;

export function createMetadata(send: Send, signal: AbortSignal | undefined): Metadata {
  const line = createLine(AT_ONCE);
  const rows = (
    address: string,
    instead: (error: unknown) => readonly Json[] = rethrow,
  ): Promise<readonly Json[]> =>
    line(() =>
      send({ method: 'GET', address, limitMs, signal }, ({ body }) => rowsIn(body)).catch(instead),
    );
  const ofTable = (table: string): string =>
    `EntityDefinitions(LogicalName='${encodeURIComponent(table)}')`;

  return {
    async definitions(names) {
      const filter = names === null ? 'IsAvailableOffline eq true' : anyOf('LogicalName', names);
      const found = await rows(
        `EntityDefinitions?$select=${definitionSelect}&$filter=${encodeURIComponent(filter)}`,
      );
      return found.map(decodeDefinition).filter((table) => table !== null);
    },

    async attributes(table) {
      const found = await rows(`${ofTable(table)}/Attributes?$select=${attributeSelect}`);
      return found.map(decodeAttribute).filter((attribute) => attribute !== null);
    },

    async relationships(table) {
      const found = await rows(
        `${ofTable(table)}/ManyToOneRelationships?$select=${relationshipSelect}`,
      );
      return found.map(decodeRelationship);
    },

    async manyToMany(table) {
      const found = await rows(
        `${ofTable(table)}/ManyToManyRelationships?$select=${manyToManySelect}`,
      );
      return found
        .map((raw) => decodeManyToMany(table, raw))
        .filter((relationship) => relationship !== null);
    },

    async details(table, type) {
      const typed = typedMetadata[type];
      if (typed === undefined) return new Map();
      const found = await rows(
        `${ofTable(table)}/Attributes/Microsoft.Dynamics.CRM.${typed.cast}?${typed.query}`,
      );
      return new Map(found.map((raw) => [textIn(raw['LogicalName']), typed.decode(raw)]));
    },

    async forms(tables) {
      const names = tables.map(({ name }) => name);
      const filter = `type eq 2 and (${anyOf('objecttypecode', names)})`;
      const found = await rows(
        `systemforms?$select=objecttypecode,formxml,isdefault&$filter=${encodeURIComponent(filter)}`,
        noneIfRefused,
      );
      const forms = new Map<string, readonly Section[]>();
      for (const { name, language } of tables) {
        const own = found.filter((form) => form['objecttypecode'] === name);
        const chosen = own.find((form) => form['isdefault'] === true) ?? own[0];
        const sections = readForm(textIn(chosen?.['formxml']), language);
        if (sections !== null && sections.length > 0) forms.set(name, sections);
      }
      return forms;
    },
  };
}

const rethrow = (error: unknown): never => {
  throw error;
};

/** A user without the right to read forms still gets the fields. */
function noneIfRefused(error: unknown): readonly Json[] {
  if (error instanceof CrmError && error.failure.status === 403) return listIn([]);
  throw error;
}
