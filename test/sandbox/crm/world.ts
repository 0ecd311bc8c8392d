import { startCrm, type Crm } from '../../../sandbox/crm/server';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; {} where it is none. */
  readonly json: Record<string, unknown>;
}

export interface Request {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  /** An object is sent as JSON, a string as it is. */
  readonly body?: unknown;
  readonly user?: string;
}

/** A running CRM and short ways to ask it over HTTP. */
export interface World {
  readonly crm: Crm;
  readonly base: string;
  /** Below `/api/data/v9.2/`, or an absolute address. */
  ask(path: string, request?: Request): Promise<Reply>;
  /** `GET journal`, `POST faults`, ... */
  sandbox(call: string, body?: unknown): Promise<Reply>;
}

async function reply(response: Response): Promise<Reply> {
  const text = await response.text();
  let json: Record<string, unknown> = {};
  try {
    json = JSON.parse(text) as Record<string, unknown>;
  } catch {
    // Some answers have no JSON.
  }
  return { status: response.status, headers: response.headers, text, json };
}

export function worldOf(crm: Crm): World {
  const base = `http://localhost:${crm.port}`;
  return {
    crm,
    base,
    ask: async (path, { method = 'GET', headers = {}, body, user = 'dana' } = {}) =>
      reply(
        await fetch(path.startsWith('http') ? path : crm.url + path, {
          method,
          headers: {
            Authorization: `Bearer sandbox:${user}`,
            Origin: 'http://pane.example',
            ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
            ...headers,
          },
          ...(body === undefined
            ? {}
            : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        }),
      ),
    sandbox: async (call, body) => {
      const [method = 'GET', name = ''] = call.split(' ');
      return reply(
        await fetch(`${base}/_sandbox/${name}`, {
          method,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
    },
  };
}

export const start = async (seed = 'empty', data?: string): Promise<World> =>
  worldOf(await startCrm({ port: 0, seed, ...(data === undefined ? {} : { data }) }));

export const rowsOf = (answer: Reply): Record<string, unknown>[] =>
  answer.json['value'] as Record<string, unknown>[];

export const errorOf = (answer: Reply): { code: string; message: string } =>
  answer.json['error'] as { code: string; message: string };

/** A GUID that ends in this number. */
export const id = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Headers of a create that must not find a row. */
export const onlyNew = { 'If-None-Match': '*' };
export const representation = { Prefer: 'return=representation' };
