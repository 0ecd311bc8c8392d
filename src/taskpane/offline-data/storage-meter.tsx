import { useEffect } from 'preact/hooks';
import { formatSize } from '../format';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Meter } from '../ui/meter';
import { useLive } from '../use-live';
import { useNow } from '../use-now';

/** How much of the space that the browser gives is used; nothing where it does not tell. */
export function StorageMeter() {
  const { storage, copy } = usePane().app;
  const space = useLive(storage.space);
  const { phase } = useLive(copy.progress);
  const now = useNow();
  useEffect(() => {
    // What a download has taken or given back shows late: the browser tidies up when it likes.
    storage.estimate().catch(() => undefined);
  }, [storage, phase, now]);
  if (space === null) return null;
  return (
    <Meter
      label={strings.offlineData.storage}
      words={strings.going.storageUsed(formatSize(space.used), formatSize(space.quota))}
      value={space.used}
      max={space.quota}
    />
  );
}
