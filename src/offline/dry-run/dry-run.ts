import type { ConflictPolicies } from '../../domain/conflict';
import { CrmError, type CrmFailure } from '../../domain/crm-error';
import type { CrmServer, Identity } from '../../domain/crm-server';
import type { Forecast } from '../../domain/forecast';
import type { Clock } from '../../domain/ports';
import { rowKey } from '../../domain/row';
import type { Model } from '../../domain/table';
import { mayHaveArrived, referencesOfEntry } from '../line';
import { run, type RunEnd } from '../playback/run';
import { SERVER_LIMIT } from '../playback/late-create';
import { decodeReceipts, readLine, type Store } from '../store';
import { toLocalRow } from '../stored';
import { copyLine } from './copy-line';
import { ForeseenServer } from './foreseen-server';
import { verdictOf } from './verdict';

export interface DryRunContext {
  readonly store: Store;
  readonly server: CrmServer;
  readonly identity: Identity;
  readonly model: () => Model;
  readonly clock: Clock;
  readonly policies: () => ConflictPolicies;
}

const unknown: CrmFailure = {
  kind: 'unreachable',
  status: 0,
  code: '',
  message: '',
  retryAfterMs: null,
};

/**
 * What playback would make of every entry now. It is played back by the real thing, on a copy of the line and before
 * a CRM that only reads, so nothing is changed here or there.
 * @throws CrmError where not all could be read: then nothing is foretold.
 */
export async function dryRun(context: DryRunContext): Promise<Forecast> {
  const { server, identity, clock } = context;
  const model = context.model();
  const copy = await copyLine(context.store);
  const line = await readLine(copy);
  const shadows = await shadowsOf(copy);
  const rights = await server.readRights(identity, model);
  const arrived = line.filter(mayHaveArrived).map(({ ref }) => rowKey(ref));
  const foreseen = new ForeseenServer(server, model, rights, new Set(arrived));
  await foreseen.rows.readAll(line.flatMap((entry) => [entry.ref, ...referencesOfEntry(entry)]));
  // What may not be repeated yet may be in two minutes.
  let ahead = SERVER_LIMIT;
  const playback = {
    ...context,
    store: copy,
    server: foreseen,
    model: () => model,
    clock: { now: () => clock.now() + ahead, after: clock.after },
    ensure: () => Promise.resolve(true),
  };
  const play = (): Promise<RunEnd> => run(playback, () => undefined);
  let end = await play();
  // What has to wait for its time, does so in no time here.
  while (end.kind === 'stopped' && foreseen.failure === null && end.waitMs !== null) {
    ahead += end.waitMs;
    end = await play();
  }
  if (foreseen.failure !== null || end.kind === 'stopped')
    throw new CrmError(foreseen.failure ?? unknown);

  const left = new Map((await readLine(copy)).map((entry) => [entry.id, entry]));
  const made = await decodeReceipts(copy.codec, await copy.db.receipts.toArray());
  const receipts = new Map(made.map((receipt) => [receipt.id, receipt]));
  return new Map(
    line.map((entry) => {
      const seen = {
        model,
        row: foreseen.rows.seen(entry.ref),
        known: shadows.get(rowKey(entry.ref)) ?? null,
        duplicates: foreseen.duplicates.get(rowKey(entry.ref)) ?? [],
      };
      const { id } = entry;
      return [id, verdictOf(entry, left.get(id) ?? null, receipts.get(id) ?? null, seen)];
    }),
  );
}

async function shadowsOf({ db, codec }: Store) {
  const stored = await db.shadow.toArray();
  const bodies = await codec.decode(stored.map(({ body }) => body));
  return new Map(
    stored.map(({ keys }, index) => [rowKey(keys), toLocalRow(keys, bodies[index])] as const),
  );
}
