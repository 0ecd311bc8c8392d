import { useState } from 'preact/hooks';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Button } from '../ui/button';
import { useLive } from '../use-live';
import { GoOffline } from './going/go-offline';
import { syncNow, tellElsewhere } from './sync-now';

const text = strings.offlineData;

/** What the user can do about the connection now. */
function Choice({ onAsk, id }: { readonly onAsk: () => void; readonly id: string }) {
  const { app } = usePane();
  const byChoice = useLive(app.connection.state) === 'workingOffline';
  const leaving = useLive(app.departure.leaving);
  if (byChoice)
    return (
      <Button
        look="primary"
        icon="cloud"
        describedBy={id}
        onClick={() => {
          // The connection state says what came of it.
          app.connection.goOnline().catch(() => undefined);
        }}
      >
        {text.goOnline}
      </Button>
    );
  if (leaving)
    return (
      <Button look="primary" icon="cloud" describedBy={id} onClick={app.departure.stay}>
        {strings.going.stayOnline}
      </Button>
    );
  return (
    <Button look="primary" icon="plane" popup="dialog" describedBy={id} onClick={onAsk}>
      {text.goOffline}
    </Button>
  );
}

/** Working offline by choice, and syncing at once. */
export function ConnectionChoice() {
  const { app, tell } = usePane();
  const byChoice = useLive(app.connection.state) === 'workingOffline';
  const sync = useLive(app.sync);
  const leaving = useLive(app.departure.leaving);
  const [asking, setAsking] = useState(false);
  const awaitsNetwork = useLive(app.copy.progress).hold?.by === 'network';
  const whenHere = awaitsNetwork ? strings.going.whenBack : strings.going.whenHere;
  const hint = leaving ? whenHere : text.goOfflineHint;
  return (
    <div class="stack">
      <div class="row">
        <Choice
          id="offline-choice"
          onAsk={() => {
            setAsking(true);
          }}
        />
        <Button
          icon="sync"
          disabled={byChoice}
          describedBy={byChoice ? 'offline-choice' : undefined}
          onClick={() => {
            tellElsewhere(app, tell);
            if (sync.kind !== 'syncing') syncNow(app);
          }}
        >
          {text.syncNow}
        </Button>
      </div>
      <p class="muted" id="offline-choice">
        {byChoice ? text.goOnlineHint : hint}
      </p>
      {asking && (
        <GoOffline
          onClose={() => {
            setAsking(false);
          }}
        />
      )}
    </div>
  );
}
