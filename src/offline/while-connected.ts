import type { Live } from '../domain/live';
import { type ConnectionState, type CopyProgress, lostConnection } from '../domain/status';
import { liveJoin } from './live-map';

/** How far a copy is, which waits for the connection while there is none: also one that has ended for that. */
export const whileConnected = (
  progress: Live<CopyProgress>,
  connection: Live<ConnectionState>,
): Live<CopyProgress> =>
  liveJoin(progress, connection, (told, state) =>
    state === 'offline' && (told.phase === 'running' || lostConnection(told))
      ? { ...told, hold: { by: 'network' }, leftMs: null }
      : told,
  );
