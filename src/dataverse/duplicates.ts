import type { CrmServer, DuplicateQuery } from '../domain/crm-server';
import type {
  DuplicateCondition,
  DuplicateOperator,
  DuplicateRule,
} from '../domain/duplicate-rule';
import { decodeRow } from './decode-row';
import { bodyText, encodeRow } from './encode-row';
import type { EntitySetOf } from './encode-row';
import type { EntitySets } from './entity-sets';
import { listIn, numberIn, rowsIn, textIn } from './json';
import type { Json } from './json';
import { annotations } from './query';
import { nullIfAbsent } from './reads';
import type { Send } from './send';

/** As many as a person looks through. */
const mostDuplicates = 50;

/** The values of operatorcode, from 0. */
const operators: readonly DuplicateOperator[] = [
  'exactMatch',
  'sameFirstCharacters',
  'sameLastCharacters',
  'sameDate',
  'sameDateAndTime',
  'sameOptionLabel',
  'sameOptionValue',
];

const conditions = 'DuplicateRule_DuplicateRuleConditions';

const rulesAddress =
  'duplicaterules?$select=name,baseentityname,matchingentityname,iscasesensitive,excludeinactiverecords' +
  `&$filter=statuscode%20eq%202&$orderby=name&$expand=${conditions}` +
  '($select=baseattributename,matchingattributename,operatorcode,operatorparam,ignoreblankvalues)';

const settings = [
  'isduplicatedetectionenabled',
  'isduplicatedetectionenabledforonlinecreateupdate',
];

type Duplicates = Pick<CrmServer, 'readDuplicates' | 'readDuplicateRules'>;

export function createDuplicates(send: Send, sets: EntitySets): Duplicates {
  return {
    async readDuplicates(query, signal) {
      const { table, matching } = query;
      sets.learn(table);
      const entity = await businessEntity(query, (name) => sets.of(name, signal));
      const values = [entity, `'${matching.name}'`, `{"PageNumber":1,"Count":${mostDuplicates}}`];
      const aliases = values.map((value, n) => `@p${n + 1}=${encodeURIComponent(value)}`);
      const address = `RetrieveDuplicates(BusinessEntity=@p1,MatchingEntityName=@p2,PagingInfo=@p3)?${aliases.join('&')}`;
      return send(
        { method: 'GET', address, headers: { Prefer: annotations }, signal },
        ({ body }) => rowsIn(body).map((row) => decodeRow(matching, row)),
      );
    },

    async readDuplicateRules(signal) {
      const rows = (address: string) =>
        send({ method: 'GET', address, signal }, ({ body }) => rowsIn(body)).catch(nullIfAbsent);
      const organizations = await rows(`organizations?$select=${settings.join(',')}`);
      const looks = organizations?.some((row) => settings.every((name) => row[name] === true));
      return looks ? ((await rows(rulesAddress)) ?? []).flatMap(decodeRule) : [];
    },
  };
}

/** The row as the function takes it. Long text is left out: no rule compares it, and all of it has to fit an address. */
async function businessEntity(
  { table, id, values }: DuplicateQuery,
  entitySetOf: EntitySetOf,
): Promise<string> {
  const kind = id === null ? 'create' : 'update';
  const compared = Object.entries(values).filter(([name]) => {
    const column = table.columns[name];
    if (column === undefined || column.type === 'memo') return false;
    return kind === 'create' ? column.canCreate : column.canUpdate;
  });
  return bodyText({
    '@odata.type': JSON.stringify(`Microsoft.Dynamics.CRM.${table.name}`),
    ...(id !== null && { [table.primaryId]: JSON.stringify(id) }),
    ...(await encodeRow(table, Object.fromEntries(compared), kind, entitySetOf)),
  });
}

/** None where a part of the rule is not understood: it would find other duplicates than the server. */
function decodeRule(raw: Json): DuplicateRule[] {
  const items = listIn(raw[conditions]);
  const decoded = items.flatMap(decodeCondition);
  const table = textIn(raw['baseentityname']);
  const matchingTable = textIn(raw['matchingentityname']);
  if (table === '' || matchingTable === '' || decoded.length === 0) return [];
  if (decoded.length !== items.length) return [];
  return [
    {
      name: textIn(raw['name']),
      table,
      matchingTable,
      caseSensitive: raw['iscasesensitive'] === true,
      excludesInactive: raw['excludeinactiverecords'] === true,
      conditions: decoded,
    },
  ];
}

function decodeCondition(raw: Json): DuplicateCondition[] {
  const column = textIn(raw['baseattributename']);
  const matchingColumn = textIn(raw['matchingattributename']);
  const operator = operators[numberIn(raw['operatorcode']) ?? -1];
  const counts = operator === 'sameFirstCharacters' || operator === 'sameLastCharacters';
  const characters = counts ? (numberIn(raw['operatorparam']) ?? 0) : null;
  if (column === '' || matchingColumn === '' || operator === undefined || characters === 0)
    return [];
  const ignoreBlank = raw['ignoreblankvalues'] === true;
  return [{ column, matchingColumn, operator, characters, ignoreBlank }];
}
