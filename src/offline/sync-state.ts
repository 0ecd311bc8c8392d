import { decide } from '../domain/decision';
import { needsUser, type OutboxEntry } from '../domain/entry';
import { type Live, type LiveCell, liveCell } from '../domain/live';
import type { CopyProgress, Standing, SyncState } from '../domain/status';
import type { PlaybackStatus } from './playback/player';

export interface SyncSources {
  readonly entries: Live<readonly OutboxEntry[]>;
  /** A change is saved that `entries` does not have yet. */
  readonly unlisted: Live<boolean>;
  /** The user has paused sending. */
  readonly paused: Live<boolean>;
  readonly playback: Live<PlaybackStatus>;
  readonly progress: Live<CopyProgress>;
  readonly standing: Live<Pick<Standing, 'rows'>>;
  readonly lastAt: Live<number | null>;
}

/** The download failed though the CRM could be reached. Without a connection it goes on by itself later. */
const stopped = ({ phase, failure }: CopyProgress): boolean =>
  phase === 'failed' &&
  (failure === null ||
    failure === 'full' ||
    (failure.kind === 'answered' && !asksToSignIn(failure)));

const asksToSignIn = (failure: CopyProgress['failure']): boolean =>
  failure !== null && failure !== 'full' && decide(failure, false) === 'signIn';

function derive(sources: SyncSources): SyncState {
  const { entries, unlisted, paused, playback, progress, standing, lastAt } = sources;
  const line = entries.get();
  const count = Math.max(line.length, unlisted.get() ? 1 : 0);
  const copy = progress.get();
  const waiting = line.filter(needsUser);
  if (waiting.length > 0) {
    const refused = waiting.every(({ state }) => state === 'rejected');
    return {
      kind: 'needsAttention',
      reason: refused ? 'refused' : 'decision',
      count: waiting.length,
    };
  }
  if (stopped(copy)) return { kind: 'needsAttention', reason: 'download' };
  const { running, signIn, throttledUntil } = playback.get();
  if (signIn || (copy.phase === 'failed' && asksToSignIn(copy.failure))) return { kind: 'signIn' };
  if (paused.get() && count > 0 && !running) return { kind: 'paused', count };
  if (throttledUntil !== null) return { kind: 'throttled', until: throttledUntil };
  const copying = copy.phase === 'running';
  if (copying && copy.hold?.by === 'server') return { kind: 'throttled', until: copy.hold.until };
  if (running || (copying && copy.hold === null)) return { kind: 'syncing' };
  if (count > 0) return { kind: 'waiting', count };
  if (copy.phase === 'paused') return { kind: 'incomplete', reason: 'paused' };
  const at = lastAt.get();
  if (at !== null && standing.get().rows === 'lacking')
    return { kind: 'incomplete', reason: 'lacking' };
  return at === null ? { kind: 'never' } : { kind: 'upToDate', at };
}

const same = (a: SyncState, b: SyncState): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The most pressing of what outbox, playback and copy have to say (rule CN7). */
export function syncState(sources: SyncSources): Live<SyncState> {
  const cell: LiveCell<SyncState> = liveCell(derive(sources));
  const update = (): void => {
    const now = derive(sources);
    if (!same(now, cell.get())) cell.set(now);
  };
  for (const source of Object.values(sources) as Live<unknown>[]) source.subscribe(update);
  return cell;
}
