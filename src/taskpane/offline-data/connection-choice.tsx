import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { useLive } from '../use-live';
import { syncNow } from './sync-now';

const text = strings.offlineData;

/** Working offline by choice, and syncing at once. */
export function ConnectionChoice() {
  const { app } = usePane();
  const connection = useLive(app.connection.state);
  const sync = useLive(app.sync);
  const byChoice = connection === 'workingOffline';
  return (
    <div class="stack">
      <div class="row">
        <Button
          look="primary"
          icon={byChoice ? 'cloud' : 'plane'}
          describedBy="offline-choice"
          onClick={() => {
            const { connection } = app;
            // The connection state says what came of it.
            (byChoice ? connection.goOnline() : connection.goOffline()).catch(() => undefined);
          }}
        >
          {byChoice ? text.goOnline : text.goOffline}
        </Button>
        <Button
          icon="sync"
          disabled={byChoice}
          onClick={() => {
            if (sync.kind !== 'syncing') syncNow(app);
          }}
        >
          {text.syncNow}
        </Button>
      </div>
      <p class="muted" id="offline-choice">
        {byChoice ? text.goOnlineHint : text.goOfflineHint}
      </p>
    </div>
  );
}
