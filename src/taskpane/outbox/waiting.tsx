import { formatRecent } from '../format';
import { usePane } from '../pane';
import { strings } from '../strings';
import { useLive } from '../use-live';
import { useNow } from '../use-now';
import { oldestOf } from './oldest';

const text = strings.outbox;

/** Where changes wait, and since when; nothing where none wait. */
export function Waiting() {
  const { app } = usePane();
  const entries = useLive(app.outbox.entries);
  const paused = useLive(app.outbox.paused);
  const now = useNow();
  if (entries.length === 0) return null;
  const oldest = oldestOf(entries);
  return (
    <p>
      {text.waits(entries.length, paused)}
      {oldest !== null && ` ${text.oldest(formatRecent(oldest, now))}`}
    </p>
  );
}
