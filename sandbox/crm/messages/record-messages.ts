import { faults } from '../errors';
import type { Answer } from '../exchange';
import { mappedValues, parentLookup } from './mapped-values';
import { respond, type Call, type Message } from './message';
import { rowArgument } from './message-entities';
import type { Table } from '../model/model';
import { readable } from '../write/row-requests';
import { requirePrivilege } from '../rights/rights';
import { wireValue } from '../query/row-json';
import { quote } from '../storage/store';

/** Countries that write the largest part of an address first. */
const largestFirst = /^(japan|jpn?|china|chn?|korea|kor|south korea|taiwan)$/i;

/** An address as its country writes it. */
function formatAddress({ given }: Call): string {
  const [line, city, state, code, country] = [
    'Line1',
    'City',
    'StateOrProvince',
    'PostalCode',
    'Country',
  ].map((name) => given.text(name));
  const town = [city, [state, code].filter(Boolean).join(' ')].filter(Boolean).join(', ');
  const lines = largestFirst.test(country ?? '')
    ? [code, state, city, line, country]
    : [line, town, country];
  return lines.filter(Boolean).join('\r\n');
}

function tableNamed({ exchange }: Call, name: unknown, abstract = false): Table {
  const { tables, described } = exchange.organization.model;
  const table = (abstract ? described : tables).get(String(name));
  if (table) return table;
  throw faults.argument(
    `The entity with a name = '${String(name).slice(0, 100)}' with namemapping = 'Logical' was not found in the MetadataCache.`,
  );
}

function totalRecordCount(call: Call): Answer {
  const tables = call.given.list('EntityNames').map((name) => tableNamed(call, name, true));
  const { organization, user } = call.exchange;
  const { store } = organization;
  for (const table of tables) requirePrivilege(organization, user, table, 'Read');
  const Values = tables.map((table) =>
    Number(store.get(`SELECT count(*) AS n FROM ${quote(table.name)}`)?.['n']),
  );
  return respond(call, 'RetrieveTotalRecordCount', {
    EntityRecordCountCollection: {
      Count: tables.length,
      IsReadOnly: false,
      Keys: tables.map(({ name }) => name),
      Values,
    },
  });
}

/** A row's values as the beginning of another that belongs to it. Nothing is written. */
function initializeFrom(call: Call): Answer {
  const { exchange, given } = call;
  const source = rowArgument(call, 'EntityMoniker');
  const target = tableNamed(call, given.text('TargetEntityName'));
  const row = readable(exchange, source.table, source.id);
  const kind = given.text('TargetFieldType');
  const values = mappedValues(
    source.table,
    row,
    target,
    (column) =>
      (kind !== 'ValidForCreate' || column.create) && (kind !== 'ValidForUpdate' || column.update),
  );
  const lookup = given.flag('SkipParentalRelationshipMapping')
    ? undefined
    : parentLookup(source.table, target);
  return {
    status: 200,
    json: {
      '@odata.context': `${exchange.root}$metadata#${target.setName}/$entity`,
      '@odata.type': `#Microsoft.Dynamics.CRM.${target.name}`,
      ...Object.fromEntries(
        [...values].map(([name, value]) => {
          const column = target.columns.get(name);
          return [column?.wire ?? name, column ? wireValue(column, value) : value];
        }),
      ),
      ...(lookup && {
        [`${lookup.navigation[source.table.name] ?? lookup.name}@odata.bind`]: `${source.table.setName}(${source.id})`,
      }),
    },
  };
}

const text = (name: string) => ({ name, type: 'Edm.String' });

/** Functions on rows of any table. */
export const recordMessages: readonly Message[] = [
  {
    name: 'FormatAddress',
    kind: 'function',
    parameters: ['Line1', 'City', 'StateOrProvince', 'PostalCode', 'Country'].map(text),
    answers: 'mscrm.FormatAddressResponse',
    run: (call) => respond(call, 'FormatAddress', { Address: formatAddress(call) }),
  },
  {
    name: 'RetrieveTotalRecordCount',
    kind: 'function',
    parameters: [{ name: 'EntityNames', type: 'Collection(Edm.String)' }],
    answers: 'mscrm.RetrieveTotalRecordCountResponse',
    run: totalRecordCount,
  },
  {
    name: 'InitializeFrom',
    kind: 'function',
    parameters: [
      { name: 'EntityMoniker', type: 'mscrm.crmbaseentity' },
      text('TargetEntityName'),
      { name: 'TargetFieldType', type: 'mscrm.TargetFieldType' },
      { name: 'SkipParentalRelationshipMapping', type: 'Edm.Boolean', optional: true },
    ],
    answers: 'mscrm.crmbaseentity',
    run: initializeFrom,
  },
];
