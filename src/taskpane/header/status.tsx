import type { ConnectionState, SyncState } from '../../domain/status';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Icon, type IconName } from '../ui/icon';
import { useLive } from '../use-live';
import { describeSync } from './describe-sync';

const connectionIcon: Readonly<Record<ConnectionState, IconName>> = {
  online: 'cloud',
  connecting: 'sync',
  offline: 'cloudOff',
  workingOffline: 'plane',
};

const syncIcon: Readonly<Record<SyncState['kind'], IconName>> = {
  needsAttention: 'warning',
  signIn: 'warning',
  paused: 'pause',
  throttled: 'pause',
  syncing: 'sync',
  waiting: 'clock',
  incomplete: 'info',
  upToDate: 'check',
  never: 'info',
};

/** Connection and sync: two statements, each whole by its text alone, spoken when they change. */
export function Status() {
  const { app } = usePane();
  const connection = useLive(app.connection.state);
  const sync = useLive(app.sync);
  return (
    <div class="status">
      <div
        role="status"
        aria-label={strings.connection.name}
        class="status-line status-connection"
        data-state={connection}
      >
        <Icon name={connectionIcon[connection]} />
        {strings.connection[connection]}
      </div>
      <div
        role="status"
        aria-label={strings.sync.name}
        class="status-line status-sync"
        data-state={sync.kind}
      >
        <Icon name={syncIcon[sync.kind]} />
        {describeSync(sync)}
      </div>
    </div>
  );
}
