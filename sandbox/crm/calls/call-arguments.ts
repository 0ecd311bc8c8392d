import * as v from 'valibot';
import { faults } from '../errors';
import type { Organization, User } from '../organization';

/** What a test's call was sent. */
export type Body = Readonly<Record<string, unknown>>;

/** The body of a call; `{}` where there is none. */
export function readBody(sent: string): Body {
  let body: unknown = {};
  try {
    if (sent !== '') body = JSON.parse(sent);
  } catch {
    throw faults.argument('The body is not valid JSON.');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw faults.argument('The body has to be an object.');
  return body as Body;
}

/** The body as the schema has it. Throws a CrmFault that says what is wrong where. */
export function checked<T extends v.GenericSchema>(schema: T, body: Body): v.InferOutput<T> {
  const result = v.safeParse(schema, body, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  const path = v.getDotPath(issue);
  throw faults.argument(`${path === null ? '' : `'${path}': `}${issue.message.slice(0, 300)}`);
}

/** Refuses what the call does not know: a misspelt argument would else do nothing. */
export function allow(body: Body, ...names: string[]): void {
  for (const name of Object.keys(body))
    if (!names.includes(name))
      throw faults.argument(
        `The call has no '${name.slice(0, 50)}'${names.length ? `: ${names.join(', ')}` : ''}.`,
      );
}

export function text(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw faults.argument(`'${name}' has to be a text.`);
  return value;
}

export function object(body: Body, name: string): Record<string, unknown> {
  const value = body[name];
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw faults.argument(`'${name}' has to be an object.`);
  return value as Record<string, unknown>;
}

export function userNamed(organization: Organization, body: Body): User {
  const name = text(body, 'user');
  const user = organization.user(name);
  if (!user) throw faults.argument(`There is no user '${name.slice(0, 50)}'.`);
  return user;
}
