import { parseArgs } from 'node:util';

/** What was asked for on the command line. A port that is null was not named: a free one near the default will do. */
export interface SandboxOptions {
  readonly port: number | null;
  readonly crmPort: number | null;
  /** "demo", "empty" or "large:N". */
  readonly seed: string;
  /** Folder that keeps the CRM's data; null keeps nothing. */
  readonly data: string | null;
  /** Folder of an existing build; null takes the project's own, made if it is missing. */
  readonly build: string | null;
}

export const USAGE =
  'npm run sandbox -- [--port N] [--crm-port N] [--seed demo|empty|large:N] [--data DIR] [--build DIR]';

/** @throws Error with a message for the user */
export function parseOptions(args: readonly string[]): SandboxOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string' },
      'crm-port': { type: 'string' },
      seed: { type: 'string', default: 'demo' },
      data: { type: 'string' },
      build: { type: 'string' },
    },
  });
  if (!/^(demo|empty|large:[1-9]\d*)$/.test(values.seed))
    throw new Error(`--seed ${values.seed}: must be demo, empty or large:N`);
  return {
    port: portNumber('--port', values.port),
    crmPort: portNumber('--crm-port', values['crm-port']),
    seed: values.seed,
    data: values.data ?? null,
    build: values.build ?? null,
  };
}

function portNumber(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new Error(`${name} ${text}: must be 0 to 65535`);
  return port;
}
