/** Runs in the browser: what the benchmark asks of each outbox, timed where it happens. */
import { systemClock } from '../../src/composition/system-clock';
import { createDataverse } from '../../src/dataverse/dataverse';
import type { CrmServer } from '../../src/domain/crm-server';
import { carryon } from './carryon';
import type { Engine } from './engine';
import { indexeddb } from './indexeddb';
import { rxdb } from './rxdb';
import { tanstack } from './tanstack';

const engines: Readonly<Record<string, () => Engine>> = {
  carryon: () => carryon(),
  'one request each': () => carryon({ first: 1, largest: 1 }),
  indexeddb,
  '@tanstack/offline-transactions': tanstack,
  rxdb,
};

export interface Rate {
  readonly n: number;
  readonly ms: number;
}

let engine: Engine;
let made = 0;
let written = 0;

/** Counts what the CRM has confirmed, whoever asked for it. */
const counted = (server: CrmServer): CrmServer => ({
  ...server,
  async write(write, signal) {
    const row = await server.write(write, signal);
    written += 1;
    return row;
  },
  async writeAll(sets, signal) {
    const outcomes = await server.writeAll(sets, signal);
    outcomes.forEach(({ kind }, index) => {
      if (kind === 'done') written += sets[index]?.length ?? 0;
    });
    return outcomes;
  },
});

async function open(subject: string, token: string): Promise<void> {
  const server = createDataverse({
    url: location.origin,
    tokens: { token: async () => token },
    fetch: (input, init) => fetch(input, init),
    clock: systemClock,
    onOutcome: () => undefined,
  });
  const identity = await server.whoAmI();
  const table = (await server.readModel(['account']))['account'];
  const make = engines[subject];
  if (table === undefined || make === undefined) throw new Error(`No subject ${subject}`);
  engine = make();
  await engine.open({ server: counted(server), identity, table });
}

async function save(): Promise<number> {
  made += 1;
  const id = crypto.randomUUID();
  // No two of one name: the CRM looks for duplicates.
  const account = { id, name: `Account ${id}`, city: 'Basel' };
  const start = performance.now();
  await engine.save(account);
  return performance.now() - start;
}

/** Saves one after the other, until so many wait or the time is over. */
async function enqueue(until: number, limitMs: number): Promise<Rate> {
  const before = made;
  const start = performance.now();
  while (made < until && performance.now() - start < limitMs) await save();
  return { n: made - before, ms: performance.now() - start };
}

/** Milliseconds of each of as many saves. */
async function saves(times: number): Promise<number[]> {
  const samples: number[] = [];
  for (let n = 0; n < times; n += 1) samples.push(await save());
  return samples;
}

/** Sends what waits, until all is sent or the time is over. */
async function playback(limitMs: number): Promise<Rate> {
  const start = performance.now();
  const limit = new Promise<void>((resolve) => setTimeout(resolve, limitMs));
  await Promise.race([engine.send(), limit]);
  return { n: written, ms: performance.now() - start };
}

export const outboxPage = { open, enqueue, saves, playback };

declare global {
  interface Window {
    outboxPage: typeof outboxPage;
  }
}

window.outboxPage = outboxPage;
