import { useEffect } from 'preact/hooks';
import { formatSize } from '../format';
import { usePane } from '../pane';
import { strings } from '../strings';
import { Meter } from '../ui/meter';
import { useLive } from '../use-live';

/** How much of the space that the browser gives is used; nothing where it does not tell. */
export function StorageMeter() {
  const { storage } = usePane().app;
  const space = useLive(storage.space);
  useEffect(() => {
    storage.estimate().catch(() => undefined);
  }, [storage]);
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
