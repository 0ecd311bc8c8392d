import { CrmFault, faults } from '../errors';
import { syntaxError, tokenize, type Aliases, type Literal, type Token } from './filter-tokens';

export interface Path {
  readonly kind: 'path';
  /** Navigation properties, then a property. */
  readonly steps: readonly string[];
}
export type Operand = Literal | Path;
export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type TextFunction = 'contains' | 'startswith' | 'endswith';

/** `Account_Tasks/any(t:t/statecode eq 0)` */
export interface Lambda {
  readonly kind: 'lambda';
  readonly operator: 'any' | 'all';
  /** Leads to the collection. */
  readonly steps: readonly string[];
  readonly variable: string;
  /** null: any row. */
  readonly of: Filter | null;
}

export interface NamedFunction {
  readonly kind: 'function';
  /** Without its namespace: `In`. */
  readonly name: string;
  /** What stands before the name: the variable of a lambda, navigation properties. */
  readonly steps: readonly string[];
  readonly arguments: ReadonlyMap<string, Literal | readonly Literal[]>;
}

export type Filter =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: Filter }
  | {
      readonly kind: 'compare';
      readonly operator: Comparison;
      readonly left: Operand;
      readonly right: Operand;
    }
  | {
      readonly kind: 'text';
      readonly name: TextFunction;
      readonly path: Path;
      readonly value: Literal;
    }
  | NamedFunction
  | Lambda;

const comparisons = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);
const texts = new Set(['contains', 'startswith', 'endswith']);
const named = /^(?:(.*)\/)?Microsoft\.Dynamics\.CRM\.(\w+)$/;
const lambda = /^(.+)\/(any|all)$/;
const deepest = 60;
/** Source: Microsoft's "Filter rows", condition limits. */
const mostConditions = 500;

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;
  #conditions = 0;

  constructor(
    readonly text: string,
    aliases: Aliases,
  ) {
    this.#tokens = tokenize(text, aliases);
  }

  fail(): never {
    throw syntaxError(this.text, this.#tokens[this.#at]?.at ?? this.text.length);
  }

  #next(offset = 0): Token['word'] | undefined {
    return this.#tokens[this.#at + offset]?.word;
  }

  #take(kind: 'name' | 'sign', value: string): boolean {
    const next = this.#next();
    if (next?.kind !== kind || next.value !== value) return false;
    this.#at += 1;
    return true;
  }

  #expect(sign: string): void {
    if (!this.#take('sign', sign)) this.fail();
  }

  #name(): string {
    const next = this.#next();
    if (next?.kind !== 'name') this.fail();
    this.#at += 1;
    return next.value;
  }

  parse(): Filter {
    const filter = this.#or();
    if (this.#at < this.#tokens.length) this.fail();
    return filter;
  }

  #chain(word: 'and' | 'or', part: () => Filter): Filter {
    const first = part();
    const parts = [first];
    while (this.#take('name', word)) parts.push(part());
    return parts.length === 1 ? first : { kind: word, parts };
  }

  #or(): Filter {
    return this.#chain('or', () => this.#chain('and', () => this.#unary()));
  }

  #unary(): Filter {
    if (++this.#depth > deepest) throw faults.query('The filter is nested too deeply.');
    try {
      if (this.#take('name', 'not')) return { kind: 'not', of: this.#unary() };
      if (this.#take('sign', '(')) {
        const inner = this.#or();
        this.#expect(')');
        return inner;
      }
      return this.#predicate();
    } finally {
      this.#depth -= 1;
    }
  }

  #predicate(): Filter {
    if (++this.#conditions > mostConditions)
      throw new CrmFault(
        400,
        '0x8004430C',
        'Number of conditions in query exceeded maximum limit.',
      );
    const token = this.#next();
    const after = this.#next(1);
    if (token?.kind === 'name' && after?.kind === 'sign' && after.value === '(')
      return this.#call(token.value);
    const left = this.#operand();
    const operator = this.#next();
    if (operator?.kind !== 'name' || !comparisons.has(operator.value)) this.fail();
    this.#at += 1;
    return {
      kind: 'compare',
      operator: operator.value as Comparison,
      left,
      right: this.#operand(),
    };
  }

  #operand(listed = false): Operand {
    const token = this.#next();
    if (!token || token.kind === 'sign') this.fail();
    if (token.kind === 'string' && token.json && !listed) this.fail();
    this.#at += 1;
    return token.kind === 'name' ? { kind: 'path', steps: token.value.split('/') } : token;
  }

  #literal(listed = false): Literal {
    const operand = this.#operand(listed);
    return operand.kind === 'path' ? this.fail() : operand;
  }

  #call(name: string): Filter {
    this.#at += 2;
    const [, before, own] = named.exec(name) ?? [];
    if (own !== undefined) return this.#function(own, before?.split('/') ?? []);
    const [, collection, operator] = lambda.exec(name) ?? [];
    if (collection !== undefined) return this.#lambda(collection, operator as 'any' | 'all');
    if (!texts.has(name))
      throw faults.query(
        `An unknown function with name '${name}' was found. This may also be a function import or a key lookup on a navigation property, which is not allowed.`,
      );
    const path = this.#operand();
    if (path.kind !== 'path') this.fail();
    this.#expect(',');
    const value = this.#literal();
    this.#expect(')');
    return { kind: 'text', name: name as TextFunction, path, value };
  }

  #lambda(collection: string, operator: 'any' | 'all'): Lambda {
    const steps = collection.split('/');
    if (operator === 'any' && this.#take('sign', ')'))
      return { kind: 'lambda', operator, steps, variable: '', of: null };
    const variable = this.#name();
    this.#expect(':');
    const of = this.#or();
    this.#expect(')');
    return { kind: 'lambda', operator, steps, variable, of };
  }

  #function(name: string, steps: readonly string[]): NamedFunction {
    const values = new Map<string, Literal | readonly Literal[]>();
    while (!this.#take('sign', ')')) {
      if (values.size) this.#expect(',');
      const key = this.#name();
      this.#expect('=');
      values.set(key, this.#take('sign', '[') ? this.#list() : this.#literal());
    }
    return { kind: 'function', name, steps, arguments: values };
  }

  #list(): Literal[] {
    const list: Literal[] = [];
    while (!this.#take('sign', ']')) {
      if (list.length) this.#expect(',');
      list.push(this.#literal(true));
    }
    return list;
  }
}

/** Parses a $filter. Throws Dataverse's syntax errors. */
export const parseFilter = (text: string, aliases: Aliases = new Map()): Filter =>
  new Parser(text, aliases).parse();
