import { guidPattern, parseQuery, splitList } from '../http/address';
import { faults } from '../errors';
import type { Message, Parameter } from './message';

/** Members of the enumerations that parameters have. Source: Microsoft's reference of the Web API's types. */
export const enumerations: Readonly<Record<string, readonly string[]>> = {
  EndpointAccessType: ['Default', 'Internet', 'Intranet'],
  TargetFieldType: ['All', 'ValidForCreate', 'ValidForUpdate', 'ValidForRead'],
};

/** The arguments of one call, checked against the message's parameters. */
export class Arguments {
  constructor(private readonly values: ReadonlyMap<string, unknown>) {}

  has(name: string): boolean {
    return this.values.has(name);
  }

  value(name: string): unknown {
    return this.values.get(name) ?? null;
  }

  text(name: string): string {
    const value = this.values.get(name);
    return typeof value === 'string' ? value : '';
  }

  flag(name: string): boolean {
    return this.values.get(name) === true;
  }

  list(name: string): readonly unknown[] {
    const value = this.values.get(name);
    return Array.isArray(value) ? (value as unknown[]) : [];
  }
}

function fits(type: string, value: unknown): boolean {
  const element = /^Collection\((.*)\)$/.exec(type)?.[1];
  if (element !== undefined)
    return Array.isArray(value) && value.every((each) => fits(element, each));
  switch (type) {
    case 'Edm.String':
    case 'Edm.DateTimeOffset':
      return typeof value === 'string';
    case 'Edm.Guid':
      return typeof value === 'string' && guidPattern.test(value);
    case 'Edm.Int32':
    case 'Edm.Int64':
      return Number.isSafeInteger(value);
    case 'Edm.Decimal':
    case 'Edm.Double':
      return typeof value === 'number';
    case 'Edm.Boolean':
      return typeof value === 'boolean';
    default: {
      const members = enumerations[type.replace('mscrm.', '')];
      if (members) return typeof value === 'string' && members.includes(value);
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    }
  }
}

/** Checks names and types. */
function check(
  message: Message,
  given: ReadonlyMap<string, unknown>,
  wrong: (detail: string) => Error,
): Arguments {
  const { name, parameters = [] } = message;
  const known = new Map(
    parameters.map((parameter): [string, Parameter] => [parameter.name, parameter]),
  );
  for (const [key, value] of given) {
    const parameter = known.get(key);
    if (!parameter)
      throw wrong(
        `The parameter '${key.slice(0, 100)}' in the request payload is not a valid parameter for the operation '${name}'.`,
      );
    if (value === null ? !parameter.optional : !fits(parameter.type, value))
      throw wrong(
        `The parameter '${key}' of the operation '${name}' has to be of type '${parameter.type}'.`,
      );
  }
  for (const parameter of parameters)
    if (!parameter.optional && !given.has(parameter.name))
      throw wrong(`The operation '${name}' needs the parameter '${parameter.name}'.`);
  return new Arguments(given);
}

/** JSON, with single quotes allowed, as it stands in addresses. */
function json(text: string): unknown {
  const standard = text.replaceAll(
    /"(?:[^"\\]|\\.)*"|'((?:[^']|'')*)'/g,
    (whole, single?: string) =>
      single === undefined ? whole : JSON.stringify(single.replaceAll("''", "'")),
  );
  try {
    return JSON.parse(standard) as unknown;
  } catch {
    throw faults.query(`The parameter value '${text.slice(0, 100)}' is not valid.`);
  }
}

/** A value as addresses write it: `'text'`, `1`, `true`, a GUID, JSON, `Microsoft.Dynamics.CRM.Enum'Member'`. */
function literal(text: string): unknown {
  const quoted = /^(?:Microsoft\.Dynamics\.CRM\.\w+)?'((?:[^']|'')*)'$/.exec(text)?.[1];
  if (quoted !== undefined) return quoted.replaceAll("''", "'");
  if (guidPattern.test(text)) return text.toLowerCase();
  return json(text);
}

/** Arguments of `Function(Name=@p1)?@p1=...` or `Function(Name='x')`. */
export function functionArguments(message: Message, key: string | null, search: string): Arguments {
  const aliases = parseQuery(search);
  const given = new Map<string, unknown>();
  for (const part of splitList(key ?? '')) {
    const at = part.indexOf('=');
    const text = part.slice(at + 1).trim();
    const value = text.startsWith('@') ? aliases.get(text) : text;
    if (at < 0 || value === undefined)
      throw faults.query(
        `The parameter '${part.slice(0, 100)}' of '${message.name}' has no value.`,
      );
    given.set(part.slice(0, at).trim(), literal(value.trim()));
  }
  return check(message, given, faults.query);
}

/** Arguments of an action: the properties of its body. */
export function actionArguments(
  message: Message,
  body: Readonly<Record<string, unknown>>,
): Arguments {
  const given = Object.entries(body).filter(([name]) => !name.startsWith('@'));
  return check(message, new Map(given), (detail) => faults.payload(message.name, detail));
}
