import { faults } from '../errors';
import type { NamedFunction } from './filter';
import type { Literal } from './filter-tokens';
import { argumentLiteral } from './literal';
import type { Column } from '../model/model';
import { namedPropertySql, type Property, type Scope } from './property-path';
import type { SqlValue } from '../storage/store';

type Single = 'PropertyValue' | 'PropertyValue1' | 'PropertyValue2';

/** What evaluating a query function asks of its call. */
export interface Call {
  /** What is evaluated: `In` where `NotIn` is written. */
  readonly name: string;
  readonly scope: Scope;
  readonly property: Property;
  value(): SqlValue;
  values(): SqlValue[];
  whole(parameter?: Single): number;
  requireType(...types: readonly Column['type'][]): void;
  fault(what: string): Error;
}

/** A call of a query function, its property found and its arguments checked as they are read. */
export class QueryCall implements Call {
  readonly property: Property;
  readonly #read = new Set(['PropertyName']);

  constructor(
    readonly scope: Scope,
    readonly written: NamedFunction,
    readonly name = written.name,
  ) {
    const property = this.#single('PropertyName');
    if (property.kind !== 'string') throw this.fault('needs PropertyName as a text');
    this.property = namedPropertySql(scope, written.steps, property.value);
  }

  fault(what: string): Error {
    return faults.argument(
      `The query function 'Microsoft.Dynamics.CRM.${this.written.name}' ${what.slice(0, 300)}.`,
    );
  }

  #argument(parameter: string): Literal | readonly Literal[] {
    this.#read.add(parameter);
    const value = this.written.arguments.get(parameter);
    if (value === undefined) throw this.fault(`needs ${parameter}`);
    return value;
  }

  #single(parameter: string): Literal {
    const value = this.#argument(parameter);
    if ('kind' in value) return value;
    throw this.fault(`takes one value as ${parameter}`);
  }

  /** The argument as the property's column stores it. */
  value(): SqlValue {
    return this.#stored(this.#single('PropertyValue'));
  }

  whole(parameter: Single = 'PropertyValue'): number {
    const text = String(this.#single(parameter).value);
    if (!/^\d{1,9}$/.test(text)) throw this.fault(`needs a whole number as ${parameter}`);
    return Number(text);
  }

  values(): SqlValue[] {
    const list = this.#argument('PropertyValues');
    if ('kind' in list) throw this.fault('needs a list as PropertyValues');
    return list.map((literal) => this.#stored(literal));
  }

  #stored(literal: Literal): SqlValue {
    return argumentLiteral(literal, this.property.table, this.property.column);
  }

  /** Throws unless the property's column is of one of these types. */
  requireType(...types: readonly Column['type'][]): void {
    const { name, type } = this.property.column;
    if (!types.includes(type))
      throw this.fault(`is not valid for the attribute '${name}' of type '${type}'`);
  }

  /** Throws where an argument was given that the function does not have. */
  requireNoMore(): void {
    for (const parameter of this.written.arguments.keys())
      if (!this.#read.has(parameter)) throw this.fault(`has no parameter '${parameter}'`);
  }
}
