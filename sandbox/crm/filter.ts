import { faults } from './errors';
import { tokenize, type Literal, type Token } from './filter-tokens';

export interface Path {
  readonly kind: 'path';
  /** Navigation properties, then a property. */
  readonly steps: readonly string[];
}
export type Operand = Literal | Path;
export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type TextFunction = 'contains' | 'startswith' | 'endswith';

export type Filter =
  | { readonly kind: 'and' | 'or'; readonly left: Filter; readonly right: Filter }
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
  | {
      readonly kind: 'function';
      /** Without its namespace: `In`. */
      readonly name: string;
      readonly arguments: Readonly<Record<string, Literal | readonly Literal[]>>;
    };

const comparisons = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le']);
const texts = new Set(['contains', 'startswith', 'endswith']);
const namespace = 'Microsoft.Dynamics.CRM.';
const deepest = 60;

class Parser {
  #at = 0;
  #depth = 0;

  constructor(
    readonly text: string,
    readonly tokens: readonly Token[],
  ) {}

  fail(): never {
    throw faults.query(`Syntax error at position ${this.#at} in '${this.text.slice(0, 200)}'.`);
  }

  #peek(kind: Token['kind'], value: string): boolean {
    const token = this.tokens[this.#at];
    return token?.kind === kind && token.value === value;
  }

  #take(kind: Token['kind'], value: string): boolean {
    if (!this.#peek(kind, value)) return false;
    this.#at += 1;
    return true;
  }

  #expect(value: string): void {
    if (!this.#take('sign', value)) this.fail();
  }

  parse(): Filter {
    const filter = this.#or();
    if (this.#at < this.tokens.length) this.fail();
    return filter;
  }

  #or(): Filter {
    let left = this.#and();
    while (this.#take('name', 'or')) left = { kind: 'or', left, right: this.#and() };
    return left;
  }

  #and(): Filter {
    let left = this.#unary();
    while (this.#take('name', 'and')) left = { kind: 'and', left, right: this.#unary() };
    return left;
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
    const token = this.tokens[this.#at];
    if (token?.kind === 'name' && this.tokens[this.#at + 1]?.value === '(')
      return this.#call(token.value);
    const left = this.#operand();
    const operator = this.tokens[this.#at];
    if (operator?.kind !== 'name' || !comparisons.has(operator.value)) this.fail();
    this.#at += 1;
    return {
      kind: 'compare',
      operator: operator.value as Comparison,
      left,
      right: this.#operand(),
    };
  }

  #operand(): Operand {
    const token = this.tokens[this.#at];
    if (!token || token.kind === 'sign') this.fail();
    this.#at += 1;
    return token.kind === 'name'
      ? { kind: 'path', steps: token.value.split('/') }
      : (token as Literal);
  }

  #literal(): Literal {
    const operand = this.#operand();
    return operand.kind === 'path' ? this.fail() : operand;
  }

  #call(name: string): Filter {
    this.#at += 2;
    if (name.startsWith(namespace)) return this.#function(name.slice(namespace.length));
    if (!texts.has(name)) {
      if (/\/(any|all)$/.test(name)) throw faults.notCovered('lambda operators in $filter');
      throw faults.query(
        `An unknown function with name '${name}' was found. This may also be a function import or a key lookup on a navigation property, which is not allowed.`,
      );
    }
    const path = this.#operand();
    if (path.kind !== 'path') this.fail();
    this.#expect(',');
    const value = this.#literal();
    this.#expect(')');
    return { kind: 'text', name: name as TextFunction, path, value };
  }

  #function(name: string): Filter {
    const values = new Map<string, Literal | readonly Literal[]>();
    while (!this.#take('sign', ')')) {
      if (values.size) this.#expect(',');
      const key = this.tokens[this.#at];
      if (key?.kind !== 'name') this.fail();
      this.#at += 1;
      this.#expect('=');
      values.set(key.value, this.#take('sign', '[') ? this.#list() : this.#literal());
    }
    return { kind: 'function', name, arguments: Object.fromEntries(values) };
  }

  #list(): Literal[] {
    const list: Literal[] = [];
    while (!this.#take('sign', ']')) {
      if (list.length) this.#expect(',');
      list.push(this.#literal());
    }
    return list;
  }
}

/** Parses a $filter. Throws Dataverse's syntax error. */
export const parseFilter = (text: string): Filter => new Parser(text, tokenize(text)).parse();
