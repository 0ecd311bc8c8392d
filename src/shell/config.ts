import * as v from 'valibot';
import { LARGEST, MEGABYTE, MOST_MEGABYTES } from '../domain/attachment';
import type { Clock } from '../domain/ports';
import { bounded, refreshIntervals, usualRefresh } from '../domain/refresh-interval';

/** Where Microsoft serves Office.js; a Marketplace add-in must load it from here. */
const OFFICE_CDN = 'https://appsforoffice.microsoft.com/lib/1/hosted/office.js';

const crmUrl = v.pipe(
  v.string('must be the address of the CRM, such as "https://contoso.crm.dynamics.com"'),
  v.check((value) => {
    if (!URL.canParse(value)) return false;
    const { protocol, hostname } = new URL(value);
    return protocol === 'https:' || (protocol === 'http:' && hostname === 'localhost');
  }, 'must be an https address, such as "https://contoso.crm.dynamics.com"'),
);

/** @param what is wrong where it is none */
export const guid = (what: string) =>
  v.pipe(v.string(what), v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, what));

const policy = v.picklist(
  ['mine', 'server', 'ask'],
  'must be "mine" (the user\'s change wins), "server" (the CRM\'s value stays) or "ask" (the user decides)',
);

const minutes = v.picklist(
  refreshIntervals,
  `must be a number of minutes: ${refreshIntervals.slice(0, -1).join(', ')} or ${refreshIntervals.at(-1) ?? ''}`,
);

const refresh = v.pipe(
  v.object(
    {
      every: v.optional(minutes),
      least: v.optional(minutes, usualRefresh.least),
      most: v.optional(minutes, usualRefresh.most),
    },
    'must be an object with the fields "every", "least" and "most"',
  ),
  v.forward(
    v.check(({ least, most }) => least <= most, 'must not be more than "most"'),
    ['least'],
  ),
  v.transform(({ every, ...bounds }) => ({
    ...bounds,
    every: every ?? bounded(usualRefresh.every, bounds),
  })),
  v.forward(
    v.check(
      (policy) => bounded(policy.every, policy) === policy.every,
      'must be from "least" to "most"',
    ),
    ['every'],
  ),
);

const attachments = v.object(
  {
    largest: v.optional(
      v.pipe(
        v.number('must be a number of megabytes'),
        v.minValue(0, 'must not be below 0'),
        v.maxValue(MOST_MEGABYTES, `must be at most ${MOST_MEGABYTES}`),
      ),
      LARGEST / MEGABYTE,
    ),
  },
  'must be an object with the field "largest"',
);

const schema = v.object({
  crm: v.object({ url: crmUrl }, 'must be an object with the field "url"'),
  auth: v.variant(
    'kind',
    [
      v.object({
        kind: v.literal('naa'),
        clientId: guid('must be the application (client) id of the app registration, a GUID'),
        authority: v.optional(
          v.pipe(v.string(), v.startsWith('https://', 'must be an https address')),
          'https://login.microsoftonline.com/organizations',
        ),
      }),
      v.object({ kind: v.literal('sandbox'), user: v.string('must be a sandbox user') }),
    ],
    'must be an object whose "kind" is "naa" or "sandbox"',
  ),
  /** Office.js; served by oneself only on networks without Microsoft's CDN. */
  office: v.optional(v.string('must be the address of office.js'), OFFICE_CDN),
  /** Scripts that run before Office.js, in order. */
  scripts: v.optional(v.array(v.string(), 'must be a list of addresses'), []),
  /** Logical names of the tables to keep; without it, all that the organisation made available offline. */
  tables: v.optional(v.array(v.string(), 'must be a list of logical names')),
  /** What happens where somebody else changed the same column meanwhile: for all tables, and for single ones. */
  conflicts: v.optional(
    v.object(
      {
        all: v.optional(policy, 'mine'),
        tables: v.optional(
          v.record(v.string(), policy, 'must name tables by their logical names'),
          {},
        ),
      },
      'must be an object with the fields "all" and "tables"',
    ),
    { all: 'mine', tables: {} },
  ),
  /** How often the copy is refreshed while a pane is open, and what the user may choose: minutes. */
  refresh: v.optional(refresh, {}),
  /** How large a file is at most that trips take along: megabytes. */
  attachments: v.optional(attachments, {}),
  /** Which records are kept while the user has chosen nothing. Checked where it is used: a mistake stops nothing. */
  trips: v.optional(v.unknown()),
  /** Trips that users can begin their own with. Checked like those. */
  templates: v.optional(v.unknown()),
});

/** A deployment's settings: `config.json` beside the pane. */
export type Config = v.InferOutput<typeof schema>;

/** `config.json` cannot be used; the message names the field and says what it must be. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** The field, and what it must be. */
export function describeIssue(issue: v.BaseIssue<unknown>): string {
  const field = v.getDotPath(issue) ?? 'config.json';
  const what = issue.received === 'undefined' ? 'is missing' : issue.message;
  return `config.json: "${field}" ${what}`;
}

/** @throws ConfigError */
export function parseConfig(text: string): Config {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ConfigError('config.json is not valid JSON', { cause });
  }
  const result = v.safeParse(schema, json);
  if (result.success) return result.output;
  throw new ConfigError(describeIssue(result.issues[0]));
}

/** Keeps the last configuration that could be used, for a start without a network. */
export interface ConfigMemory {
  lastConfig(): Promise<string | null>;
  keepConfig(text: string): Promise<void>;
}

/** A first start waits this long for config.json: milliseconds. */
const FIRST_LIMIT_MS = 10_000;
/** With a copy at hand, a slow answer is kept for the next start: nobody waits for it on a bad network. */
const PATIENCE_MS = 500;

async function download(url: string, get: typeof fetch): Promise<string | null> {
  try {
    const response = await get(url, {
      cache: 'no-store',
      signal: AbortSignal.timeout(FIRST_LIMIT_MS),
    });
    if (!response.ok) return null;
    // A captive portal answers with its own page: that is no configuration, and no error of the admin's.
    if (response.headers.get('content-type')?.includes('text/html')) return null;
    return await response.text();
  } catch {
    return null; // not reachable: the last good copy serves
  }
}

/**
 * The network's config.json; where it cannot be had or used (or not at once), the last good copy. Null: there is
 * neither.
 * @throws ConfigError where the only copy there is cannot be used
 */
export async function loadConfig(
  url: string,
  get: typeof fetch,
  memory: ConfigMemory,
  clock: Clock,
): Promise<Config | null> {
  const arriving = download(url, get);
  const last = await memory.lastConfig();

  const use = async (text: string): Promise<Config> => {
    const config = parseConfig(text);
    if (text !== last) await memory.keepConfig(text);
    return config;
  };
  if (last === null) {
    const text = await arriving;
    return text === null ? null : use(text);
  }
  const soon = await Promise.race([
    arriving,
    new Promise<'late'>((resolve) => clock.after(PATIENCE_MS, () => resolve('late'))),
  ]);
  // A broken edit does not replace what worked.
  if (soon === 'late') {
    arriving
      .then(async (text) => {
        if (text !== null) await use(text);
      })
      .catch(() => undefined);
  } else if (soon !== null) {
    const config = await use(soon).catch(() => null);
    if (config !== null) return config;
  }
  return parseConfig(last);
}
