import { asPermitted } from '../domain/column-security';
import type { CrmServer, Identity } from '../domain/crm-server';
import type { DuplicateRule } from '../domain/duplicate-rule';
import type { Clock } from '../domain/ports';
import type { Process } from '../domain/process';
import type { Rights } from '../domain/rights';
import type { Model } from '../domain/table';
import type { Lookup } from '../domain/value';
import { type LiveQuery, liveOf } from './live-query';
import { readState, type Store, writeState } from './store';

/** What the organisation told about itself and the user: kept for a start without a network. */
export interface Facts {
  readonly model: Model;
  readonly rights: Rights;
  /** What changes may start; null: the user may not read it. */
  readonly processes: readonly Process[] | null;
  /** By which the CRM finds duplicates. */
  readonly rules: readonly DuplicateRule[];
  /** Who can own records. */
  readonly colleagues: readonly Lookup[];
}

/** What was kept by a version that knew less. */
type Kept = Pick<Facts, 'model' | 'rights'> & Partial<Facts>;

export async function readFacts(store: Store): Promise<Facts | null> {
  const kept = await readState<Kept>(store, 'facts');
  if (kept === undefined) return null;
  return {
    ...kept,
    processes: kept.processes ?? null,
    rules: kept.rules ?? [],
    colleagues: kept.colleagues ?? [],
  };
}

/** Facts that were asked so short a time ago are not asked again: milliseconds. */
const JUST_NOW = 10_000;

/** What was asked just now, by the page that could not start without it: a model is a hundred requests. */
export async function readJustAsked(store: Store, now: number): Promise<Facts | null> {
  const at = await readState<number>(store, 'factsAskedAt');
  const age = at === undefined ? Infinity : now - at;
  return age >= 0 && age < JUST_NOW ? readFacts(store) : null;
}

/**
 * @param now milliseconds since 1970
 * @returns whether anything is different from what was known.
 */
export async function writeFacts(store: Store, facts: Facts, now: number): Promise<boolean> {
  await writeState(store, 'factsAskedAt', now);
  const known = await readFacts(store);
  if (known !== null && fingerprint(known) === fingerprint(facts)) return false;
  await writeState(store, 'facts', facts);
  // Small, so that others need not read all of it to know that it is new.
  await writeState(store, 'factsVersion', fingerprint(facts));
  store.bell.ring();
  return true;
}

/** Asks the CRM. Rejects with a CrmError. */
export async function askFacts(server: CrmServer, identity: Identity): Promise<Facts> {
  const abort = new AbortController();
  const { signal } = abort;
  const readRights = async (): Promise<Pick<Facts, 'model' | 'rights'>> => {
    const all = await server.readModel(null, signal);
    const rights = await server.readRights(identity, all, signal);
    return { model: asPermitted(all, rights), rights };
  };
  try {
    const [known, processes, rules, colleagues] = await Promise.all([
      readRights(),
      server.readProcesses(signal),
      server.readDuplicateRules(signal),
      server.readColleagues(signal),
    ]);
    return { ...known, processes, rules, colleagues };
  } catch (error) {
    // Each is of use with the others only.
    abort.abort();
    throw error;
  }
}

/**
 * Asks the CRM and keeps what it tells, with how long that took. Rejects with what the question does, and a StoreError.
 */
export async function bringFacts(
  store: Store,
  clock: Clock,
  ask: () => Promise<Facts>,
): Promise<Facts> {
  const begun = clock.now();
  const facts = await ask();
  const now = clock.now();
  await writeState(store, 'factsTook', Math.max(0, now - begun));
  await writeFacts(store, facts, now);
  return facts;
}

/** How long it took to ask for what is known: milliseconds; 0 where nobody has measured it. */
export const factsTook = async (store: Store): Promise<number> =>
  (await readState<number>(store, 'factsTook')) ?? 0;

/** A short text that differs where the value does (FNV-1a over its JSON). */
export function fingerprint(value: unknown): string {
  const text = JSON.stringify(value);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return `${text.length}:${(hash >>> 0).toString(16)}`;
}

/** The facts as they are refreshed, by this pane's worker or another's. */
export function liveFacts(store: Store, initial: Facts): LiveQuery<Facts> {
  let known = initial;
  let version: string | undefined = fingerprint(initial);
  return liveOf(
    store.bell,
    async () => {
      const now = await readState<string>(store, 'factsVersion');
      if (now !== undefined && now !== version) {
        version = now;
        known = (await readFacts(store)) ?? known;
      }
      return known;
    },
    initial,
  );
}
