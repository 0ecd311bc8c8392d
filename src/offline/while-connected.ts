import type { Live } from '../domain/live';
import type { ConnectionState, CopyProgress } from '../domain/status';
import { liveJoin } from './live-map';

/** How far a copy is, which waits for the connection while there is none. */
export const whileConnected = (
  progress: Live<CopyProgress>,
  connection: Live<ConnectionState>,
): Live<CopyProgress> =>
  liveJoin(progress, connection, (told, state) =>
    state === 'offline' && told.phase === 'running'
      ? { ...told, hold: { by: 'network' }, leftMs: null }
      : told,
  );
