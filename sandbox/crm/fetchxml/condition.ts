import { textual } from '../model/column-kind';
import { compareColumns, compareValue } from '../query/comparison';
import { fetchFaults } from './faults';
import { comparisons, functionOf, textOperators } from './operators';
import { propertyOf, sourceNamed, type FetchContext, type Source } from './source';
import type { FetchCondition } from './tree';
import { argumentLiteral } from '../query/literal';
import type { Column } from '../model/model';
import type { Property, Scope } from '../query/property-path';
import type { Call } from '../query/query-call';
import { evaluatedName, evaluateQueryFunction } from '../query/query-functions';
import { negated, sql, type Sql } from '../storage/sql';
import type { SqlValue } from '../storage/store';
import { likeSql } from '../query/text-match';

const parameters = { PropertyValue: 0, PropertyValue1: 0, PropertyValue2: 1 } as const;

/** A condition as the call of a query function that means the same. */
class ConditionCall implements Call {
  readonly #used = new Set<number>();

  constructor(
    readonly name: string,
    readonly scope: Scope,
    readonly property: Property,
    readonly condition: FetchCondition,
  ) {}

  fault(what: string): Error {
    const { operator, attribute } = this.condition;
    return fetchFaults.condition(`the operator '${operator}' on '${attribute}' ${what}.`);
  }

  #text(at: number): string {
    const text = this.condition.values[at];
    if (text === undefined) throw this.fault('needs a value');
    this.#used.add(at);
    return text;
  }

  #stored(value: string): SqlValue {
    const { table, column } = this.property;
    return argumentLiteral({ kind: 'string', value }, table, column);
  }

  value(): SqlValue {
    return this.#stored(this.#text(0));
  }

  values(): SqlValue[] {
    return this.condition.values.map((_, at) => this.#stored(this.#text(at)));
  }

  whole(parameter: keyof typeof parameters = 'PropertyValue'): number {
    const text = this.#text(parameters[parameter]);
    if (!/^\d{1,9}$/.test(text)) throw this.fault('needs a whole number');
    return Number(text);
  }

  requireType(...types: readonly Column['type'][]): void {
    if (!types.includes(this.property.column.type))
      throw this.fault(`is not valid for the type '${this.property.column.type}'`);
  }

  requireNoMore(): void {
    if (this.#used.size < this.condition.values.length) throw this.fault('has too many values');
  }
}

/** `valueof`: a column of the same source, or `alias.column` of another. */
function otherColumn(context: FetchContext, here: Source, name: string): Property {
  const dot = name.lastIndexOf('.');
  const source = dot < 0 ? here : sourceNamed(context, here, name.slice(0, dot));
  return propertyOf(source, name.slice(dot + 1));
}

function textCondition(call: ConditionCall, column: Column): Sql {
  const [before, after, isNegated] = textOperators.get(call.condition.operator) ?? ['', '', false];
  if (!textual(column)) throw call.fault('works on text');
  const pattern = `${before}${String(call.value())}${after}`;
  // What is between the ends decides whether SQLite's own LIKE can do it.
  const found = likeSql(call.property, pattern, !/[%[]/.test(pattern.replaceAll(/^%|%$/g, '')));
  return isNegated ? negated(found) : found;
}

/** A condition as SQL; true or false, never unknown. */
export function conditionSql(
  context: FetchContext,
  around: Source,
  condition: FetchCondition,
): Sql {
  const source = sourceNamed(context, around, condition.entityName);
  const { organization, user } = context;
  const { operator } = condition;
  const property = propertyOf(source, condition.attribute);
  const scope = { organization, user, table: source.table, alias: source.sql, variable: null };
  const name = functionOf(operator);
  const call = new ConditionCall(evaluatedName(name ?? operator), scope, property, condition);
  const evaluate = (): Sql => {
    if (operator === 'null') return sql(`(${property.text} IS NULL)`);
    if (operator === 'not-null') return sql(`(${property.text} IS NOT NULL)`);
    const comparison = comparisons.get(operator);
    if (condition.valueOf !== null) {
      if (!comparison) throw call.fault('compares no columns');
      return compareColumns(property, otherColumn(context, source, condition.valueOf), comparison);
    }
    if (comparison) return compareValue(property, comparison, call.value());
    if (textOperators.has(operator)) return textCondition(call, property.column);
    const found = name === null ? null : evaluateQueryFunction(name, call);
    if (!found) throw fetchFaults.condition(`'${operator.slice(0, 100)}' is not an operator`);
    return found;
  };
  const found = evaluate();
  call.requireNoMore();
  return found;
}
