import { columnKind, textual } from '../model/column-kind';
import { dateFunction } from './date-functions';
import { faults } from '../errors';
import type { NamedFunction } from './filter';
import { hierarchyOf, lineSql } from '../model/hierarchy';
import { principalFunctions } from '../messages/principal-functions';
import type { Scope } from './property-path';
import { QueryCall, type Call } from './query-call';
import { negated, sql, type Sql } from '../storage/sql';
import { ascii } from './text-match';

/** The language of every user. */
const language = 1033;

const isIn = ({ text, values }: Sql, select: Sql): Sql => ({
  text: `(${text} IN (${select.text}) IS TRUE)`,
  values: [...values, ...select.values],
});

function inList(call: Call): Sql {
  const { text, values, column } = call.property;
  const list = JSON.stringify(call.values());
  const [property, value] = !textual(column)
    ? [text, 'value']
    : ascii(list)
      ? [`${text} COLLATE NOCASE`, 'value']
      : [`fold(${text})`, 'fold(value)'];
  return isIn({ text: property, values }, sql(`SELECT ${value} FROM json_each(?)`, list));
}

function between(call: Call): Sql {
  const { text, values, column } = call.property;
  const [low, high, ...rest] = call.values();
  if (!['number', 'date'].includes(columnKind(column)))
    throw call.fault(`is not valid for the attribute '${column.name}' of type '${column.type}'`);
  if (low === undefined || high === undefined || rest.length > 0)
    throw call.fault('needs two PropertyValues');
  return sql(`(${text} BETWEEN ? AND ? IS TRUE)`, ...values, low, high);
}

/** Chosen options are stored with commas between them. */
function containValues(call: Call): Sql {
  call.requireType('choices');
  const { text, values } = call.property;
  const options = call.values();
  if (!options.every((option) => /^-?\d+$/.test(String(option))))
    throw call.fault('needs the values of options');
  return sql(
    `EXISTS (SELECT 1 FROM json_each(?) WHERE instr(',' || ${text} || ',', ',' || value || ',') > 0)`,
    JSON.stringify(options),
    ...values,
  );
}

const line =
  (way: 'below' | 'above', self: boolean) =>
  (call: Call): Sql => {
    call.requireType('lookup', 'uniqueidentifier');
    const { property, scope } = call;
    const table = hierarchyOf(scope.organization.model, property.table, property.column);
    const id = String(call.value());
    const { text, values } = lineSql(table, id, way);
    return isIn(
      property,
      self ? sql(`SELECT ? UNION SELECT * FROM (${text})`, id, ...values) : { text, values },
    );
  };

const others = new Map<string, (call: Call) => Sql>([
  ['In', inList],
  ['Between', between],
  ['ContainValues', containValues],
  ['Above', line('above', false)],
  ['AboveOrEqual', line('above', true)],
  ['Under', line('below', false)],
  ['UnderOrEqual', line('below', true)],
  [
    'EqualUserLanguage',
    (call) => {
      call.requireType('integer');
      return sql(`(${call.property.text} = ? IS TRUE)`, ...call.property.values, language);
    },
  ],
]);

/** What is the opposite of another holds for rows without a value, as "ne" does. */
const opposites = new Map([
  ['NotIn', 'In'],
  ['NotBetween', 'Between'],
  ['DoesNotContainValues', 'ContainValues'],
  ['NotUnder', 'Under'],
  ['NotOn', 'On'],
  ['NotEqualUserId', 'EqualUserId'],
  ['NotEqualBusinessId', 'EqualBusinessId'],
]);

function evaluate(call: Call): Sql | null {
  const principals = principalFunctions.get(call.name);
  if (principals) {
    call.requireType('lookup', 'uniqueidentifier');
    return isIn(call.property, principals(call.scope));
  }
  return others.get(call.name)?.(call) ?? dateFunction(call);
}

/** Of the function that is evaluated for this one. */
export const evaluatedName = (name: string): string => opposites.get(name) ?? name;

/** The function called `name` as SQL, from a call of what is evaluated for it; null: there is none. */
export function evaluateQueryFunction(name: string, call: Call): Sql | null {
  const found = evaluate(call);
  return found && opposites.has(name) ? negated(found) : found;
}

/** A query function (`Microsoft.Dynamics.CRM.X`) as SQL; true or false, never unknown. */
export function queryFunction(scope: Scope, written: NamedFunction): Sql {
  const { name } = written;
  if (name === 'EqualRoleBusinessId')
    throw faults.notCovered(`the query function Microsoft.Dynamics.CRM.${name}`);
  const call = new QueryCall(scope, written, evaluatedName(name));
  // Source: Microsoft's "Filter rows": no table here has such an index.
  if (name === 'Contains') throw call.fault('needs a column with a full-text index');
  const found = evaluateQueryFunction(name, call);
  if (!found)
    throw faults.query(`An unknown function with name 'Microsoft.Dynamics.CRM.${name}' was found.`);
  call.requireNoMore();
  return found;
}
