import { useEffect } from 'preact/hooks';
import { type Gap, gapsIn } from '../../domain/readiness';
import { usePane } from '../pane';
import { useLive } from '../use-live';
import { useNothingChosen } from '../use-nothing-chosen';
import { useNow } from '../use-now';

/** What is in the way of going offline, as it is now. */
export function useGaps(): readonly Gap[] {
  const { app, shell } = usePane();
  const { storage } = app;
  const standing = useLive(app.copy.standing);
  const { phase, elsewhere, hold } = useLive(app.copy.progress);
  useEffect(() => {
    // A download takes space. Where the browser does not tell, nothing is known of it.
    storage.estimate().catch(() => undefined);
  }, [storage, phase]);
  return gapsIn({
    now: useNow(),
    opensOffline: useLive(shell.mail.opensOffline),
    start: useLive(app.offlineStart.files),
    storage: useLive(storage.kind),
    space: useLive(storage.space),
    lastAt: useLive(app.copy.lastAt),
    download: phase,
    elsewhere,
    awaitsNetwork: hold?.by === 'network',
    filled: standing.filled !== null,
    standing,
    nothingChosen: useNothingChosen(),
    entries: useLive(app.outbox.entries),
    installable: useLive(shell.ownWindow.installable),
  });
}
